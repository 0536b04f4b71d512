/** The messages of one conversation, in order, with replies under what they reply to. */

import { announce } from "./announce.js";
import { drawBlocks } from "./blocks.js";
import { clockTime, dayName, isoDate } from "./dates.js";
import { el, keepingFocus, uid } from "./dom.js";
import { icon } from "./icons.js";
import { draw, plain } from "./mrkdwn.js";

const TOGETHER = 300;

/** The open conversation's messages; `update` draws only what is new or different. */
export class Messages {
  #drawn = new Map();
  #days = new Map();
  #channel = null;
  #wasAtEnd = true;

  constructor({ context, surfaceOf, reply }) {
    Object.assign(this, { context, surfaceOf, reply });
    this.list = el("ol", { class: "messages", role: "list" });
    const hint = uid("hint");
    this.node = el("div", {
      class: "messages-scroll", tabindex: "0", role: "region", "aria-label": "Messages", "aria-describedby": hint,
      onscroll: () => {
        this.#wasAtEnd = this.#isAtEnd();
      },
      onkeydown: (event) => this.#walk(event),
      onfocusin: (event) => this.#reach(event.target, "0"),
      onfocusout: (event) => this.#reach(event.target, "-1"),
    }, el("p", { class: "unseen", id: hint }, "Up and down arrows go from message to message."), this.list);
    // When the room shrinks, what stood at the end stays in sight.
    new ResizeObserver(() => {
      if (this.#wasAtEnd) this.toEnd();
    }).observe(this.node);
  }

  /** The next update draws this message anew, with what was put into its fields. */
  forget(ts) {
    const drawn = this.#drawn.get(ts);
    if (drawn) drawn.signature = null;
  }

  /** Shows these messages of a conversation; the first time without announcing them. */
  update(channel, messages) {
    const fresh = channel !== this.#channel;
    if (fresh) {
      this.#channel = channel;
      this.#drawn.clear();
      this.list.replaceChildren();
    }
    const news = fresh ? [] : messages.filter((one) => !this.#drawn.has(one.ts));
    const atEnd = fresh || this.#isAtEnd();
    keepingFocus(this.list, () => this.#place(this.#nodes(messages)));
    if (atEnd) this.node.scrollTop = this.node.scrollHeight;
    for (const one of news) if (one.user !== this.context.me) announce(this.#spoken(one));
  }

  /** Scrolls to the newest message. */
  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** Arrow keys go from message to message, from the list or from a message itself. */
  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const articles = [...this.list.querySelectorAll("article")];
    const at = articles.indexOf(event.target);
    if (!step || !articles.length || (event.target !== this.node && at < 0)) return;
    event.preventDefault();
    const to = at < 0 ? articles.length - 1 : Math.min(articles.length - 1, Math.max(0, at + step));
    articles[to].focus();
  }

  /** Only the message that one is at has its reply button in the Tab order, or there were too many. */
  #reach(target, tabindex) {
    target.closest("article")?.querySelector(".reply-button")?.setAttribute("tabindex", tabindex);
  }

  #isAtEnd() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 80;
  }

  #place(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, at) => {
      if (this.list.children[at] !== node) this.list.insertBefore(node, this.list.children[at] ?? null);
    });
  }

  #nodes(messages) {
    const { zone } = this.context;
    const now = this.context.now();
    const there = new Set(messages.map((one) => one.ts));
    const isReply = (one) => one.thread_ts && one.thread_ts !== one.ts && there.has(one.thread_ts);
    const replies = Map.groupBy(messages.filter(isReply), (one) => one.thread_ts);
    const nodes = [];
    let last = null;
    for (const message of messages.filter((one) => !isReply(one))) {
      const at = new Date(Number(message.ts) * 1000);
      if (!last || isoDate(new Date(Number(last.ts) * 1000), zone) !== isoDate(at, zone)) {
        nodes.push(this.#day(dayName(at, now, zone), isoDate(at, zone)));
        last = null;
      }
      const together = last && last.user === message.user && !message.ephemeral && !last.ephemeral
        && Number(message.ts) - Number(last.ts) < TOGETHER && !replies.has(last.ts);
      nodes.push(this.#message(message, Boolean(together), false));
      for (const reply of replies.get(message.ts) ?? []) nodes.push(this.#message(reply, false, true));
      last = message;
    }
    return nodes;
  }

  #day(name, date) {
    const key = `${date} ${name}`;
    if (!this.#days.has(key)) this.#days.set(key, el("li", { class: "day" }, el("span", {}, name)));
    return this.#days.get(key);
  }

  #message(message, together, isReply) {
    // Dates such as "tomorrow" change with the day, so the day belongs to what was drawn.
    const signature = JSON.stringify([message, together, isReply, isoDate(this.context.now(), this.context.zone)]);
    const before = this.#drawn.get(message.ts);
    if (before?.signature === signature) return before.node;
    const node = this.#draw(message, together, isReply);
    this.#drawn.set(message.ts, { signature, node });
    return node;
  }

  #draw(message, together, isReply) {
    const { directory, zone } = this.context;
    const at = new Date(Number(message.ts) * 1000);
    const author = directory.byId.has(message.user) || directory.isBot(message.user)
      ? directory.realName(message.user) : (message.username ?? "Someone");
    const id = uid("message");
    const time = el("time", { datetime: at.toISOString(), title: at.toISOString() }, clockTime(at, zone));
    const head = el("div", { class: together ? "message-head unseen" : "message-head", id },
      el("b", {}, author),
      message.bot ? el("span", { class: "app-mark" }, "App") : null,
      " ", time);
    const classes = ["message", together && "together", isReply && "reply", message.ephemeral && "ephemeral"];
    return el("li", { class: classes.filter(Boolean).join(" "), "data-ts": message.ts },
      el("article", { "aria-labelledby": id, tabindex: "-1" },
        together
          ? el("time", { class: "side-time", "aria-hidden": "true" }, clockTime(at, zone))
          : directory.avatar(message.user),
        el("div", { class: "message-body" },
          message.ephemeral ? el("p", { class: "only-you" }, icon("eye"), " Only visible to you") : null,
          head,
          this.#contents(message),
          this.#files(message.files ?? []),
          message.edited ? el("small", { class: "edited" }, "(edited)") : null),
        message.ephemeral ? null : el("button", {
          type: "button", class: "button quiet reply-button", tabindex: "-1", "data-key": `reply/${message.ts}`,
          "aria-label": `Reply to ${author}, ${clockTime(at, zone)}`,
          onclick: () => this.reply(message.thread_ts ?? message.ts, author),
        }, "Reply")));
  }

  #contents(message) {
    if (message.blocks?.length) {
      const surface = this.surfaceOf(message);
      surface.values.keepOnly(message.blocks);
      return drawBlocks(message.blocks, surface);
    }
    return el("div", { class: "mrkdwn words", dir: "auto" }, draw(message.text ?? "", this.context));
  }

  #files(files) {
    if (!files.length) return null;
    const as = encodeURIComponent(this.context.me);
    return el("ul", { class: "files", role: "list" }, ...files.map((file) => el("li", {}, file.mode === "tombstone"
      ? el("i", {}, "This file was deleted.")
      : el("a", { href: `/playground/files/${file.id}?as=${as}`, download: file.name }, file.title || file.name))));
  }

  #spoken(message) {
    const author = this.context.directory.realName(message.user);
    return `${author}: ${plain(message.text ?? "", this.context)}`;
  }
}
