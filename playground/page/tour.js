/** The first thing a newcomer reads: who they are here, and three steps to try. It can be put away. */

import { BOT } from "./address.js";
import { el, uid } from "./dom.js";

const SEEN = "playground.tour";
const STAFF_LEAD = "U0AOIFE";
const FIRST = "U0MAYA";
const SECOND = "U0TOMAS";
const CHANNEL = "C0COACH";

/** The strip; `visit({as, at, fill})` takes the reader to a person, a place and a text to send. */
export function tourStrip({ directory, visit, offer, guided }) {
  const name = (id) => directory.firstName(id);
  const heading = uid("tour");
  const bold = (text) => el("b", {}, text);
  const code = (text) => el("code", {}, text);
  const step = (words, label, where) => el("li", {}, el("span", {}, words),
    el("button", { type: "button", class: "button", onclick: () => visit(where) }, label));
  const steps = el("ol", {},
    step([
      bold(`Be ${name(STAFF_LEAD)}.`), " She looks after staff learning. She types ", code("/coach-program"),
      " to begin a coaching program.",
    ], `Be ${name(STAFF_LEAD)} and type it`, { as: STAFF_LEAD, at: CHANNEL, fill: "/coach-program" }),
    step([
      bold(`Be ${name(FIRST)}.`), " Press ", bold("Join"), " under the new message, then ask a colleague: ",
      code("/coach-pair @tomas"), ".",
    ], `Be ${name(FIRST)} and type it`, { as: FIRST, at: CHANNEL, fill: "/coach-pair @tomas" }),
    step([
      bold(`Be ${name(SECOND)}.`), ` ${name(FIRST)}'s question waits for him in `, bold(directory.app.name),
      ". Nothing there yet? Nobody is disturbed in the evening or at a weekend: press ",
      bold("Next morning"), " at the top.",
    ], "See both side by side", { as: SECOND, at: BOT, beside: FIRST }));
  const strip = el("section", { class: "tour", "aria-labelledby": heading },
    el("div", { class: "tour-head" },
      el("h2", { id: heading }, `Welcome to ${directory.workspace.name}, a school that exists only here`),
      el("button", { type: "button", class: "button quiet", onclick: () => put(true) }, "Hide this")),
    el("p", {},
      "Its staff talk on a page like this one, in groups or one to one. You play all six teachers: ",
      bold("You are"), " says who you are now. A line that begins with ", code("/"), " asks ",
      directory.app.name, ", the coaching helper, to do something; press ", el("kbd", {}, "Enter"), " to send it."),
    steps,
    offer
      ? el("div", { class: "tour-watch" }, offer, el("p", {},
          "Or watch first: two teachers coach each other for a term. It has a workspace and a clock of its own; this one stays as it is."))
      : null);
  const again = el("button", { type: "button", class: "button quiet", onclick: () => put(false) }, offer ? "First steps, tour" : "First steps");

  function put(away) {
    localStorage.setItem(SEEN, away ? "away" : "");
    strip.hidden = away;
    again.hidden = !away;
    (away ? again : strip.querySelector("button")).focus();
  }

  const away = localStorage.getItem(SEEN) === "away";
  strip.hidden = away || guided;
  again.hidden = !away || guided;
  return { strip, again };
}
