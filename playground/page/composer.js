/** Where a person writes: Enter sends, Shift+Enter begins a new line, / and @ offer completions. */

import { announce } from "./announce.js";
import { suggestions, usageOf } from "./completion.js";
import { el, uid } from "./dom.js";
import { icon } from "./icons.js";

const HINT = "Type / for commands, @ for people. Enter sends.";

/** The box under a conversation; `send(text, thread)` answers null, or a line that says what went wrong. */
export class Composer {
  #items = [];
  #range = [0, 0];
  #active = 0;
  #thread = null;
  #key = null;

  constructor({ directory, drafts, send }) {
    Object.assign(this, { directory, drafts, send });
    const list = uid("suggestions");
    const hint = uid("hint");
    this.list = el("ul", {
      class: "suggestions", id: list, role: "listbox", "aria-label": "Suggestions", hidden: true,
    });
    this.usage = el("p", { class: "usage", id: hint });
    this.trouble = el("p", { class: "trouble", role: "alert" });
    this.threadLine = el("p", { class: "thread-line", hidden: true });
    this.input = el("textarea", {
      rows: 1, "aria-autocomplete": "list", "aria-controls": list, "aria-describedby": hint, dir: "auto",
      "data-key": "composer", autocomplete: "off",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#pressed(event),
      onclick: () => this.#suggest(),
      onblur: () => this.#close(),
    });
    this.button = el("button", { type: "submit", class: "button primary send", "aria-label": "Send" }, icon("send"));
    this.node = el("form", {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        this.#submit();
      },
    },
      this.trouble, this.threadLine, this.list,
      el("div", { class: "composer-box" }, this.input, this.button), this.usage);
  }

  /** Turns to a conversation, with what was being written there. */
  turnTo(key, title) {
    const label = `Message ${title}`;
    if (this.input.getAttribute("aria-label") !== label) {
      this.input.setAttribute("aria-label", label);
      this.input.setAttribute("placeholder", label);
    }
    if (key === this.#key) return;
    this.#key = key;
    this.input.value = this.drafts.get(key) ?? "";
    this.replyTo(null);
    this.say(null);
    this.#grow();
    this.#hint();
  }

  /** Puts a text in, ready to be sent. */
  fill(text) {
    this.input.value = text;
    this.drafts.set(this.#key, text);
    this.#grow();
    this.#hint();
    this.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  /** Shows a text that is about to be sent, beside what was being written here; null takes it away. */
  show(text) {
    this.input.value = text ?? this.drafts.get(this.#key) ?? "";
    this.#grow();
    this.#hint();
  }

  /** Says what went wrong near the box; null takes the line away. */
  say(line) {
    this.trouble.textContent = line ?? "";
  }

  /** The next message answers this one; null: it stands for itself. */
  replyTo(thread, author) {
    this.#thread = thread;
    this.threadLine.hidden = !thread;
    this.threadLine.replaceChildren();
    if (!thread) return;
    this.threadLine.append(`Replying to ${author} `, el("button", {
      type: "button", class: "button quiet",
      onclick: () => {
        this.replyTo(null);
        this.focus();
      },
    }, "Not a reply"));
    this.focus();
  }

  /** Puts the cursor into the box. */
  focus() {
    this.input.focus();
  }

  #typed() {
    this.drafts.set(this.#key, this.input.value);
    this.say(null);
    this.#grow();
    this.#hint();
    this.#suggest();
  }

  #grow() {
    this.input.rows = Math.min(8, this.input.value.split("\n").length);
  }

  #hint() {
    this.usage.textContent = usageOf(this.input.value, this.directory) ?? (this.input.value ? "" : HINT);
  }

  #suggest() {
    const { from, to, items } = suggestions(this.input.value, this.input.selectionStart, this.directory);
    const opened = items.length && !this.#items.length;
    this.#items = items;
    this.#range = [from, to];
    this.#active = 0;
    this.list.hidden = !items.length;
    this.list.replaceChildren(...items.map((item, at) => el("li", {
      id: `${this.list.id}-${at}`, role: "option", "aria-selected": at === 0 ? "true" : "false",
      // Pressing must not take the focus out of the box, or the list would close first.
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => this.#take(at),
    }, el("b", {}, item.label), item.usage ? el("code", {}, item.usage) : null, el("span", {}, item.hint))));
    this.#point();
    if (opened) announce(`Suggestions: ${items.length}. Arrow keys move, Enter takes one.`);
  }

  #point() {
    if (!this.#items.length) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    [...this.list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === this.#active)));
    const active = this.list.children[this.#active];
    active.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", active.id);
  }

  #close() {
    this.#items = [];
    this.list.hidden = true;
    this.#point();
  }

  #take(at) {
    const [from, to] = this.#range;
    const { insert } = this.#items[at];
    const text = this.input.value;
    const after = text.slice(to).replace(/^ /, "");
    this.input.value = `${text.slice(0, from)}${insert} ${after}`;
    this.input.setSelectionRange(from + insert.length + 1, from + insert.length + 1);
    this.input.focus();
    this.#typed();
    this.#close();
  }

  #pressed(event) {
    if (event.isComposing) return;
    if (this.#items.length) {
      const last = this.#items.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.#active = (this.#active + step + last + 1) % (last + 1);
        this.#point();
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.#close();
        return;
      }
      const [from, to] = this.#range;
      const typed = this.input.value.slice(from, to).toLowerCase();
      const complete = typed === this.#items[this.#active].insert.toLowerCase();
      if (((event.key === "Enter" && !event.shiftKey) || (event.key === "Tab" && !event.shiftKey)) && !complete) {
        event.preventDefault();
        this.#take(this.#active);
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  async #submit() {
    const text = this.input.value;
    if (!text.trim()) return;
    const key = this.#key;
    const thread = this.#thread;
    this.#close();
    this.input.value = "";
    this.drafts.delete(key);
    this.replyTo(null);
    this.focus();
    this.#grow();
    this.#hint();
    const line = await this.send(text, thread);
    if (!line) return;
    // What could not be sent goes back into the box, unless something new stands there.
    if (!this.drafts.get(key)) this.drafts.set(key, text);
    if (key !== this.#key) return;
    if (!this.input.value) this.input.value = text;
    this.#grow();
    this.say(line);
  }
}
