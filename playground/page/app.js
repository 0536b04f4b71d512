/** The page: shared tools at the top, one or two people's screens, the inspector beside them. */

import * as api from "./api.js";
import { go, read, withPane, write, BOT } from "./address.js";
import { BotState } from "./botstate.js";
import { Clock } from "./clock.js";
import { Directory } from "./directory.js";
import { el, unseen } from "./dom.js";
import { GuideStrip, tourOffer } from "./guide.js";
import { reachable } from "./focus.js";
import { Inspector } from "./inspector.js";
import { Pane } from "./pane.js";
import { tourStrip } from "./tour.js";

const PARTNERS = ["U0MAYA", "U0TOMAS"];
const RETRY = 1500;

async function begin() {
  const directory = new Directory(await api.people());
  document.title = `${directory.workspace.name}, playground`;
  const clock = new Clock(directory.zone);
  const bot = new BotState(directory.app);
  const inspector = new Inspector({ zone: directory.zone, close: () => inspect(false) });
  const panes = [];
  const holder = document.getElementById("panes");

  const page = {
    directory,
    now: clock.now,
    href: withPane,
    others: (person) => read().panes.map((one) => one.as).filter((id) => id !== person),
    become,
    viewed(view) {
      clock.update(view.clock);
      bot.update(view.bot);
    },
    connected(connected) {
      guide.connected(connected);
      offline.hidden = connected || guide.here;
    },
    guideChanged: () => guide.look(),
    trafficChanged: () => inspector.changed(),
  };

  const sideBySide = el("button", { type: "button", class: "button", onclick: beside });
  const inspectButton = el("button", {
    type: "button", class: "button", onclick: () => inspect(inspector.node.hidden),
  }, "Inspector");
  const more = el("button", {
    type: "button", class: "button more-tools", "aria-expanded": "false",
    onclick: () => more.setAttribute("aria-expanded", String(tools.classList.toggle("open"))),
  }, "Tools");
  const offline = el("p", { class: "offline", role: "status", hidden: true },
    "The playground does not answer. If you stopped it, start it again: this page comes back by itself.");
  const guide = new GuideStrip({ directory, watch });
  const [offer, guided] = await Promise.all([tourOffer(), api.guide().catch(() => null)]);
  const tour = tourStrip({ directory, visit, offer, guided });
  const tools = document.getElementById("tools");
  tools.append(
    el("h1", {}, directory.workspace.name, unseen(" playground")), more,
    el("div", { class: "tool-set" }, clock.node, bot.node,
      el("div", { class: "tool-buttons" }, tour.again, sideBySide, inspectButton)),
    offline);
  document.getElementById("tour").append(guide.node, tour.strip);
  document.getElementById("inspector").append(inspector.node);
  holder.replaceChildren();

  /** Another person in this pane; somebody already beside changes places. */
  function become(index, person) {
    const state = read();
    const other = state.panes[1 - index];
    if (other?.as === person) state.panes.reverse();
    else {
      const at = state.panes[index].at;
      state.panes[index] = { as: person, at: at.startsWith("D") ? BOT : at };
    }
    go(state);
    requestAnimationFrame(() => holder.querySelector(`.pane-${index} .person-select`)?.focus());
  }

  function beside() {
    const state = read();
    if (state.panes.length > 1) state.panes.pop();
    else {
      const { as } = state.panes[0];
      const others = [...PARTNERS, ...directory.teachers.map((one) => one.id)].filter((id) => id !== as);
      state.panes.push({ as: others[0], at: BOT });
    }
    go(state);
  }

  function inspect(open) {
    go({ ...read(), inspector: open });
    if (!open) inspectButton.focus();
  }

  function visit({ as, at, beside: other, fill }) {
    const state = { ...read(), panes: [{ as, at }] };
    if (other) state.panes.push({ as: other, at: BOT });
    go(state);
    follow();
    if (fill) panes[0].turnTo(at).then(() => panes[0].fill(fill));
  }

  /** Turns to whoever is about to act, or to whoever has a message, and shows it. */
  async function watch(scene) {
    for (const node of document.querySelectorAll(".pointed")) node.classList.remove("pointed");
    const state = read();
    const [before] = state.panes;
    const at = scene.at ?? (before.as === scene.as ? before.at : BOT);
    const shown = [{ as: scene.as, at }];
    if (scene.beside) shown.push({ as: scene.beside, at: BOT });
    history.replaceState(null, "", write({ ...state, panes: shown }));
    follow();
    await panes[0].demonstrate(scene);
  }

  /** Makes the page what the address says. */
  function follow() {
    const state = read();
    const known = state.panes.filter((one) => directory.teachers.some((person) => person.id === one.as));
    const shown = known.length ? known : [{ as: directory.teachers[0].id, at: BOT }];
    holder.classList.toggle("two", shown.length > 1);
    for (const pane of panes.splice(shown.length)) pane.stop();
    shown.forEach(({ as, at }, index) => {
      if (panes[index]?.person !== as) {
        panes[index]?.stop();
        panes[index] = new Pane({ index, person: as, page });
        holder.insertBefore(panes[index].node, holder.children[index] ?? null);
      }
      // The links of a list lead to addresses that hold both panes, so each is drawn anew.
      if (panes[index].at === at) panes[index].readView();
      else panes[index].turnTo(at);
    });
    sideBySide.textContent = shown.length > 1 ? "One person" : "Side by side";
    inspector.show(state.inspector);
    inspectButton.setAttribute("aria-pressed", String(state.inspector));
  }

  window.addEventListener("hashchange", follow);
  if (!location.hash) history.replaceState(null, "", write(read()));
  follow();
  // A newcomer reads first; on a phone the keyboard would cover the page.
  if (tour.strip.hidden && matchMedia("(min-width: 701px)").matches) panes[0].composer.focus();
}

/** F6 goes round the parts of the page, as it does in Slack. */
function goRound(event) {
  if (event.key !== "F6") return;
  event.preventDefault();
  const parts = [...document.querySelectorAll(".tools, .guide, .tour, .dialog, .sidebar, .conversation, .inspector")]
    .filter((part) => part.getClientRects().length && !part.closest("[inert]") && reachable(part).length);
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  const next = parts[(at + (event.shiftKey ? parts.length - 1 : 1)) % parts.length];
  (next?.querySelector(".composer textarea") ?? (next && reachable(next)[0]))?.focus();
}

function skip(event) {
  const target = event.target.closest("[data-skip]");
  if (!target) return;
  event.preventDefault();
  const found = [...document.querySelectorAll(target.dataset.skip)].find((node) => node.getClientRects().length);
  found?.focus();
}

async function beginWhenThere() {
  try {
    await begin();
  } catch (problem) {
    console.error(problem);
    document.getElementById("panes").replaceChildren(
      el("p", { class: "loading", role: "alert" },
        "The playground does not answer yet. This page tries again by itself."));
    setTimeout(() => location.reload(), RETRY);
  }
}

document.addEventListener("keydown", goRound);
document.addEventListener("click", skip);
beginWhenThere();
