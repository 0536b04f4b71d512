/** The question before something that cannot be taken back. */

import { el, uid } from "./dom.js";
import { remember, trap } from "./focus.js";
import { drawText, literal } from "./texts.js";

/** Asks inside `layer`; the answer is true or false. */
export function confirmed(layer, question, context) {
  const giveBack = remember(document.body, () => null);
  return new Promise((resolve) => {
    const title = uid("confirm-title");
    const body = uid("confirm-text");
    const settle = (answer) => {
      shade.remove();
      giveBack();
      resolve(answer);
    };
    const deny = el("button", { type: "button", class: "button", onclick: () => settle(false) },
      literal(question.deny) || "Cancel");
    const style = question.style === "danger" ? "danger" : "primary";
    const dialog = el("div", {
      class: "dialog small", role: "alertdialog", "aria-modal": "true", tabindex: "-1",
      "aria-labelledby": title, "aria-describedby": body,
    },
      el("header", { class: "dialog-head" }, el("h2", { id: title }, literal(question.title) || "Are you sure?")),
      el("div", { class: "dialog-body", id: body }, drawText(question.text, context)),
      el("footer", { class: "dialog-foot" },
        deny,
        el("button", { type: "button", class: `button ${style}`, onclick: () => settle(true) },
          literal(question.confirm) || "Yes")));
    const shade = el("div", { class: "shade" }, dialog);
    trap(dialog, () => settle(false));
    layer.append(shade);
    deny.focus();
  });
}
