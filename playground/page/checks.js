/** What Slack itself refuses before a form is sent: empty required fields, too short, too long. */

import { heldIn } from "./values.js";

const LONGEST = 3000;
const TEXTS = new Set(["plain_text_input", "email_text_input", "url_text_input"]);

/** The number of characters as people count them for a limit. */
export function length(text) {
  return [...(text ?? "")].length;
}

/** The most characters that a field takes. */
export function limitOf(element) {
  return TEXTS.has(element.type) ? (element.max_length ?? LONGEST) : null;
}

function isEmpty(value) {
  if (value && value.type === "rich_text") return false;
  return value === null || value === "" || (Array.isArray(value) && !value.length)
    || (typeof value === "string" && !value.trim());
}

function refusal(block, element, value) {
  if (isEmpty(value)) return block.optional ? null : "Please fill this in.";
  if (!TEXTS.has(element.type)) return null;
  const count = length(value);
  const most = limitOf(element);
  if (count > most) return `This has ${count} characters, ${count - most} more than the ${most} that fit here.`;
  const least = element.min_length ?? 0;
  if (count < least) return `Please write at least ${least} characters.`;
  return null;
}

/** The refusals of a form, by block id; empty when it can be sent. */
export function refusals(blocks, values) {
  const errors = {};
  for (const block of blocks) {
    if (block.type !== "input" || !block.element || !heldIn(block.element)) continue;
    const error = refusal(block, block.element, values.get(block, block.element));
    if (error) errors[block.block_id] = error;
  }
  return errors;
}
