/** A button that opens a short menu: arrow keys move, Enter picks, Escape closes. */

import { el, uid } from "./dom.js";

/** A menu button; `items` are `{label, hint?, href?, pick}`. */
export function menuButton({ label, shown, key, items }) {
  const id = uid("menu");
  const list = el("ul", { class: "menu", id, role: "menu", "aria-label": label, hidden: true });
  const button = el("button", {
    type: "button", class: "button icon", "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-controls": id, "aria-label": label, title: label, "data-key": key,
    onclick: () => (list.hidden ? open(0) : close(true)),
    onkeydown: (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        open(event.key === "ArrowDown" ? 0 : items.length - 1);
      }
    },
  }, shown);
  const entries = items.map((item) => el("li", {
    role: "menuitem", tabindex: "-1", onclick: () => choose(item),
  }, el("span", {}, item.label), item.hint ? el("small", {}, item.hint) : null));
  list.append(...entries);
  const holder = el("span", { class: "menu-holder" }, button, list);

  function open(at) {
    list.hidden = false;
    place(list, holder);
    button.setAttribute("aria-expanded", "true");
    entries.at(at)?.focus();
    document.addEventListener("pointerdown", outside, true);
  }

  function close(back) {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (back) button.focus();
  }

  function outside(event) {
    if (!holder.contains(event.target)) close(false);
  }

  function choose(item) {
    close(true);
    if (item.href) window.open(item.href, "_blank", "noopener");
    item.pick();
  }

  list.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const last = entries.length - 1;
    const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to !== undefined) entries[to].focus();
    else if (event.key === "Enter" || event.key === " ") choose(items[at]);
    else if (event.key === "Escape" || event.key === "Tab") close(event.key === "Escape");
    else return;
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  });
  return holder;
}

/** Opens it to the side, and up or down, where it is seen whole. */
function place(list, holder) {
  list.classList.remove("rightwards", "upwards");
  const seen = scroller(holder).getBoundingClientRect();
  const box = list.getBoundingClientRect();
  const room = holder.getBoundingClientRect().top - seen.top;
  list.classList.toggle("rightwards", box.left < seen.left);
  list.classList.toggle("upwards", box.bottom > seen.bottom && box.height < room);
}

/** What cuts off whatever stands out of it. */
function scroller(node) {
  for (let each = node.parentElement; each; each = each.parentElement) {
    if (/auto|scroll|hidden/.test(getComputedStyle(each).overflowY)) return each;
  }
  return document.documentElement;
}
