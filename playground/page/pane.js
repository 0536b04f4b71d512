/** One person's whole screen: their conversations, what is open, where they write, their forms. */

import * as api from "./api.js";
import { BOT, HOME } from "./address.js";
import { announce } from "./announce.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { Home } from "./home.js";
import { listen, oneAtATime } from "./live.js";
import { memoryOf } from "./memory.js";
import { Messages } from "./messages.js";
import { ModalLayer } from "./modal.js";
import { paneHead } from "./panehead.js";
import { Sidebar } from "./sidebar.js";
import { runTyped } from "./typed.js";
import { trouble } from "./troubles.js";

/** The screen of `person` as pane number `index`; `page` is what all panes share. */
export class Pane {
  #view = null;
  #shown = [];
  #stopped = false;

  constructor({ index, person, page }) {
    Object.assign(this, { index, person, page });
    const { directory } = page;
    this.memory = memoryOf(person);
    this.context = { directory, me: person, zone: directory.zoneOf(person), now: page.now };
    this.sidebar = new Sidebar({
      directory, person, href: (at) => page.href(index, { at }), chosen: () => this.#drawer(false),
    });
    this.messages = new Messages({
      context: this.context,
      surfaceOf: (message) => this.#surface({
        kind: "message", key: `message/${this.channel}/${message.ts}`, blocks: message.blocks,
        container: { type: "message", channel: this.channel, ts: message.ts },
      }),
      reply: (thread, author) => this.composer.replyTo(thread, author),
    });
    this.home = new Home({
      app: directory.app,
      surface: this.#surface({ kind: "home", key: "home", container: { type: "home" } }),
    });
    this.composer = new Composer({
      directory, drafts: this.memory.drafts, send: (text, thread) => this.#send(text, thread),
    });
    this.head = paneHead({
      directory, person, others: page.others,
      become: (other) => page.become(index, other),
      toHome: () => page.href(index, { at: HOME }),
      toMessages: () => page.href(index, { at: BOT }),
      drawer: () => this.#drawer(!this.node.classList.contains("drawer-open")),
    });
    this.homeTrouble = el("p", { class: "trouble", role: "alert" });
    this.conversation = el("section", { class: "conversation", "aria-label": "Conversation" },
      this.head.conversation, this.messages.node, this.home.node, this.homeTrouble, this.composer.node);
    this.behind = el("div", { class: "behind" }, this.head.node, this.sidebar.node, this.conversation);
    this.layer = el("div", { class: "layer" });
    this.node = el("section", {
      class: `pane pane-${index}`, "aria-label": `The screen of ${directory.realName(person)}`, "data-person": person,
      onkeydown: (event) => {
        if (event.key === "Escape" && this.node.classList.contains("drawer-open")) this.#drawer(false);
      },
    }, this.behind, this.layer);
    this.modal = new ModalLayer({
      layer: this.layer,
      behind: this.behind,
      otherwise: () => (this.where === HOME ? this.home.node : this.composer.input),
      surfaceOf: (id, errors) => ({
        ...this.#surface({
          kind: "modal", key: `view/${id}`, container: { type: "view", view_id: id },
          blocks: () => this.#view?.modal?.view.blocks,
        }),
        errors,
      }),
      submit: (id, state) => this.#submit(id, state),
      close: (id, more) => this.#act("close", { view_id: id, ...more }),
    });
    this.readView = oneAtATime(() => this.#readView());
    this.readMessages = oneAtATime(() => this.#readMessages());
    this.live = listen(person, (changed) => this.#changed(changed), (connected) => {
      page.connected(connected);
      if (connected) this.readView();
    });
  }

  /** Turns to a place: a conversation's id, `home` or `bot`. */
  async turnTo(at) {
    const before = this.at;
    this.at = at;
    if (at === HOME && before !== HOME) this.#act("home");
    await this.readView();
  }

  /** Puts a text into the box where this person writes. */
  fill(text) {
    this.composer.fill(text);
  }

  /** Shows what this person is about to do: what is filled in and typed, what will be pressed. */
  async demonstrate({ surface, fill, typed, press }) {
    await this.#refresh();
    this.composer.show(typed || null);
    if (Object.keys(fill).length) this.#put(surface, fill);
    const target = press && this.node.querySelector(`[data-key="${CSS.escape(press)}"]`);
    if (!target) return;
    target.classList.add("pointed");
    target.scrollIntoView({ block: "nearest" });
  }

  #put(surface, fill) {
    const [kind, channel, ts] = surface.split("/");
    const values = this.memory.values(surface);
    if (kind === "view") {
      values.put(this.#view.modal?.view.blocks, fill);
      this.modal.redraw();
    } else if (kind === "home") {
      values.put(this.#view.home?.blocks, fill);
      this.home.forget();
      this.home.update(this.#view.home);
    } else {
      values.put(this.#shown.find((one) => one.ts === ts)?.blocks, fill);
      this.messages.forget(ts);
      this.messages.update(channel, this.#shown);
    }
  }

  /** Ends the screen. */
  stop() {
    this.#stopped = true;
    this.live.stop();
    this.node.remove();
  }

  /** The conversation that is open, by id; undefined on Home. */
  get channel() {
    return this.where === HOME ? undefined : this.where;
  }

  #changed(topics) {
    if (topics.some((topic) => ["view", "home", "modal", "clock", "bot"].includes(topic))) this.readView();
    if (topics.includes(`messages:${this.channel}`) || topics.includes("clock")) this.readMessages();
    else if (topics.some((topic) => topic.startsWith("messages:"))) this.readView();
    if (topics.includes("guide")) this.page.guideChanged();
    if (topics.includes("traffic")) this.page.trafficChanged();
  }

  async #readView() {
    const view = await api.view(this.person).catch(() => null);
    if (!view || this.#stopped) return;
    const { directory } = this.page;
    const unreadBefore = new Map(this.#view?.conversations.map((one) => [one.id, one.unread]));
    const known = this.#view !== null;
    this.#view = view;
    directory.learn(view.conversations);
    this.page.viewed(view);
    const before = this.where;
    this.where = this.#resolve(this.at, view.conversations);
    this.#draw();
    if (this.where !== before && this.channel) await this.readMessages();
    if (!known) return;
    for (const one of view.conversations) {
      if (one.id !== this.where && one.unread > (unreadBefore.get(one.id) ?? 0)) {
        announce(`${directory.firstName(this.person)} has a new message in ${directory.title(one, this.person)}.`);
      }
    }
  }

  async #readMessages() {
    const channel = this.channel;
    if (!channel) return;
    const answer = await api.messages(this.person, channel).catch(() => null);
    if (!answer || this.#stopped || channel !== this.channel) return;
    this.#shown = answer.messages;
    this.messages.update(channel, answer.messages);
  }

  #resolve(at, conversations) {
    if (at === HOME) return HOME;
    const { directory } = this.page;
    const withBot = conversations.find((one) => one.kind === "im" && one.members.some((id) => directory.isBot(id)));
    const asked = at === BOT ? withBot : conversations.find((one) => one.id === at);
    return (asked ?? withBot ?? conversations[0])?.id;
  }

  #draw() {
    const { directory } = this.page;
    const view = this.#view;
    const open = view.conversations.find((one) => one.id === this.where);
    const isHome = this.where === HOME;
    this.sidebar.update(view.conversations, this.where);
    const others = view.conversations.filter((one) => one !== open);
    const unread = others.reduce((sum, one) => sum + one.unread, 0);
    this.head.update({ conversation: open, isHome, unread });
    this.home.node.hidden = !isHome;
    this.homeTrouble.hidden = !isHome;
    this.messages.node.hidden = isHome;
    this.composer.node.hidden = isHome;
    if (isHome) this.home.update(view.home);
    else if (open) {
      const title = directory.title(open, this.person);
      this.composer.turnTo(open.id, open.kind === "channel" ? `#${title}` : title);
      this.messages.node.setAttribute("aria-label", `Messages in ${title}`);
    }
    this.modal.update(view.modal);
  }

  #surface({ kind, key, container, blocks }) {
    const values = this.memory.values(key);
    const shown = () => (typeof blocks === "function" ? blocks() : (blocks ?? this.#view?.home?.blocks));
    return {
      kind,
      key,
      values,
      level: 2,
      context: this.context,
      conversations: () => this.#view?.conversations ?? [],
      layer: () => this.node,
      dispatch: async (block, element, action) => {
        const answer = await api.act(this.person, "action", {
          container, block_id: block.block_id, action_id: element.action_id, action, state: values.state(shown()),
        });
        this.#say(kind, answer.ok ? null : this.#trouble(answer.error));
        await this.#refresh();
      },
    };
  }

  async #submit(id, state) {
    const answer = await api.act(this.person, "submit", { view_id: id, state });
    if (!answer.ok) this.modal.trouble(this.#trouble(answer.error));
    else if (answer.errors && Object.keys(answer.errors).length) this.modal.refuse(answer.errors);
    await this.#refresh();
  }

  async #act(what, fields) {
    const answer = await api.act(this.person, what, fields);
    if (!answer.ok) this.#say(this.where === HOME ? "home" : "message", this.#trouble(answer.error));
    await this.#refresh();
    return answer;
  }

  async #send(text, thread) {
    const { directory } = this.page;
    const answer = await runTyped({ directory, person: this.person, channel: this.channel, text, thread });
    await this.#refresh();
    if (answer.ok) this.messages.toEnd();
    return answer.ok ? null : (answer.line ?? this.#trouble(answer.error));
  }

  #trouble(error) {
    return trouble(error, this.page.directory.app.name);
  }

  #say(kind, line) {
    if (kind === "modal") this.modal.trouble(line ?? "");
    else if (kind === "home") this.homeTrouble.textContent = line ?? "";
    else this.composer.say(line);
  }

  async #refresh() {
    await Promise.all([this.readView(), this.readMessages()]);
  }

  #drawer(open) {
    this.node.classList.toggle("drawer-open", open);
    this.head.drawerIs(open);
    if (open) this.sidebar.node.querySelector("a")?.focus();
    else if (this.sidebar.node.contains(document.activeElement)) this.head.focusDrawer();
  }
}
