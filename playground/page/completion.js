/** What could be meant while somebody types: commands after a slash, people after @, channels after #. */

const MOST = 14;

function starting(list, typed, nameOf) {
  const wanted = typed.toLowerCase();
  return list.filter((one) => nameOf(one).some((name) => name.toLowerCase().startsWith(wanted))).slice(0, MOST);
}

/** What Slack itself does after a slash. */
export const OWN_COMMANDS = [
  { command: "/invite", description: "Bring the app into this channel", usage_hint: "@name" },
  { command: "/join", description: "Become a member of a channel", usage_hint: "#channel" },
  { command: "/leave", description: "Leave this channel", usage_hint: "" },
];

/** The suggestions for a text and a cursor: where they go, and each with label and hint. */
export function suggestions(text, cursor, directory) {
  const before = text.slice(0, cursor);
  const command = /^\/\S*$/.exec(before);
  if (command) {
    const items = starting([...directory.app.commands, ...OWN_COMMANDS], before, (one) => [one.command])
      .map(({ command: name, usage_hint: usage, description }) => ({
        insert: name, label: name, usage: usage ?? "", hint: description ?? "",
      }));
    return { from: 0, to: cursor, items };
  }
  const sign = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!sign) return { from: cursor, to: cursor, items: [] };
  const from = cursor - sign[2].length - 1;
  return { from, to: cursor, items: sign[1] === "@" ? people(sign[2], directory) : channels(sign[2], directory) };
}

function people(typed, directory) {
  const here = directory.people.filter((one) => !one.deleted);
  return starting(here, typed, (one) => [one.name, ...one.real_name.split(" ")]).map((one) => {
    const name = `@${one.name}`;
    return { insert: name, label: name, usage: "", hint: [one.real_name, one.title].filter(Boolean).join(", ") };
  });
}

function channels(typed, directory) {
  return starting([...directory.channels.values()], typed, (one) => [one])
    .map((one) => ({ insert: `#${one}`, label: `#${one}`, usage: "", hint: "" }));
}

/** The usage line of the command that a text begins with, or null. */
export function usageOf(text, directory) {
  const name = /^(\/\S+)\s/.exec(text)?.[1];
  const found = name && [...directory.app.commands, ...OWN_COMMANDS].find((one) => one.command === name);
  if (!found) return null;
  return [`${found.command} ${found.usage_hint ?? ""}`.trim(), found.description].filter(Boolean).join(": ");
}
