"""The workspace as state: people, conversations, messages, views.

Every change is written to the store and told to the pages before the call that made it returns.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.changes import Changes
from playground.clock import Clock
from playground.store import Store

TEAM = "T0HARBOUR"
TEAM_NAME = "Harbour School"
TEAM_DOMAIN = "harbour-school"
TEAM_TZ = "Europe/Dublin"
APP = "A0TANDEM"
BOT_USER = "U0TANDEM"
BOT = "B0TANDEM"

ConversationKind = Literal["channel", "private", "im", "mpim"]


@dataclass
class Member:
    """Someone with an account in the workspace, bots included."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str | None = TEAM_TZ
    locale: str = "en-IE"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    status_text: str = ""
    status_expiration: int = 0
    dnd_enabled: bool = True
    dnd_from: str = "22:00"
    dnd_to: str = "08:00"
    updated: int = 0


@dataclass
class Conversation:
    """A channel, a DM or a group DM."""

    id: str
    kind: ConversationKind
    name: str
    members: list[str]
    creator: str
    created: int
    archived: bool = False
    topic: str = ""
    read: dict[str, str] = field(default_factory=dict)


@dataclass
class Message:
    """One message; `only_for` makes it an ephemeral one, which is never stored."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] | None = None
    bot: bool = False
    username: str | None = None
    thread_ts: str | None = None
    edited: str | None = None
    only_for: str | None = None
    metadata: dict[str, Any] | None = None
    unfurl_links: bool = True
    unfurl_media: bool = True
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class View:
    """A modal or an App Home, as one person has it before them."""

    id: str
    person: str
    body: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        """Whether this is an App Home."""
        return bool(self.body["type"] == "home")


class Workspace:
    """All that the workspace holds, and the only way to change it."""

    def __init__(self, store: Store, clock: Clock, changes: Changes) -> None:
        self._store = store
        self._clock = clock
        self._changes = changes
        self._counter = int(store.get("meta", "counter") or 0)
        self.members = {body["id"]: Member(**body) for body in store.all("member")}
        self.conversations = {
            body["id"]: Conversation(**body) for body in store.all("conversation")
        }
        self.messages: dict[str, dict[str, Message]] = {each: {} for each in self.conversations}
        for body in store.all("message"):
            self.messages[body["channel"]][body["ts"]] = Message(**body)
            clock.remember(body["ts"])
        self.homes = {body["person"]: View(**body) for body in store.all("home")}
        self.modals: dict[str, list[View]] = {
            stack[0]["person"]: [View(**body) for body in stack] for stack in store.all("modals")
        }

    def fresh(self, prefix: str) -> str:
        """An id never used before, across restarts too."""
        self._counter += 1
        self._store.put("meta", "counter", self._counter)
        return f"{prefix}{self._counter:08X}"

    # People ---------------------------------------------------------------------------------

    def keep_member(self, member: Member) -> None:
        """The member is stored as they now are."""
        member.updated = int(self._clock.now())
        self.members[member.id] = member
        self._store.put("member", member.id, vars(member))
        self._changes.tell("view")

    # Conversations --------------------------------------------------------------------------

    def keep_conversation(self, conversation: Conversation) -> None:
        """The conversation is stored as it now is."""
        self.conversations[conversation.id] = conversation
        self.messages.setdefault(conversation.id, {})
        self._store.put("conversation", conversation.id, vars(conversation))
        self._changes.tell("view", conversation.members)

    def of_person(self, person: str) -> list[Conversation]:
        """The conversations that a person is in."""
        return [each for each in self.conversations.values() if person in each.members]

    def find(self, kind: ConversationKind, members: Iterable[str]) -> Conversation | None:
        """The DM or group DM of exactly these members, if it is there already."""
        wanted = set(members)
        return next(
            (
                each
                for each in self.conversations.values()
                if each.kind == kind and set(each.members) == wanted
            ),
            None,
        )

    def open_direct(self, person: str) -> tuple[Conversation, bool]:
        """The bot's DM with a person, and whether it was there before."""
        return self._open("im", "D", [person], f"{self.members[person].name}")

    def open_group(self, people: Iterable[str]) -> tuple[Conversation, bool]:
        """The group DM of the bot with these people, and whether it was there before."""
        chosen = sorted(set(people))
        names = "--".join([*(self.members[each].name for each in chosen), "tandem"])
        return self._open("mpim", "G", chosen, f"mpdm-{names}-1")

    def _open(
        self, kind: ConversationKind, prefix: str, people: list[str], name: str
    ) -> tuple[Conversation, bool]:
        members = [*people, BOT_USER]
        found = self.find(kind, members)
        if found is not None:
            return found, True
        made = Conversation(
            id=self.fresh(prefix),
            kind=kind,
            name=name,
            members=members,
            creator=BOT_USER,
            created=int(self._clock.now()),
        )
        self.keep_conversation(made)
        return made, False

    # Messages -------------------------------------------------------------------------------

    def post(self, message: Message) -> Message:
        """The message stands in its conversation; an ephemeral one only until a restart."""
        self.messages[message.channel][message.ts] = message
        if message.only_for is None:
            self._store.put("message", f"{message.channel}:{message.ts}", vars(message))
        self._tell_message(message)
        return message

    def keep_message(self, message: Message) -> None:
        """The message is stored as it now is."""
        self.post(message)

    def remove(self, message: Message) -> None:
        """The message is gone."""
        del self.messages[message.channel][message.ts]
        self._store.drop("message", f"{message.channel}:{message.ts}")
        self._tell_message(message)

    def message(self, channel: str, ts: str) -> Message | None:
        """The message at that timestamp, or None."""
        return self.messages.get(channel, {}).get(ts)

    def seen_by(self, person: str, channel: str) -> list[Message]:
        """What one person sees in a conversation, in order."""
        return [
            each
            for each in self.messages.get(channel, {}).values()
            if each.only_for is None or each.only_for == person
        ]

    def unread(self, person: str, conversation: Conversation) -> int:
        """How many messages of others came since the person last looked."""
        since = conversation.read.get(person, "")
        return sum(
            each.ts > since and each.user != person
            for each in self.seen_by(person, conversation.id)
        )

    def mark_read(self, person: str, conversation: Conversation) -> None:
        """Nothing in the conversation is unread for the person."""
        seen = self.seen_by(person, conversation.id)
        if seen and conversation.read.get(person, "") < seen[-1].ts:
            conversation.read[person] = seen[-1].ts
            self.keep_conversation(conversation)

    def _tell_message(self, message: Message) -> None:
        audience = (
            self.conversations[message.channel].members
            if message.only_for is None
            else [message.only_for]
        )
        self._changes.tell(f"messages:{message.channel}", audience)
        self._changes.tell("view", audience)

    # Views ----------------------------------------------------------------------------------

    def keep_home(self, view: View) -> None:
        """The person's App Home shows this view."""
        self.homes[view.person] = view
        self._store.put("home", view.person, vars(view))
        self._changes.tell("home", [view.person])

    def stack(self, person: str) -> list[View]:
        """The person's open modals, the one before them last."""
        return self.modals.get(person, [])

    def keep_stack(self, person: str, stack: list[View]) -> None:
        """The person's open modals are exactly these."""
        if stack:
            self.modals[person] = stack
            self._store.put("modals", person, [vars(view) for view in stack])
        else:
            self.modals.pop(person, None)
            self._store.drop("modals", person)
        self._changes.tell("modal", [person])

    def view(self, view_id: str) -> View | None:
        """An open modal or a published Home by its id, or None."""
        for view in self._all_views():
            if view.id == view_id:
                return view
        return None

    def view_of_external_id(self, external_id: str) -> View | None:
        """An open view by the app's own id, or None."""
        if not external_id:
            return None
        for view in self._all_views():
            if view.body.get("external_id") == external_id:
                return view
        return None

    def keep_view(self, view: View) -> None:
        """The view, a Home or one of an open stack, is stored as it now is."""
        if view.is_home:
            self.keep_home(view)
        else:
            self.keep_stack(view.person, self.stack(view.person))

    def _all_views(self) -> Iterable[View]:
        yield from self.homes.values()
        for stack in self.modals.values():
            yield from stack
