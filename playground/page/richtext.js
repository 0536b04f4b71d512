/** Block Kit's rich_text: sections, lists, quotes and preformatted text. */

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { filled } from "./dates.js";
import { link } from "./mrkdwn.js";

const STYLES = { bold: "b", italic: "i", strike: "s", underline: "u", code: "code" };

function styled(node, style) {
  let shown = node;
  for (const [name, tag] of Object.entries(STYLES)) if (style?.[name]) shown = el(tag, {}, shown);
  return shown;
}

function inlineOf(piece, context) {
  const { directory } = context;
  switch (piece.type) {
    case "text": return document.createTextNode(piece.text);
    case "link": return link(piece.url, piece.text ?? piece.url);
    case "user": return el("span", { class: "mention" }, `@${directory.name(piece.user_id) ?? "someone"}`);
    case "channel":
      return el("span", { class: "mention" }, `#${directory.channelName(piece.channel_id) ?? "private-channel"}`);
    case "broadcast": return el("span", { class: "mention mine" }, `@${piece.range}`);
    case "usergroup": return el("span", { class: "mention" }, "@group");
    case "emoji": return document.createTextNode(emoji(piece.name) ?? `:${piece.name}:`);
    case "date":
      return el("time", {}, filled(piece.format, piece.timestamp, context.now(), context.zone) ?? piece.fallback ?? "");
    case "color": return el("code", {}, piece.value);
    default: return document.createTextNode(piece.text ?? "");
  }
}

function inlines(pieces, context) {
  return (pieces ?? []).map((piece) => styled(inlineOf(piece, context), piece.style));
}

function part(element, context) {
  switch (element.type) {
    case "rich_text_list": {
      const items = element.elements.map((item) => el("li", {}, inlines(item.elements, context)));
      const level = Math.min(element.indent ?? 0, 5);
      return el(element.style === "ordered" ? "ol" : "ul", {
        class: `indent-${level}`,
        start: element.style === "ordered" && element.offset ? element.offset + 1 : null,
      }, items);
    }
    case "rich_text_quote": return el("blockquote", {}, inlines(element.elements, context));
    case "rich_text_preformatted": return el("pre", {}, inlines(element.elements, context));
    default: return el("div", { class: "rich-section" }, inlines(element.elements, context));
  }
}

/** A rich_text block as nodes. */
export function drawRichText(block, context) {
  return el("div", { class: "rich-text" }, (block.elements ?? []).map((element) => part(element, context)));
}

/** Typed text as the rich_text that Slack makes of it; null when empty. */
export function richTextOf(text) {
  if (!text) return null;
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  };
}

/** The words of a rich_text, for a field that starts with one. */
export function wordsOf(rich) {
  const words = (piece) => piece.text ?? (piece.elements ?? []).map(words).join("");
  return rich ? (rich.elements ?? []).map(words).join("\n") : "";
}
