/** Whether the bot runs, and killing or starting it to see that nothing is lost. */

import * as api from "./api.js";
import { announce } from "./announce.js";
import { el, unseen } from "./dom.js";

const WORDS = { up: "Running", down: "Stopped", starting: "Starting" };

/** The bot's state with its one button; `update` follows the server. */
export class BotState {
  #state = null;

  constructor(app) {
    this.app = app;
    this.words = el("span", { class: "bot-words" });
    this.lamp = el("span", { class: "lamp", "aria-hidden": "true" });
    this.button = el("button", { type: "button", class: "button", onclick: () => this.#press() });
    this.node = el("section", {
      class: "bot-state", "aria-label": "Bot", title: `Whether ${app.name} runs`,
    }, this.lamp, this.words, this.button);
  }

  /** Takes over what the server says. */
  update({ state, managed }) {
    if (this.#state && this.#state !== state) announce(`${this.app.name}: ${WORDS[state]}.`);
    this.#state = state;
    this.lamp.className = `lamp ${state}`;
    this.words.replaceChildren(unseen(`${this.app.name}: `), WORDS[state] ?? state);
    this.button.hidden = !managed;
    this.button.textContent = state === "down" ? "Start the bot" : "Kill the bot";
  }

  async #press() {
    const answer = await api.tellBot(this.#state === "down" ? "start" : "kill");
    if (!answer.ok) this.words.textContent = "That did not work; please try again.";
  }
}
