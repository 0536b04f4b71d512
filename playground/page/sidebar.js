/** The list of a person's conversations: channels, direct and group messages, the app. */

import { BOT, HOME } from "./address.js";
import { el, keepingFocus, uid, unseen } from "./dom.js";
import { icon } from "./icons.js";

/** A person's list of conversations; `update` draws it again. */
export class Sidebar {
  constructor({ directory, person, href, chosen }) {
    Object.assign(this, { directory, person, href, chosen });
    this.list = el("div", { class: "sidebar-lists" });
    this.node = el("nav", { class: "sidebar", "aria-label": `Conversations of ${directory.realName(person)}` },
      el("p", { class: "workspace" }, directory.workspace.name), this.list);
  }

  /** Shows these conversations, with the open one marked. */
  update(conversations, where) {
    const { directory } = this;
    const kind = (wanted) => conversations.filter((one) => wanted(one));
    const isApp = (one) => one.kind === "im" && one.members.some((id) => directory.isBot(id));
    keepingFocus(this.list, () => this.list.replaceChildren(
      this.#part("Channels", kind((one) => one.kind === "channel" || one.kind === "private"), where),
      this.#part("Direct messages", kind((one) => one.kind === "mpim" || (one.kind === "im" && !isApp(one))), where),
      this.#apps(kind(isApp), where)));
  }

  #part(title, conversations, where) {
    if (!conversations.length) return "";
    const byTitle = conversations
      .map((one) => [this.directory.title(one, this.person), one])
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([, one]) => one);
    const id = uid("part");
    return el("section", { "aria-labelledby": id }, el("h3", { id }, title),
      el("ul", {}, byTitle.map((one) => el("li", {}, this.#entry(one, one.id, where)))));
  }

  #apps(conversations, where) {
    const id = uid("part");
    const entry = (conversation) => this.#entry(conversation, BOT, where);
    const home = this.#link({ at: HOME, current: where === HOME, sign: icon("home"), title: "Home", unread: 0,
      name: `${this.directory.app.name}: Home` });
    return el("section", { "aria-labelledby": id }, el("h3", { id }, "Apps"),
      el("ul", {}, conversations.map((one) => el("li", {}, entry(one))), el("li", { class: "under" }, home)));
  }

  #entry(one, at, where) {
    const title = this.directory.title(one, this.person);
    const others = one.members.filter((id) => id !== this.person);
    const sign = { channel: "#", private: icon("lock"), mpim: String(others.length) }[one.kind]
      ?? this.directory.avatar(others[0] ?? this.person);
    const kinds = { private: "private channel", mpim: "group message" };
    return this.#link({
      at, sign, title, unread: where === one.id ? 0 : one.unread, current: where === one.id, round: one.kind === "mpim",
      name: kinds[one.kind] ? `${title}, ${kinds[one.kind]}` : title,
    });
  }

  #link({ at, sign, title, unread, current, name, round }) {
    return el("a", {
      href: this.href(at), class: unread ? "entry unread" : "entry", "data-key": `side/${at}`,
      "aria-current": current ? "page" : null, title, onclick: () => this.chosen(),
    },
      el("span", { class: round ? "sign group-size" : "sign", "aria-hidden": "true" }, sign),
      el("span", { class: "entry-name", "aria-hidden": "true" }, title),
      unseen(name),
      unread ? el("span", { class: "badge" }, String(unread), unseen(" unread")) : null);
  }
}
