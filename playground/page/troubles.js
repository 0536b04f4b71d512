/** What went wrong, in one kind line. */

const LINES = {
  operation_timeout: (app) => `${app} did not answer within three seconds. You can try again.`,
  timeout: (app) => `${app} did not answer in time. Everything you typed is still here: try again in a moment.`,
  dispatch_failed: (app) => `${app} is not connected just now. Start the bot, then try again.`,
  unknown_command: () => "There is no such command here. Type / to see the ones there are.",
  not_in_channel: () => "You are not a member of this conversation.",
  no_text: () => "There is nothing to send yet.",
  msg_too_long: () => "This message is too long for Slack. Nothing was cut; please shorten it.",
  playground_gone: () => "The playground does not answer. If you stopped it, start it again; this page waits.",
  view_not_found: () => "This form is no longer open. Close it and open it again.",
  stale: () => "This has changed in the meantime. Here is how it looks now.",
};

/** One line for an error code, with the name of the app in it. */
export function trouble(error, app) {
  const line = Object.hasOwn(LINES, error) ? LINES[error] : null;
  return line ? line(app) : `That did not work (${String(error ?? "no reason given")}). You can try again.`;
}
