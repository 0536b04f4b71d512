"""A person of the workspace as tests and pages act them: `slack.person("U0MAYA")`."""

from typing import Any

from playground.elements import find
from playground.interaction import DONE, Interactions, Outcome, refused
from playground.parts import Parts
from playground.workspace import BOT_USER, Conversation, Message, View

_QUIET_HOURS = {"dnd_enabled", "dnd_from", "dnd_to"}


class Person:
    """One person: what they do, and what they see."""

    def __init__(self, parts: Parts, person: str) -> None:
        self._parts = parts
        self._acts = Interactions(parts)
        self.id = person

    # Doing ----------------------------------------------------------------------------------

    async def write(self, channel: str, text: str, thread_ts: str | None = None) -> Outcome:
        """Sends a message."""
        return await self._acts.write(self.id, channel, text, thread_ts)

    async def command(self, channel: str, text: str) -> Outcome:
        """Sends a slash command, such as `/coach-pair @tomas`, or Slack's own `/invite @Tandem`."""
        name, _, rest = text.strip().partition(" ")
        if name == "/invite":
            return self._invite(channel, rest.strip().removeprefix("@"))
        return await self._acts.command(self.id, channel, text)

    async def press(
        self,
        action_id: str,
        *,
        channel: str | None = None,
        ts: str | None = None,
        view_id: str | None = None,
        block_id: str | None = None,
        state: dict[str, Any] | None = None,
        forge: bool = False,
        **chosen: Any,
    ) -> Outcome:
        """Presses or sets an element.

        With a channel: in that message, or in the newest one that has the element.
        Without: in that view, in the open form, or in App Home.
        """
        if channel is not None:
            ts = ts or self._newest_with(channel, action_id, block_id)
            if ts is None:
                return refused("element_not_found")
            return await self._acts.press_in_message(
                self.id, channel, ts, action_id, chosen, block_id=block_id, state=state, forge=forge
            )
        view = self.modal() or self.home()
        view_id = view_id or (view.id if view else "")
        return await self._acts.press_in_view(
            self.id, view_id, action_id, chosen, block_id=block_id, state=state, forge=forge
        )

    async def submit(
        self, view_id: str | None = None, state: dict[str, Any] | None = None
    ) -> Outcome:
        """Sends the open form; `state` maps a block id to its value, or to Slack's form of it."""
        return await self._acts.submit(self.id, view_id or self._modal_id(), state or {})

    async def close(self, view_id: str | None = None, *, everything: bool = False) -> Outcome:
        """Closes the open form, or the whole stack."""
        return await self._acts.close(self.id, view_id or self._modal_id(), everything=everything)

    async def open_home(self, tab: str = "home") -> Outcome:
        """Looks at the app's Home (or, with `messages`, at its messages)."""
        return await self._acts.open_home(self.id, tab)

    async def join(self, channel: str) -> Outcome:
        """Joins a public channel."""
        return self._enter(self.id, channel)

    async def invite_bot(self, channel: str) -> Outcome:
        """Brings the bot into a channel that the person is in."""
        if self._conversation(channel) is None:
            return refused("channel_not_found")
        return self._enter(BOT_USER, channel)

    async def leave(self, channel: str) -> Outcome:
        """Leaves a channel."""
        return self._exit(self.id, channel)

    async def remove_bot(self, channel: str) -> Outcome:
        """Takes the bot out of a channel that the person is in."""
        if self._conversation(channel) is None:
            return refused("channel_not_found")
        return self._exit(BOT_USER, channel)

    async def archive(self, channel: str) -> Outcome:
        """Archives a channel."""
        conversation = self._conversation(channel)
        if conversation is None:
            return refused("channel_not_found")
        conversation.archived = True
        self._parts.workspace.keep_conversation(conversation)
        if BOT_USER in conversation.members:
            event = self._parts.events.plain("channel_archive", channel=channel, user=self.id)
            self._parts.announce("channel_archive", event)
        return DONE

    async def change(self, **fields: Any) -> Outcome:
        """Changes the person's account: `tz`, `real_name`, `deleted`, `dnd_enabled` and so on."""
        member = self._parts.workspace.members[self.id]
        unknown = fields.keys() - vars(member).keys() | fields.keys() & {"id", "updated"}
        if unknown:
            return refused("invalid_profile")
        for name, value in fields.items():
            setattr(member, name, value)
        self._parts.workspace.keep_member(member)
        kind = "dnd_updated_user" if fields.keys() <= _QUIET_HOURS else "user_change"
        event = (
            self._parts.events.quiet_hours(member)
            if kind == "dnd_updated_user"
            else self._parts.events.about_user(kind, member)
        )
        self._parts.announce(kind, event)
        return DONE

    # Seeing ---------------------------------------------------------------------------------

    def conversations(self) -> list[Conversation]:
        """The conversations that the person is in."""
        return self._parts.workspace.of_person(self.id)

    def direct(self) -> Conversation:
        """The person's DM with the bot."""
        return self._parts.workspace.open_direct(self.id)[0]

    def messages(self, channel: str | None = None) -> list[Message]:
        """What the person sees in a conversation (in the bot's DM, without one), in order."""
        return self._parts.workspace.seen_by(self.id, channel or self.direct().id)

    def modal(self) -> View | None:
        """The form before the person, or None."""
        stack = self._parts.workspace.stack(self.id)
        return stack[-1] if stack else None

    def home(self) -> View | None:
        """The person's App Home, or None while none was published."""
        return self._parts.workspace.homes.get(self.id)

    def _modal_id(self) -> str:
        modal = self.modal()
        return modal.id if modal else ""

    def _newest_with(self, channel: str, action_id: str, block_id: str | None) -> str | None:
        for message in reversed(self.messages(channel)):
            if find(message.blocks or [], action_id, block_id) is not None:
                return message.ts
        return None

    def _conversation(self, channel: str) -> Conversation | None:
        conversation = self._parts.workspace.conversations.get(channel)
        if conversation is None or self.id not in conversation.members:
            return None
        return conversation

    def _invite(self, channel: str, name: str) -> Outcome:
        members = self._parts.workspace.members.values()
        found = next((each for each in members if each.name == name.lower()), None)
        if found is None or found.deleted:
            return refused("user_not_found")
        if self._conversation(channel) is None:
            return refused("channel_not_found")
        return self._enter(found.id, channel)

    def _enter(self, person: str, channel: str) -> Outcome:
        conversation = self._parts.workspace.conversations.get(channel)
        if conversation is None or (conversation.kind != "channel" and person == self.id):
            return refused("channel_not_found")
        if conversation.kind not in {"channel", "private"}:
            return refused("method_not_supported_for_channel_type")
        if person not in conversation.members:
            conversation.members.append(person)
            self._parts.workspace.keep_conversation(conversation)
            self._tell_membership("member_joined_channel", person, conversation)
        return DONE

    def _exit(self, person: str, channel: str) -> Outcome:
        conversation = self._parts.workspace.conversations.get(channel)
        if conversation is None or person not in conversation.members:
            return refused("not_in_channel")
        if conversation.kind not in {"channel", "private"}:
            return refused("method_not_supported_for_channel_type")
        self._tell_membership("member_left_channel", person, conversation)
        conversation.members.remove(person)
        self._parts.workspace.keep_conversation(conversation)
        self._parts.changes.tell("view", [person])
        return DONE

    def _tell_membership(self, kind: str, person: str, conversation: Conversation) -> None:
        if BOT_USER in conversation.members:
            event = self._parts.events.membership(kind, person, conversation)
            self._parts.announce(kind, event)
