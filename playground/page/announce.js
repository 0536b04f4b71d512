/** What a screen reader is told about things that happen elsewhere on the page. */

import { el } from "./dom.js";

const KEPT = 6;

/** Says a line politely. */
export function announce(line) {
  const said = document.getElementById("said");
  said.append(el("p", {}, line));
  while (said.children.length > KEPT) said.firstChild.remove();
}
