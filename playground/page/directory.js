/** Who is who and what is called what, for names, initials and lists of people. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

const HUES = 8;

/** The people and conversations that the page knows by id. */
export class Directory {
  constructor({ workspace, app, people }) {
    this.workspace = workspace;
    this.app = app;
    this.people = people;
    this.byId = new Map(people.map((person) => [person.id, person]));
    this.channels = new Map();
  }

  /** The people one can act as: teachers of the school, no bots, guests or people who left. */
  get teachers() {
    return this.people.filter((person) => !person.is_bot && !person.is_guest && !person.deleted);
  }

  /** The zone of the school: its own, else that of its admin. */
  get zone() {
    return this.workspace.tz ?? this.people.find((person) => person.is_admin)?.tz ?? "UTC";
  }

  /** A person's zone. */
  zoneOf(id) {
    return this.byId.get(id)?.tz ?? this.zone;
  }

  /** The display name of a person or bot, or undefined. */
  name(id) {
    return this.byId.get(id)?.name ?? (id === this.app.user_id ? this.app.name : undefined);
  }

  /** The full name of a person or bot. */
  realName(id) {
    const person = this.byId.get(id);
    return person?.real_name || person?.name || (id === this.app.user_id ? this.app.name : "Someone");
  }

  /** The first name of a person. */
  firstName(id) {
    return this.realName(id).split(" ")[0];
  }

  /** Whether an id is the app's own bot user. */
  isBot(id) {
    return id === this.app.user_id;
  }

  /** Learns the names of the conversations that somebody sees. */
  learn(conversations) {
    for (const one of conversations) {
      if (one.kind === "channel" || one.kind === "private") this.channels.set(one.id, one.name);
    }
  }

  /** The name of a channel that somebody shown sees, or undefined. */
  channelName(id) {
    return this.channels.get(id);
  }

  /** What a conversation is called by one of its members. */
  title(conversation, me) {
    if (conversation.kind === "channel" || conversation.kind === "private") return conversation.name;
    const others = conversation.members.filter((id) => id !== me);
    if (conversation.kind === "im") return this.realName(others[0] ?? me);
    return others.map((id) => this.firstName(id)).join(", ");
  }

  /** Initials on a colour that stays with the person; the bot has its own sign. */
  avatar(id) {
    if (this.isBot(id)) return el("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bot"));
    const initials = this.realName(id).split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
    const hue = [...id].reduce((sum, char) => sum + char.codePointAt(0), 0) % HUES;
    return el("span", { class: `avatar hue-${hue}`, "aria-hidden": "true" }, initials.toUpperCase());
  }
}
