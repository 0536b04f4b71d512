/** What each person has typed but not sent yet, kept while the page shows somebody else. */

import { Values } from "./values.js";

const everybody = new Map();

/** One person's unsent words: `values(key)` for fields, `drafts` for messages by conversation. */
export function memoryOf(person) {
  if (!everybody.has(person)) {
    const fields = new Map();
    everybody.set(person, {
      drafts: new Map(),
      values(key) {
        if (!fields.has(key)) fields.set(key, new Values());
        return fields.get(key);
      },
    });
  }
  return everybody.get(person);
}
