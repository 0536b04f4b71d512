/** Who is shown and where, kept in the address: `#as=U0MAYA&at=C0COACH&beside=U0TOMAS`. */

export const HOME = "home";
export const BOT = "bot";

const FIRST = { as: "U0AOIFE", at: "C0COACH" };

/** The panes that an address asks for, and whether the inspector is open. */
export function read(hash = location.hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const as = asked.get("as") ?? FIRST.as;
  const beside = asked.get("beside");
  const panes = [{ as, at: asked.get("at") ?? FIRST.at }];
  if (beside && beside !== as) panes.push({ as: beside, at: asked.get("beside-at") ?? BOT });
  return { panes, inspector: asked.get("inspector") === "open" };
}

/** The address of a state, as `#…`. */
export function write({ panes, inspector }) {
  const [first, second] = panes;
  const said = new URLSearchParams({ as: first.as, at: first.at });
  if (second) {
    said.set("beside", second.as);
    said.set("beside-at", second.at);
  }
  if (inspector) said.set("inspector", "open");
  return `#${said}`;
}

/** The address that differs from this one in one pane. */
export function withPane(index, change) {
  const state = read();
  state.panes[index] = { ...state.panes[index], ...change };
  return write(state);
}

/** Goes to a state; the page follows the address. */
export function go(state) {
  location.hash = write(state);
}
