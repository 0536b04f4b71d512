/** The workspace's clock: what time it is there, and moving on. */

import * as api from "./api.js";
import { announce } from "./announce.js";
import { fullMoment, localMoment, momentIn } from "./dates.js";
import { el, uid } from "./dom.js";

const TICK = 5000;

/** The clock and its buttons; `update` follows the server, `now()` is the workspace's time. */
export class Clock {
  #ahead = 0;
  #asking = false;
  #moving = false;
  #stands = null;

  constructor(zone) {
    this.zone = zone;
    const field = uid("clock");
    this.time = el("time", { class: "clock-time" });
    this.progress = el("progress", { "aria-label": "Moving the clock", hidden: true });
    this.problem = el("span", { class: "trouble", role: "alert" });
    this.date = el("input", { type: "datetime-local", id: field, class: "field" });
    this.buttons = [
      this.#button("Next morning", { morning: true }, "To the next school-day morning"),
      this.#button("Next thing that happens", { next: true }, "To the next moment for which something is planned"),
    ];
    this.goTo = el("button", { type: "submit", class: "button" }, "Go there");
    this.pick = el("details", { class: "pick" },
      el("summary", { class: "button" }, "Pick a date"),
      el("form", {
        class: "pick-form",
        onsubmit: (event) => {
          event.preventDefault();
          const to = momentIn(zone, this.date.value);
          if (!to) return;
          if (to > this.now()) this.#move({ to: to.toISOString() });
          else this.problem.textContent = "The clock only moves forward. Pick a later moment.";
        },
      }, el("label", { for: field }, "Move the clock to"), this.date, this.goTo));
    this.pick.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.pick.open) return;
      this.pick.open = false;
      this.pick.querySelector("summary").focus();
    });
    this.pick.addEventListener("toggle", () => {
      if (this.pick.open) this.date.value = localMoment(this.now(), zone);
    });
    this.node = el("section", { class: "clock", "aria-label": "Clock" },
      this.time, this.progress,
      this.buttons, this.pick, this.problem);
    this.#show();
    setInterval(() => this.#show(), TICK);
  }

  /** The time in the workspace. */
  now = () => this.#stands ?? new Date(Date.now() + this.#ahead);

  /** Takes over what the server says. */
  update({ now, moving, still = this.#stands !== null }) {
    this.#ahead = Date.parse(now) - Date.now();
    this.#stands = still ? new Date(now) : null;
    this.#moving = moving;
    this.#show();
  }

  #button(name, where, title) {
    return el("button", { type: "button", class: "button", title, onclick: () => this.#move(where) }, name);
  }

  async #move(where) {
    if (this.#asking || this.#moving) return;
    this.#asking = true;
    this.problem.textContent = "";
    this.pick.open = false;
    this.#show();
    const answer = await api.moveClock(where);
    this.#asking = false;
    if (answer.ok) {
      this.update({ now: answer.now, moving: false });
      announce(`The clock says ${fullMoment(this.now(), this.zone)}.`);
    } else {
      this.problem.textContent = refusal(answer.error);
      this.#show();
    }
  }

  #show() {
    const busy = this.#asking || this.#moving;
    this.time.textContent = fullMoment(this.now(), this.zone);
    this.time.dateTime = this.now().toISOString();
    this.progress.hidden = !busy;
    for (const button of [...this.buttons, this.goTo]) {
      // aria-disabled keeps the focus on the pressed button while the clock moves.
      button.setAttribute("aria-disabled", String(busy));
    }
    this.node.setAttribute("aria-busy", String(busy));
  }
}

function refusal(error) {
  const lines = {
    bot_busy: "The bot did not come to rest, so the clock stays where it is.",
    nothing_planned: "Nothing is planned, so there is nothing to move to.",
    playground_gone: "The playground does not answer.",
  };
  return Object.hasOwn(lines, error) ? lines[error] : `The clock did not move (${String(error)}).`;
}
