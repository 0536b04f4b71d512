/** The top of a person's screen: who they are, and what is open. */

import { el, keepingFocus, uid, unseen } from "./dom.js";
import { icon } from "./icons.js";

/** The person's bar and the conversation's bar; `update` follows what is open. */
export function paneHead({ directory, person, others, become, toHome, toMessages, drawer }) {
  const select = uid("person");
  const badge = el("span", { class: "badge", hidden: true });
  const side = el("button", {
    type: "button", class: "button icon drawer-button", "aria-expanded": "false",
    onclick: drawer,
  }, icon("menu"), unseen("List of conversations"), badge);
  const who = el("select", {
    id: select, class: "person-select", "data-key": "person", onchange: () => become(who.value),
  },
    directory.teachers.map((one) => el("option", { value: one.id, selected: one.id === person },
      one.title ? `${one.real_name} (${one.title})` : one.real_name)));
  const quick = el("span", { class: "quick-switches" });
  const node = el("div", { class: "person-bar" }, side, directory.avatar(person),
    el("label", { for: select }, "You are"), who, quick);

  const title = el("h2", {});
  const detail = el("p", { class: "detail" });
  const tabs = el("nav", { class: "tabs", "aria-label": directory.app.name, hidden: true });
  const conversation = el("header", { class: "conversation-head" },
    el("div", { class: "conversation-title" }, title, detail), tabs);

  function update({ conversation: open, isHome, unread }) {
    badge.hidden = !unread;
    badge.replaceChildren(String(unread), unseen(" unread"));
    keepingFocus(quick, () => quick.replaceChildren(...others(person).map((other) => el("button", {
      type: "button", class: "button quiet quick-switch", "data-key": "quick", onclick: () => become(other),
    }, `Switch to ${directory.firstName(other)}`))));
    const withBot = isHome || (open?.kind === "im" && open.members.some((id) => directory.isBot(id)));
    tabs.hidden = !withBot;
    if (withBot) {
      keepingFocus(tabs, () => tabs.replaceChildren(
        tab("Home", toHome(), isHome), tab("Messages", toMessages(), !isHome)));
      title.textContent = directory.app.name;
      detail.textContent = "App";
      return;
    }
    if (!open) return;
    const sign = { channel: "# ", private: icon("lock") }[open.kind] ?? "";
    title.replaceChildren(sign, directory.title(open, person));
    detail.textContent = about(directory, open, person);
  }

  return {
    node,
    conversation,
    update,
    drawerIs: (open) => side.setAttribute("aria-expanded", String(open)),
    focusDrawer: () => side.focus(),
  };
}

function tab(name, href, current) {
  return el("a", { href, "aria-current": current ? "page" : null, "data-key": `tab/${name}` }, name);
}

function about(directory, open, person) {
  const names = open.members.map((id) => (id === person ? "you" : directory.firstName(id)));
  if (open.kind === "mpim") return `Group message: ${names.join(", ")}`;
  if (open.kind === "im") return directory.byId.get(open.members.find((id) => id !== person))?.title ?? "";
  const count = open.members.length;
  return `${open.kind === "private" ? "Private channel" : "Channel"}, ${count} ${count === 1 ? "member" : "members"}`;
}
