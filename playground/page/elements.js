/** The things in a message, form or Home that can be pressed, chosen or filled in. */

import { confirmed } from "./confirm.js";
import { drawSelect, drawTicks } from "./choices.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { drawPicker, drawTextInput } from "./pickers.js";
import { literal, spoken } from "./texts.js";
import { heldIn } from "./values.js";

const NAMES = {
  static_select: "Choose", users_select: "Choose a person", conversations_select: "Choose a conversation",
  channels_select: "Choose a channel", multi_static_select: "Choose some", multi_users_select: "Choose people",
  multi_conversations_select: "Choose conversations", multi_channels_select: "Choose channels",
  radio_buttons: "Choose one", checkboxes: "Choose some", datepicker: "Date", timepicker: "Time",
  datetimepicker: "Date and time", plain_text_input: "Text",
};

/** One element; `label` names it where the block has no label of its own. */
export function drawElement(element, { block, dispatches, attributes = {}, label }, surface) {
  const key = `${surface.key}/${block.block_id}/${element.action_id}`;
  const name = [label, literal(element.placeholder)].filter(Boolean).join(": ") || NAMES[element.type];
  const field = {
    block,
    key,
    dispatches,
    attributes: {
      "data-key": key,
      ...(attributes["aria-labelledby"] || attributes.id ? {} : { "aria-label": name }),
      ...attributes,
    },
    changed: (value) => dispatches && send(element, block, { [heldIn(element)]: value }, surface),
  };
  switch (element.type) {
    case "button":
    case "workflow_button": return drawButton(element, field, surface);
    case "overflow": return drawOverflow(element, field, surface);
    case "static_select":
    case "users_select":
    case "conversations_select":
    case "channels_select": return drawSelect(element, field, surface);
    case "multi_static_select":
    case "multi_users_select":
    case "multi_conversations_select":
    case "multi_channels_select":
    case "radio_buttons":
    case "checkboxes": return drawTicks(element, field, surface);
    case "datepicker":
    case "timepicker":
    case "datetimepicker": return drawPicker(element, field, surface);
    case "plain_text_input":
    case "rich_text_input":
    case "number_input":
    case "email_text_input":
    case "url_text_input": return drawTextInput(element, field, surface);
    case "image": return drawPicture(element);
    default: return el("span", { class: "not-shown" }, `(${element.type}: not part of the playground)`);
  }
}

/** A picture's words; pictures from elsewhere are not fetched. */
export function drawPicture(image) {
  return el("span", { class: "picture", role: "img", "aria-label": image.alt_text },
    icon("picture"), ` ${image.alt_text}`);
}

async function send(element, block, fields, surface, pressed) {
  if (element.confirm && !(await confirmed(surface.layer(), element.confirm, surface.context))) return;
  pressed?.setAttribute("aria-busy", "true");
  try {
    await surface.dispatch(block, element, { type: element.type, ...fields });
  } finally {
    pressed?.removeAttribute("aria-busy");
  }
}

function drawButton(element, field, surface) {
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(surface.context.me)) return null;
  const button = el("button", {
    type: "button",
    class: ["button", element.style].filter(Boolean).join(" "),
    "data-key": field.key,
    "aria-label": element.accessibility_label,
    onclick: () => {
      if (element.url) window.open(element.url, "_blank", "noopener");
      send(element, field.block, { value: element.value }, surface, button);
    },
  }, literal(element.text));
  return button;
}

function drawOverflow(element, field, surface) {
  return menuButton({
    label: field.attributes["aria-label"] ?? "More",
    shown: icon("more"),
    key: field.key,
    items: (element.options ?? []).map((option) => ({
      label: spoken(option.text, surface.context),
      hint: spoken(option.description, surface.context),
      href: option.url,
      pick: () => send(element, field.block, { selected_option: option }, surface),
    })),
  });
}
