/** The tour's strip: which line comes next, what is happening, how far it is, and the scoreboard. */

import * as api from "./api.js";
import { announce } from "./announce.js";
import { el, unseen } from "./dom.js";
import { oneAtATime } from "./live.js";

const LOOK_AGAIN = 300;
const LOOKS = 5;
const PACES = { calm: "Calmly", brisk: "Briskly", at_once: "At once" };

/** What a guide shows of this workspace; `watch(scene)` turns the page to it. */
export class GuideStrip {
  #shown = null;
  #scene = 0;
  #beginning = false;

  constructor({ directory, watch }) {
    Object.assign(this, { directory, watch });
    const button = (label, wish, kind = "") => el("button", {
      type: "button", class: `button ${kind}`, onclick: () => this.#ask(wish()),
    }, label);
    this.title = el("h2", {});
    this.bar = el("progress", { "aria-label": "How far the tour is" });
    this.count = el("span", { class: "guide-count" });
    this.pace = el("select", {
      class: "field", "aria-label": "How fast it is played",
      onchange: () => this.#ask({ do: "pace", pace: this.pace.value }),
    });
    this.next = button("Next", () => ({ do: "next" }), "primary");
    this.play = button("Play on", () => ({ do: this.#shown.playing ? "pause" : "play" }));
    this.again = button("Begin again", () => ({ do: "again" }), "quiet");
    this.leave = button("Leave the tour", () => ({ do: "leave" }), "quiet");
    this.now = el("p", { class: "guide-now" });
    this.note = el("p", { class: "guide-note", role: "status" });
    this.coming = el("p", { class: "guide-coming" });
    this.board = el("div", { class: "guide-board" });
    this.trouble = el("p", { class: "trouble", role: "alert" });
    this.node = el("section", { class: "guide", "aria-label": "Tour", hidden: true },
      el("div", { class: "guide-head" }, this.title,
        el("span", { class: "guide-bar" }, this.bar, this.count),
        el("span", { class: "guide-ways" }, this.pace, this.again, this.leave)),
      el("div", { class: "guide-lines" },
        el("div", { class: "guide-words" }, this.now, this.note, this.coming, this.trouble, this.board),
        el("div", { class: "guide-buttons" }, this.next, this.play)));
    this.look = oneAtATime(() => this.#look());
  }

  /** Whether somebody guides here. */
  get here() {
    return this.#shown !== null;
  }

  /** Whether the playground answers; a guided one that does not is gone for good. */
  connected(connected) {
    if (connected) this.look();
    else if (this.here && !this.#beginning) this.#over();
  }

  async #ask(wish) {
    if (wish.do === "again") this.#beginning = true;
    const answer = await api.askGuide(wish);
    if (wish.do === "leave" && this.#shown.back) await this.#goBack();
    else if (wish.do === "leave" || !answer.ok) this.#over();
    else if (this.#beginning) this.#beginAgain();
  }

  /** Goes back once the tour's workspace is gone, so that nobody is led into it again. */
  async #goBack() {
    this.#beginning = true;
    this.#say("The tour ends…");
    for (let look = 0; look < LOOKS; look += 1) {
      const there = await api.guide().then(() => true, () => false);
      if (!there) break;
      await new Promise((done) => setTimeout(done, LOOK_AGAIN));
    }
    location.assign(this.#shown.back);
  }

  /** The new workspace comes to the address of the old one. */
  async #beginAgain() {
    this.#say("The tour begins again, in a new workspace.");
    for (const button of [this.next, this.play, this.again, this.leave]) button.hidden = true;
    let gone = false;
    for (;;) {
      await new Promise((done) => setTimeout(done, LOOK_AGAIN));
      const there = await api.guide().catch(() => null);
      gone ||= there === null;
      if (gone && there) break;
    }
    history.replaceState(null, "", location.pathname);
    location.reload();
  }

  async #look() {
    const shown = await api.guide().catch(() => null);
    if (!shown) {
      if (this.here && !this.#beginning) this.#over();
      return;
    }
    const idle = this.#shown?.busy && !shown.busy;
    this.#shown = shown;
    document.body.classList.add("guided");
    this.#draw();
    const { scene } = shown;
    if (scene && scene.n !== this.#scene) {
      this.#scene = scene.n;
      await this.watch(scene);
    }
    // What was played took the keyboard along; it comes back to where the next line is asked for.
    if (idle && !shown.playing && !this.node.contains(document.activeElement)) this.next.focus({ preventScroll: true });
  }

  #draw() {
    const { name, of, done, ready, busy, playing, pace, paces, line, next, note, trouble, board } = this.#shown;
    this.node.hidden = false;
    this.title.textContent = name;
    this.bar.max = of;
    this.bar.value = done;
    this.count.textContent = `${done} of ${of}`;
    if (this.pace.options.length !== paces.length) {
      this.pace.replaceChildren(...paces.map((one) => el("option", { value: one }, PACES[one] ?? one)));
    }
    this.pace.value = pace;
    const over = Boolean(board || trouble);
    this.pace.hidden = over;
    this.next.hidden = over;
    this.play.hidden = over;
    this.next.textContent = busy && ready ? "Skip ahead" : "Next";
    this.play.textContent = playing ? "Pause" : "Play on";
    for (const button of [this.next, this.play]) button.setAttribute("aria-disabled", String(!ready));
    this.now.hidden = !line || Boolean(board);
    this.now.replaceChildren(...(line ? this.#line(line) : []));
    this.#say(note ?? "");
    this.coming.hidden = !next || over;
    this.coming.replaceChildren(...(next ? [el("span", { class: "guide-tag" }, "Next"), ...this.#line(next)] : []));
    this.trouble.textContent = trouble ?? "";
    this.node.setAttribute("aria-busy", String(busy));
    if (board && !this.board.children.length) this.#score(board);
  }

  #say(note) {
    if (this.note.textContent !== note) this.note.textContent = note;
    this.note.hidden = !note;
  }

  #line({ when, who, does, then }) {
    return [el("time", {}, when), who ? el("b", {}, ` ${this.directory.firstName(who)}`) : "", ` ${does}`,
      then ? el("span", { class: "guide-then" }, `, ${then}`) : ""].filter(Boolean);
  }

  #score({ counts, wrong, clean, verdict }) {
    this.board.replaceChildren(
      el("p", { class: clean ? "guide-verdict" : "guide-verdict trouble" }, verdict),
      el("dl", {}, counts.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)))),
      wrong.length ? el("ul", {}, wrong.map((one) => el("li", {}, one))) : "");
    announce(verdict);
  }

  #over() {
    const { back } = this.#shown;
    this.next.hidden = this.play.hidden = this.again.hidden = this.leave.hidden = this.pace.hidden = true;
    this.coming.hidden = true;
    this.#say("");
    this.trouble.replaceChildren("The tour is over and its workspace is gone. ",
      back ? el("a", { href: back }, "Back to your own workspace") : "Start it anew where you started it.");
  }
}

/** The button that opens the tour, with what it does said beside it; empty where none is offered. */
export async function tourOffer() {
  const { offered, url } = await api.tour().catch(() => ({ offered: false }));
  if (!offered) return null;
  const said = el("span", { class: "tour-said", role: "status" });
  const button = el("button", {
    type: "button", class: "button primary",
    onclick: async () => {
      if (button.getAttribute("aria-busy") === "true") return;
      button.setAttribute("aria-busy", "true");
      said.textContent = "Opening a workspace for it…";
      const answer = await api.openTour();
      if (answer.ok) location.assign(answer.url);
      else said.textContent = "The tour did not open. The terminal says why; you can try again.";
      button.removeAttribute("aria-busy");
    },
  }, url ? "Go on with the tour" : "Take the tour", unseen(" in a workspace of its own"));
  return el("span", { class: "tour-offer" }, button, said);
}
