/** A form in front of everything else: errors at their fields, and nothing typed is lost. */

import { drawBlocks } from "./blocks.js";
import { refusals } from "./checks.js";
import { el, keepingFocus, uid } from "./dom.js";
import { reachable, remember, trap } from "./focus.js";
import { icon } from "./icons.js";
import { literal } from "./texts.js";

/** The layer of forms over one person's screen; `update` follows what Slack has open. */
export class ModalLayer {
  #open = null;
  #drawn = null;
  #errors = {};
  #giveBack = null;

  constructor({ layer, behind, surfaceOf, submit, close, otherwise }) {
    Object.assign(this, { layer, behind, surfaceOf, submit, close, otherwise });
  }

  /** Shows the top form, or none. */
  update(modal) {
    if (!modal) {
      if (this.#open) this.#leave();
      return;
    }
    if (!this.#open) this.#giveBack = remember(document.body, this.otherwise);
    const another = this.#open?.id !== modal.id;
    if (another) this.#errors = modal.errors ?? {};
    this.#open = modal;
    const { title, submit, close, blocks } = modal.view;
    const signature = JSON.stringify([modal.id, modal.depth, title, submit, close, blocks]);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    this.#draw(another);
  }

  /** Draws the fields anew, with what was put into them. */
  redraw() {
    if (this.#open) this.#draw(false);
  }

  /** Says that sending did not work, and keeps everything. */
  trouble(line) {
    if (this.alert) this.alert.textContent = line;
  }

  /** Shows errors at their fields and goes to the first. */
  refuse(errors) {
    this.#errors = errors;
    this.#draw(false);
    const count = Object.keys(errors).length;
    this.trouble(count === 1 ? "One answer needs another look." : `${count} answers need another look.`);
    this.dialog.querySelector("[aria-invalid]")?.focus();
  }

  #leave() {
    this.#open = null;
    this.#drawn = null;
    this.#errors = {};
    this.layer.replaceChildren();
    this.behind.inert = false;
    this.#giveBack?.();
  }

  #draw(another) {
    const { id, view, depth } = this.#open;
    const surface = this.surfaceOf(id, this.#errors);
    surface.values.keepOnly(view.blocks);
    surface.values.know(view.state?.values);
    if (another) {
      this.layer.replaceChildren(this.#frame(id));
      this.behind.inert = true;
    }
    keepingFocus(this.dialog, () => {
      this.title.textContent = literal(view.title);
      this.back.hidden = depth < 2;
      this.body.replaceChildren(drawBlocks(view.blocks, surface));
      this.foot.replaceChildren(
        el("button", { type: "button", class: "button", "data-key": "modal/close", onclick: () => this.close(id) },
          literal(view.close) || (view.submit ? "Cancel" : "Close")),
        view.submit
          ? el("button", { type: "submit", class: "button primary", "data-key": "modal/submit" }, literal(view.submit))
          : "");
    });
    this.alert.textContent = "";
    if (another) this.#begin();
    // What had the focus may be gone from the new view; Escape must still reach the form.
    else if (document.activeElement === document.body) this.dialog.focus({ preventScroll: true });
  }

  #frame(id) {
    const title = uid("form-title");
    this.title = el("h2", { id: title });
    this.back = el("button", {
      type: "button", class: "button icon", "aria-label": "Back", "data-key": "modal/back",
      onclick: () => this.close(id),
    }, icon("back"));
    const shut = el("button", {
      type: "button", class: "button icon", "aria-label": "Close", "data-key": "modal/x",
      onclick: () => this.close(id, { everything: true }),
    }, icon("close"));
    this.alert = el("p", { class: "trouble", role: "alert" });
    this.body = el("div", { class: "dialog-body" });
    this.foot = el("footer", { class: "dialog-foot" });
    this.dialog = el("form", {
      class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": title, tabindex: "-1", novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        this.#send();
      },
    }, el("header", { class: "dialog-head" }, this.back, this.title, shut), this.body, this.alert, this.foot);
    trap(this.dialog, () => this.close(id));
    return el("div", { class: "shade" }, this.dialog);
  }

  #begin() {
    const first = this.body.querySelector("[data-first]") ?? reachable(this.body)[0];
    (first ?? this.dialog).focus({ preventScroll: true });
    this.body.scrollTop = 0;
  }

  async #send() {
    const { id, view } = this.#open;
    const button = this.foot.querySelector("[type=submit]");
    // Busy, not disabled: a disabled button would lose the focus.
    if (!button || button.getAttribute("aria-busy") === "true") return;
    const { values } = this.surfaceOf(id, {});
    const errors = refusals(view.blocks, values);
    if (Object.keys(errors).length) {
      this.refuse(errors);
      return;
    }
    this.#errors = {};
    button.setAttribute("aria-busy", "true");
    this.trouble("");
    try {
      await this.submit(id, values.state(view.blocks));
    } finally {
      button.removeAttribute("aria-busy");
    }
  }
}
