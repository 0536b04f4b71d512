/** Block Kit's blocks as nodes; a kind that the page does not know says so instead of vanishing. */

import { el, uid } from "./dom.js";
import { drawElement, drawPicture } from "./elements.js";
import { icon } from "./icons.js";
import { draw } from "./mrkdwn.js";
import { drawRichText } from "./richtext.js";
import { drawText, literal, spoken } from "./texts.js";

/** All blocks of a surface. */
export function drawBlocks(blocks, surface) {
  return el("div", { class: "blocks" }, (blocks ?? []).map((block) => drawBlock(block, surface)));
}

function drawBlock(block, surface) {
  const { context } = surface;
  switch (block.type) {
    case "section": return section(block, surface);
    case "header": return header(block, surface);
    case "divider": return el("hr");
    case "context":
      return el("div", { class: "context" }, block.elements.map((one) =>
        one.type === "image" ? drawPicture(one) : el("span", {}, drawText(one, context))));
    case "actions":
    case "context_actions": return actions(block, block.elements, surface);
    case "input": return input(block, surface);
    case "image":
      return el("figure", {}, block.title ? el("figcaption", {}, literal(block.title)) : null, drawPicture(block));
    case "rich_text": return drawRichText(block, context);
    case "alert":
      return el("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, drawText(block.text, context));
    case "markdown": return el("div", { class: "mrkdwn" }, draw(block.text, context));
    case "card": return card(block, surface);
    case "carousel":
      return el("div", { class: "carousel" }, block.elements.map((one) => card(one, surface)));
    case "container": return container(block, surface);
    case "table":
    case "data_table": return table(block, surface);
    case "data_visualization": return chart(block);
    case "video":
      return el("p", {}, el("b", {}, literal(block.title)), ` ${literal(block.description)}`);
    default: return el("p", { class: "not-shown" }, `(A “${block.type}” block: not shown in the playground.)`);
  }
}

/** Headings of blocks stand below those of the surface that they are in. */
function header(block, surface) {
  const level = Math.min(6, surface.level + (block.level ?? 1));
  return el(`h${level}`, { class: "block-header" }, literal(block.text));
}

function actions(block, elements, surface) {
  return el("div", { class: "actions" },
    elements.map((element) => drawElement(element, { block, dispatches: true }, surface)));
}

/** How much room a section's accessory wants. */
function room(accessory) {
  if (/checkboxes|radio_buttons|multi_/.test(accessory.type)) return "section wide";
  return accessory.type === "overflow" ? "section narrow" : "section";
}

function section(block, surface) {
  const { context } = surface;
  const label = spoken(block.text, context).split("\n")[0].slice(0, 80);
  const words = el("div", { class: "section-words" },
    block.text ? el("div", {}, drawText(block.text, context)) : null,
    block.fields
      ? el("div", { class: "fields" }, block.fields.map((field) => el("div", {}, drawText(field, context))))
      : null);
  if (!block.accessory) return el("div", { class: "section" }, words);
  const accessory = block.accessory.type === "image"
    ? drawPicture(block.accessory)
    : drawElement(block.accessory, { block, dispatches: true, label }, surface);
  return el("div", { class: room(block.accessory) }, words, el("div", { class: "accessory" }, accessory));
}

const GROUPED = /^(checkboxes|radio_buttons|multi_)/;

function input(block, surface) {
  const error = surface.errors?.[block.block_id];
  const field = uid("field");
  const label = uid("label");
  const hint = block.hint ? uid("hint") : null;
  const wrong = error ? uid("error") : null;
  const grouped = GROUPED.test(block.element.type);
  const attributes = {
    id: field,
    ...(grouped ? { "aria-labelledby": label } : {}),
    "aria-describedby": [wrong, hint].filter(Boolean).join(" ") || null,
    "aria-invalid": error ? "true" : null,
    "aria-required": block.optional || block.element.type === "checkboxes" ? null : "true",
  };
  const words = [
    literal(block.label),
    block.optional ? el("span", { class: "optional" }, " (optional)") : null,
  ];
  return el("div", { class: error ? "input wrong" : "input", "data-block": block.block_id },
    grouped ? el("div", { class: "label", id: label }, words) : el("label", { class: "label", for: field }, words),
    drawElement(block.element, { block, dispatches: block.dispatch_action === true, attributes }, surface),
    error ? el("p", { class: "error", id: wrong }, icon("warning"), " ", error) : null,
    hint ? el("p", { class: "hint", id: hint }, literal(block.hint)) : null);
}

function card(block, surface) {
  const { context } = surface;
  const part = (name, tag) => (block[name] ? el(tag, { class: `card-${name}` }, drawText(block[name], context)) : null);
  return el("div", { class: "card" },
    block.hero_image ? drawPicture(block.hero_image) : null,
    part("title", "b"), part("subtitle", "div"), part("body", "div"), part("subtext", "small"),
    block.actions?.length ? actions(block, block.actions, surface) : null);
}

function container(block, surface) {
  const inside = [drawBlocks(block.child_blocks, surface)];
  const subtitle = block.subtitle ? el("small", {}, ` ${literal(block.subtitle)}`) : null;
  const title = [el("b", {}, literal(block.title)), subtitle];
  if (!block.is_collapsible) return el("div", { class: "card" }, el("div", {}, title), inside);
  return el("details", { class: "card", open: !block.default_collapsed }, el("summary", {}, title), inside);
}

function cell(one, surface) {
  if (one?.type === "rich_text") return drawRichText(one, surface.context);
  if (one?.type === "raw_number") return String(one.value ?? one.text ?? "");
  return one?.text === undefined ? "" : drawText(one, surface.context);
}

function table(block, surface) {
  const [head, ...rows] = block.rows ?? [];
  const label = literal(block.caption) || "Table";
  return el("div", { class: "table-holder", tabindex: "0", role: "region", "aria-label": label },
    el("table", {},
      block.caption ? el("caption", {}, literal(block.caption)) : null,
      el("thead", {}, el("tr", {}, (head ?? []).map((one) => el("th", { scope: "col" }, cell(one, surface))))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((one) => el("td", {}, cell(one, surface))))))));
}

/** A chart as the table behind it: the playground shows the numbers, not the drawing. */
function chart(block) {
  const { segments, series } = block.chart ?? {};
  const rows = segments
    ? segments.map(({ label, value }) => [label, value])
    : (series ?? []).flatMap(({ name, data }) => data.map(({ label, value }) => [`${name}, ${label}`, value]));
  return el("table", {}, el("caption", {}, block.title),
    el("tbody", {}, rows.map(([label, value]) =>
      el("tr", {}, el("th", { scope: "row" }, label), el("td", {}, String(value))))));
}
