/** Block Kit's text objects: mrkdwn formats, plain text stays as it is. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { draw, plain } from "./mrkdwn.js";

/** A text object as nodes. */
export function drawText(object, context) {
  if (!object) return "";
  if (typeof object === "string") return object;
  if (object.type === "mrkdwn") {
    return el("span", { class: "mrkdwn" }, draw(object.text, context, { verbatim: object.verbatim === true }));
  }
  return el("span", { class: "plain" }, literal(object));
}

/** A plain text object as a string. */
export function literal(object) {
  if (!object) return "";
  if (typeof object === "string") return object;
  return object.emoji === false ? object.text : withEmoji(object.text);
}

/** Any text object as a string without formatting, for labels that are only heard. */
export function spoken(object, context) {
  return object?.type === "mrkdwn" ? plain(object.text, context) : literal(object);
}
