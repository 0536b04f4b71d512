/** The raw traffic between Slack and the bot, both ways. */

import * as api from "./api.js";
import { clockTime } from "./dates.js";
import { el, uid } from "./dom.js";
import { icon } from "./icons.js";
import { tree } from "./json.js";
import { oneAtATime } from "./live.js";

const KEPT = 400;
const WAYS = { all: "Both directions", in: "Slack to the bot", out: "The bot to Slack" };

/** The panel of traffic; it reads only while it is open. */
export class Inspector {
  #entries = new Map();
  #hidden = 0;

  constructor({ zone, close }) {
    this.zone = zone;
    const words = uid("filter");
    const ways = uid("ways");
    this.filter = el("input", {
      id: words, type: "search", class: "field", placeholder: "Filter", oninput: () => this.#sift(),
    });
    this.way = el("select", { id: ways, class: "field", onchange: () => this.#sift() },
      Object.entries(WAYS).map(([value, name]) => el("option", { value }, name)));
    this.list = el("ol", { class: "traffic", role: "list" });
    this.empty = el("p", { class: "empty" }, "Nothing yet. Whatever Slack and the bot say to each other appears here.");
    const shut = el("button", {
      type: "button", class: "button icon", "aria-label": "Close the inspector", onclick: close,
    }, icon("close"));
    this.node = el("aside", {
      class: "inspector", "aria-label": "Inspector", hidden: true,
      onkeydown: (event) => {
        if (event.key === "Escape") close();
      },
    },
      el("header", { class: "inspector-head" }, el("h2", {}, "Inspector"),
        el("button", { type: "button", class: "button quiet", onclick: () => this.#forget() }, "Clear"), shut),
      el("div", { class: "inspector-filters" },
        el("label", { for: words, class: "unseen" }, "Only what contains"), this.filter,
        el("label", { for: ways, class: "unseen" }, "Direction"), this.way),
      this.empty, this.list);
    this.read = oneAtATime(() => this.#read());
  }

  /** Opens or closes the panel. */
  show(open) {
    if (this.node.hidden === !open) return;
    this.node.hidden = !open;
    if (open) this.read();
  }

  /** There is more traffic. */
  changed() {
    if (!this.node.hidden) this.read();
  }

  async #read() {
    const answer = await api.traffic(this.#since()).catch(() => null);
    if (!answer) return;
    for (const entry of answer.entries) if (entry.n > this.#hidden) this.#put(entry);
    while (this.#entries.size > KEPT) {
      const [oldest] = this.#entries.keys();
      this.#entries.get(oldest).node.remove();
      this.#entries.delete(oldest);
    }
    this.empty.hidden = this.#entries.size > 0;
  }

  /** From here on, something may be new: an exchange without its answer is asked for again. */
  #since() {
    let since = this.#hidden;
    for (const [n, { entry }] of this.#entries) {
      if (entry.answer === null || entry.answer === undefined) return n - 1;
      since = n;
    }
    return since;
  }

  #put(entry) {
    const before = this.#entries.get(entry.n);
    const text = JSON.stringify(entry);
    if (before?.text === text) return;
    const node = draw(entry, this.zone);
    if (before) {
      node.firstChild.open = before.node.firstChild.open;
      before.node.replaceWith(node);
    } else this.list.prepend(node);
    this.#entries.set(entry.n, { entry, text, node });
    this.#siftOne(this.#entries.get(entry.n));
  }

  #sift() {
    for (const one of this.#entries.values()) this.#siftOne(one);
  }

  #siftOne({ entry, text, node }) {
    const wanted = this.filter.value.trim().toLowerCase();
    const way = this.way.value;
    node.hidden = (way !== "all" && way !== entry.direction) || !text.toLowerCase().includes(wanted);
  }

  #forget() {
    for (const n of this.#entries.keys()) this.#hidden = Math.max(this.#hidden, n);
    this.#entries.clear();
    this.list.replaceChildren();
    this.empty.hidden = false;
  }
}

function draw(entry, zone) {
  const inwards = entry.direction === "in";
  const failed = entry.answer && entry.answer.ok === false;
  const details = el("details", { class: "exchange" },
    el("summary", {},
      el("span", { class: inwards ? "way in" : "way out" }, inwards ? "to bot" : "to Slack"),
      el("b", {}, entry.what),
      failed ? el("span", { class: "failed" }, String(entry.answer.error ?? "failed")) : null,
      el("time", {}, clockTime(new Date(entry.at), zone))));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    details.append(tree("body", entry.body), tree("answer", entry.answer ?? null));
  });
  return el("li", {}, details);
}
