/** What a person has put into the fields of one message, form or Home; it outlives a redraw. */

/** The field that holds an element's value, by element type. */
const HELD = {
  plain_text_input: "value",
  number_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  rich_text_input: "rich_text_value",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
  users_select: "selected_user",
  multi_users_select: "selected_users",
  conversations_select: "selected_conversation",
  multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel",
  multi_channels_select: "selected_channels",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
};

/** The field that holds the element's value (`selected_date`, …); undefined where it holds none. */
export function heldIn(element) {
  return HELD[element.type];
}

/** The value that an element starts with, as Slack reports it. */
export function initialOf(element) {
  switch (element.type) {
    case "static_select":
    case "external_select":
    case "radio_buttons": return element.initial_option ?? null;
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes": return element.initial_options ?? [];
    case "users_select": return element.initial_user ?? null;
    case "multi_users_select": return element.initial_users ?? [];
    case "conversations_select": return element.initial_conversation ?? null;
    case "multi_conversations_select": return element.initial_conversations ?? [];
    case "channels_select": return element.initial_channel ?? null;
    case "multi_channels_select": return element.initial_channels ?? [];
    case "datepicker": return element.initial_date ?? null;
    case "timepicker": return element.initial_time ?? null;
    case "datetimepicker": return element.initial_date_time ?? null;
    default: return element.initial_value ?? null;
  }
}

/** A plain value as this element holds it: an option for its value, anything else as it is. */
function chosenBy(element, value) {
  const held = heldIn(element);
  const options = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  const option = (one) => {
    const { text, value: of, description } = options.find((each) => each.value === one) ?? {};
    return description ? { text, value: of, description } : { text, value: of };
  };
  if (held === "selected_option") return option(value);
  return held === "selected_options" ? value.map(option) : value;
}

/** Every element of some blocks that can be used, with the block it stands in. */
export function* elementsOf(blocks) {
  for (const block of blocks ?? []) {
    if (block.accessory) yield { block, element: block.accessory };
    if (block.element) yield { block, element: block.element };
    for (const element of block.elements ?? []) if (element.action_id) yield { block, element };
    for (const element of Array.isArray(block.actions) ? block.actions : []) yield { block, element };
    yield* elementsOf(block.child_blocks);
  }
}

/** The values of one surface, by block and action. */
export class Values {
  #typed = new Map();
  #known = {};

  /** Takes over what Slack knows of these fields; what was typed here since goes first. */
  know(state) {
    this.#known = state ?? {};
  }

  /** What stands in a field now. */
  get(block, element) {
    const key = this.#key(block, element);
    if (this.#typed.has(key)) return this.#typed.get(key);
    const known = this.#known[block.block_id]?.[element.action_id];
    return known?.type === element.type ? known[heldIn(element)] : initialOf(element);
  }

  /** Keeps what somebody put into a field. */
  set(block, element, value) {
    this.#typed.set(this.#key(block, element), value);
  }

  /** Puts in what somebody is about to send, `{block_id: {action_id: value}}`, by plain values. */
  put(blocks, given) {
    for (const { block, element } of elementsOf(blocks)) {
      const value = given[block.block_id]?.[element.action_id];
      if (value !== undefined) this.set(block, element, chosenBy(element, value));
    }
  }

  /** Forgets the fields that these blocks no longer have. */
  keepOnly(blocks) {
    const there = new Set([...elementsOf(blocks)].map(({ block, element }) => this.#key(block, element)));
    for (const key of this.#typed.keys()) if (!there.has(key)) this.#typed.delete(key);
  }

  /** The state of these blocks as Slack sends it: `{block_id: {action_id: {type, …}}}`. */
  state(blocks) {
    const state = {};
    for (const { block, element } of elementsOf(blocks)) {
      const held = heldIn(element);
      if (!held) continue;
      state[block.block_id] ??= {};
      state[block.block_id][element.action_id] = { type: element.type, [held]: this.get(block, element) };
    }
    return state;
  }

  #key(block, element) {
    return `${block.block_id}\n${element.action_id}`;
  }
}
