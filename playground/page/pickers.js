/** Elements that take a text, a date or a time. */

import { el, uid } from "./dom.js";
import { length, limitOf } from "./checks.js";
import { localMoment, momentIn } from "./dates.js";
import { richTextOf, wordsOf } from "./richtext.js";
import { literal } from "./texts.js";

const KINDS = { email_text_input: "email", url_text_input: "url", number_input: "number" };

/** A text field; its limit is counted aloud near the end, and nothing is ever cut. */
export function drawTextInput(element, field, surface) {
  const rich = element.type === "rich_text_input";
  const many = element.multiline || rich;
  const stored = surface.values.get(field.block, element);
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const most = limitOf(element);
  const count = most === null || most === 3000 ? null : el("small", { class: "count", id: uid("count") });
  const described = [field.attributes["aria-describedby"], count?.id].filter(Boolean).join(" ");
  const input = el(many ? "textarea" : "input", {
    ...field.attributes,
    "aria-describedby": described || null,
    class: "field",
    type: many ? null : (KINDS[element.type] ?? "text"),
    rows: many ? 4 : null,
    // The browser's own checks would cut or block without a word; ours say what is wrong.
    inputmode: element.type === "number_input" ? "decimal" : null,
    step: element.is_decimal_allowed ? "any" : null,
    placeholder: literal(element.placeholder) || null,
    autocomplete: "off",
    dir: "auto",
    oninput: () => {
      surface.values.set(field.block, element, rich ? richTextOf(input.value) : input.value || null);
      show();
      if (field.dispatches && when.includes("on_character_entered")) field.changed(input.value);
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.isComposing || (many && event.shiftKey)) return;
      if (!field.dispatches || !when.includes("on_enter_pressed")) return;
      event.preventDefault();
      field.changed(input.value);
    },
  });
  input.value = rich ? wordsOf(stored) : (stored ?? "");
  function show() {
    if (!count) return;
    const left = most - length(input.value);
    count.textContent = left < 0 ? `${-left} too many (at most ${most})` : `${length(input.value)} of ${most}`;
    count.classList.toggle("over", left < 0);
  }
  show();
  if (element.focus_on_load) input.dataset.first = "yes";
  return count ? el("div", { class: "counted" }, input, count) : input;
}

/** A date, a time, or both; both together are a moment in the person's own zone. */
export function drawPicker(element, field, surface) {
  const zone = surface.context.zone;
  const type = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" }[element.type];
  const stored = surface.values.get(field.block, element);
  let typing = false;
  let told = stored;
  const tell = () => {
    typing = false;
    const value = read();
    if (value === null || value === told) return;
    told = value;
    field.changed(value);
  };
  const input = el("input", {
    ...field.attributes, class: "field", type,
    onkeydown: (event) => {
      typing = event.key !== "Enter";
      if (event.key === "Enter" && field.dispatches) {
        event.preventDefault();
        tell();
      }
    },
    onpointerdown: () => {
      typing = false;
    },
    onchange: () => {
      surface.values.set(field.block, element, read());
      // While digits are being typed each is a change; wait until the person moves on.
      if (!typing) tell();
    },
    onblur: tell,
  });
  function read() {
    if (!input.value) return null;
    if (element.type !== "datetimepicker") return input.value;
    return Math.floor(momentIn(zone, input.value).getTime() / 1000);
  }
  const shown = element.type === "datetimepicker" && stored ? localMoment(new Date(stored * 1000), zone) : stored;
  input.value = shown ?? "";
  const zoneShown = element.timezone ?? (element.type === "datetimepicker" ? zone : null);
  if (!zoneShown) return input;
  return el("span", { class: "with-zone" }, input, el("small", { class: "hint" }, zoneShown.replaceAll("_", " ")));
}
