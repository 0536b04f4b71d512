/** What somebody typed, done: a message, one of Slack's own commands, or a command of the app. */

import * as api from "./api.js";

const byName = (list, name, nameOf) => list.find((one) => nameOf(one).toLowerCase() === name.toLowerCase());

/** Does what a typed line asks for; the answer may carry a `line` that explains. */
export async function runTyped({ directory, person, channel, text, thread }) {
  const [, command, rest] = /^(\/\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  if (!command) {
    return api.act(person, "message", { channel, text, ...(thread ? { thread_ts: thread } : {}) });
  }
  const known = directory.app.commands.some((one) => one.command === command);
  if (!known && command === "/invite") return invite(directory, person, channel, rest.trim());
  if (!known && command === "/join") return join(directory, person, rest.trim());
  if (!known && command === "/leave") return api.act(person, "leave", { channel });
  return api.act(person, "command", { channel, text });
}

function invite(directory, person, channel, rest) {
  const { app } = directory;
  const wanted = rest.replace(/^@/, "").toLowerCase();
  if (![app.name.toLowerCase(), directory.name(app.user_id)?.toLowerCase()].includes(wanted)) {
    return { ok: false, line: `Here only the app can be invited: /invite @${app.name}` };
  }
  return api.act(person, "invite_bot", { channel });
}

function join(directory, person, rest) {
  const found = byName([...directory.channels], rest.replace(/^#/, ""), ([, name]) => name);
  if (!found) return { ok: false, line: `There is no channel called ${rest || "that"} here.` };
  return api.act(person, "join", { channel: found[0] });
}
