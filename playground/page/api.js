/** The calls of the playground's own interface; nothing else on the page fetches. */

async function asked(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function told(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  return answer ?? { ok: false, error: `http_${response.status}` };
}

/** Who is here, and which commands the app has. */
export const people = () => asked("/playground/people");

/** What one person has before them: conversations, Home, an open form. */
export const view = (as) => asked(`/playground/view?${new URLSearchParams({ as })}`);

/** The messages of one conversation as one person sees them. */
export const messages = (as, channel) =>
  asked(`/playground/messages?${new URLSearchParams({ as, channel })}`);

/** What went between Slack and the bot after entry `since`. */
export const traffic = (since) => asked(`/playground/traffic?${new URLSearchParams({ since })}`);

/** Does one thing as one person; an unreachable playground is an answer too. */
export const act = (as, what, fields = {}) => reached(told("/playground/do", { as, do: what, ...fields }));

/** Moves the clock. */
export const moveClock = (where) => reached(told("/playground/clock", where));

/** Kills or starts the bot. */
export const tellBot = (what) => reached(told("/playground/bot", { do: what }));

/** What a guide shows of this workspace; null without one. */
export const guide = async () => (await asked("/playground/guide")).guide;

/** Asks something of the guide. */
export const askGuide = (wish) => reached(told("/playground/guide", wish));

/** Whether a tour is offered here, and where it is once it runs. */
export const tour = () => asked("/playground/tour");

/** Opens the tour, in a workspace of its own. */
export const openTour = () => reached(told("/playground/tour", {}));

async function reached(answer) {
  try {
    return await answer;
  } catch {
    return { ok: false, error: "playground_gone" };
  }
}
