/** A value as a tree that opens and closes. */

import { el } from "./dom.js";

const OPEN_DEPTH = 1;

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return el("span", { class: `json-${kind}` }, JSON.stringify(value));
}

/** The tree of a value, under a name. */
export function tree(name, value, depth = 0) {
  const label = el("span", { class: "json-name" }, `${name}: `);
  if (value === null || typeof value !== "object") return el("div", { class: "json-leaf" }, label, leaf(value));
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (!entries.length) return el("div", { class: "json-leaf" }, label, size);
  const details = el("details", { class: "json", open: depth < OPEN_DEPTH }, el("summary", {}, label, size));
  // Drawn when first opened: a busy workspace has thousands of these.
  const fill = () => {
    if (details.open && details.children.length === 1) {
      details.append(...entries.map(([key, one]) => tree(key, one, depth + 1)));
    }
  };
  details.addEventListener("toggle", fill);
  fill();
  return details;
}
