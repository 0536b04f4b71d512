/** Builders for the page's nodes. Text always goes in as text, never as markup. */

let drawn = 0;

/** An id that nothing else on the page has. */
export function uid(prefix) {
  drawn += 1;
  return `${prefix}-${drawn}`;
}

/** An element with attributes, listeners (`onclick`) and children; empty children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** Text that only a screen reader says. */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}

/** Redraws a part of the page and puts the cursor back where it was, by `data-key`. */
export function keepingFocus(root, redraw) {
  const before = document.activeElement;
  const inside = before && root.contains(before) ? before : null;
  const key = inside?.dataset.key;
  const marked = key && "selectionStart" in inside ? [inside.selectionStart, inside.selectionEnd] : null;
  redraw();
  if (!key || root.contains(inside)) return;
  const again = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (marked && marked[0] !== null && "setSelectionRange" in again) again.setSelectionRange(...marked);
}
