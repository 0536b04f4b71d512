/** Elements that choose: menus of options, people and channels, radio buttons, checkboxes. */

import { el, uid } from "./dom.js";
import { drawText, literal, spoken } from "./texts.js";

/** The options of a select, in their groups. */
function groups(element) {
  if (element.option_groups) return element.option_groups.map((group) => [literal(group.label), group.options]);
  return [[null, element.options ?? []]];
}

/** People and channels as options whose value is the id. */
function listed(element, surface) {
  const { directory } = surface.context;
  if (element.type.includes("users_select")) {
    return directory.people
      .filter((person) => !person.deleted)
      .map((person) => ({ value: person.id, label: `${directory.realName(person.id)} (@${person.name})` }));
  }
  return surface
    .conversations()
    .filter((one) => isOffered(one, element, directory))
    .map((one) => ({ value: one.id, label: named(one, directory.title(one, surface.context.me)) }));
}

function isOffered(conversation, element, directory) {
  if (element.type.includes("channels_select")) return conversation.kind === "channel";
  const { include, exclude_bot_users: withoutBots } = element.filter ?? {};
  const kind = conversation.kind === "channel" ? "public" : conversation.kind;
  if (include && !include.includes(kind)) return false;
  return !(withoutBots && kind === "im" && conversation.members.some((id) => directory.byId.get(id)?.is_bot));
}

function named(conversation, title) {
  if (conversation.kind === "channel") return `#${title}`;
  return conversation.kind === "private" ? `${title} (private)` : title;
}

function byId(element) {
  return /users_select|conversations_select|channels_select/.test(element.type);
}

/** A drop-down; opening it by arrow key shows the list first, so that looking does not choose. */
export function drawSelect(element, field, surface) {
  const chosen = surface.values.get(field.block, element);
  const ids = byId(element);
  const current = ids ? chosen : chosen?.value;
  const empty = el("option", { value: "" }, literal(element.placeholder) || "Choose…");
  const options = new Map();
  const optionOf = (option) => {
    options.set(option.value, option);
    return el("option", { value: option.value, selected: option.value === current },
      option.label ?? spoken(option.text, surface.context));
  };
  const contents = ids
    ? listed(element, surface).map(optionOf)
    : groups(element).map(([label, some]) =>
        label === null ? some.map(optionOf) : el("optgroup", { label }, some.map(optionOf)));
  const select = el("select", {
    ...field.attributes,
    class: "field",
    onchange: () => {
      const picked = select.value;
      const value = picked === "" ? null : ids ? picked : bareOption(options.get(picked));
      surface.values.set(field.block, element, value);
      if (value !== null) field.changed(value);
    },
    onkeydown: (event) => {
      if (!field.dispatches || !["ArrowDown", "ArrowUp"].includes(event.key) || !select.showPicker) return;
      event.preventDefault();
      select.showPicker();
    },
  }, empty, contents);
  if (current === null || current === undefined) select.value = "";
  return select;
}

function bareOption({ text, value, description }) {
  return description ? { text, value, description } : { text, value };
}

/** One of a few, or several of some, each with its own label. */
export function drawTicks(element, field, surface) {
  const ids = byId(element);
  const single = element.type === "radio_buttons";
  const options = ids ? listed(element, surface) : groups(element).flatMap(([, some]) => some);
  const chosen = surface.values.get(field.block, element);
  const isChosen = (option) =>
    single ? chosen?.value === option.value : (chosen ?? []).some((one) => (ids ? one : one.value) === option.value);
  const name = uid("ticks");
  const most = element.max_selected_items;
  const box = el("div", {
    ...field.attributes,
    class: element.type.startsWith("multi_") ? "ticks many" : "ticks",
    role: single ? "radiogroup" : "group",
    "data-key": null,
  }, options.map((option) => {
    const described = option.description ? uid("option") : null;
    const input = el("input", {
      type: single ? "radio" : "checkbox", name, value: option.value, checked: isChosen(option),
      "aria-describedby": described, "data-key": `${field.key}/${option.value}`, onchange: changed,
    });
    return el("label", { class: "tick" }, input,
      el("span", {}, option.label ?? drawText(option.text, surface.context),
        option.description ? el("small", { id: described }, drawText(option.description, surface.context)) : null));
  }), most ? el("small", { class: "hint" }, `Up to ${most}.`) : null);

  function changed(event) {
    const ticked = [...box.querySelectorAll("input:checked")];
    if (most && ticked.length > most) {
      event.target.checked = false;
      return;
    }
    const picked = ticked.map((input) => options.find((option) => option.value === input.value));
    const plain = picked.map((option) => (ids ? option.value : bareOption(option)));
    const value = single ? (plain[0] ?? null) : plain;
    surface.values.set(field.block, element, value);
    field.changed(value);
  }
  return box;
}
