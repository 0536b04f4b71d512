"""What people do in the workspace, and what of it reaches the bot.

Each act returns what the person sees at once; everything else they find where they look next.
"""

from dataclasses import dataclass, field
from typing import Any

from playground import payloads, posting, typed_text, views
from playground.delivery import Envelope, Reply
from playground.elements import find, pressed, state_values, unfinished
from playground.parts import MESSAGE_EVENTS, Parts
from playground.refusal import SlackRefusal
from playground.workspace import BOT_USER, Conversation, Member, Message, View


@dataclass(frozen=True)
class Outcome:
    """What the acting person is shown: nothing, an error, or words under their inputs."""

    ok: bool = True
    error: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    ts: str | None = None

    def answer(self) -> dict[str, Any]:
        """The JSON of the answer."""
        shown = {"error": self.error, "errors": self.errors, "ts": self.ts}
        return {"ok": self.ok, **{key: value for key, value in shown.items() if value}}


DONE = Outcome()


def refused(error: str) -> Outcome:
    """The act did not succeed."""
    return Outcome(ok=False, error=error)


class Interactions:
    """People's acts, carried out on the parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def write(
        self, person: str, channel: str, text: str, thread_ts: str | None = None
    ) -> Outcome:
        """The message stands in the conversation, and the bot hears of it where it may."""
        parts = self._parts
        member, conversation = self._member(person), self._conversation(person, channel)
        if conversation.archived:
            return refused("is_archived")
        if not text.strip():
            return refused("no_text")
        if conversation.kind == "im" and (
            not parts.config.messages_tab or parts.config.messages_read_only
        ):
            return refused("messages_tab_disabled")
        escaped = typed_text.in_message(parts.workspace, text)
        message = Message(
            channel=channel,
            ts=parts.clock.ts(),
            user=member.id,
            text=escaped,
            thread_ts=thread_ts,
        )
        parts.workspace.post(message)
        parts.workspace.mark_read(person, conversation)
        if BOT_USER in conversation.members:
            subscription, channel_type = MESSAGE_EVENTS[conversation.kind]
            event = parts.events.message(message, channel_type)
            event["client_msg_id"] = parts.workspace.fresh("typed-")
            event["blocks"] = typed_text.rich_text(escaped, parts.workspace.fresh("b"))
            parts.announce(subscription, event)
        return Outcome(ts=message.ts)

    async def command(self, person: str, channel: str, text: str) -> Outcome:
        """The bot answered the slash command within three seconds, or the error Slack shows."""
        parts = self._parts
        member, conversation = self._member(person), self._conversation(person, channel)
        name, _, rest = text.strip().partition(" ")
        command = parts.config.command(name)
        if not name.startswith("/") or command is None or not parts.installation.installed:
            return refused("unknown_command")
        payload = payloads.command(
            conversation,
            member,
            name,
            typed_text.in_command(
                parts.workspace, rest.strip(), should_escape=command.should_escape
            ),
            self._response_url(person, channel),
            self._trigger(person),
        )
        reply = await parts.delivery.interaction(Envelope("slash_commands", name, payload))
        if not reply.acked:
            return _unanswered(reply)
        if reply.body:
            return self._answered(member, conversation, reply.body)
        return DONE

    async def press_in_message(
        self,
        person: str,
        channel: str,
        ts: str,
        action_id: str,
        given: dict[str, Any],
        *,
        block_id: str | None = None,
        state: dict[str, Any] | None = None,
        forge: bool = False,
    ) -> Outcome:
        """The press on an element of a message was acknowledged."""
        parts = self._parts
        member, conversation = self._member(person), self._conversation(person, channel)
        origin = parts.workspace.message(channel, ts)
        if origin is None or origin.only_for not in {None, person}:
            return refused("message_not_found")
        action = self._action(origin.blocks or [], action_id, given, block_id, forge=forge)
        if action is None:
            return refused("element_not_found")
        payload = payloads.message_action(
            member,
            conversation,
            origin,
            state_values(origin.blocks or [], state or {}),
            action,
            self._trigger(person),
            self._response_url(person, channel, origin.ts),
        )
        envelope = Envelope("interactive", "block_actions", payload, accepts_response=False)
        return _acknowledged(await parts.delivery.interaction(envelope))

    async def press_in_view(
        self,
        person: str,
        view_id: str,
        action_id: str,
        given: dict[str, Any],
        *,
        block_id: str | None = None,
        state: dict[str, Any] | None = None,
        forge: bool = False,
    ) -> Outcome:
        """The press on an element of a modal or a Home was acknowledged."""
        parts = self._parts
        member = self._member(person)
        view = self._view(person, view_id)
        if view is None:
            return refused("view_not_found")
        blocks = view.body["blocks"]
        action = self._action(blocks, action_id, given, block_id, forge=forge)
        if action is None:
            return refused("element_not_found")
        view.state = state_values(blocks, {**view.state, **(state or {})})
        self._hold(view, action)
        parts.workspace.keep_view(view)
        trigger = self._trigger(person, None if view.is_home else view.id)
        payload = payloads.view_action(member, view, action, trigger)
        envelope = Envelope("interactive", "block_actions", payload, accepts_response=False)
        return _acknowledged(await parts.delivery.interaction(envelope))

    async def submit(self, person: str, view_id: str, state: dict[str, Any]) -> Outcome:
        """The form was taken, or stays open with everything that was typed."""
        parts = self._parts
        member = self._member(person)
        view = self._view(person, view_id)
        if view is None or view.is_home:
            return refused("view_not_found")
        blocks = view.body["blocks"]
        view.state = state_values(blocks, {**view.state, **state})
        view.errors = unfinished(blocks, view.state)
        parts.workspace.keep_view(view)
        if view.errors:
            return Outcome(errors=view.errors)
        payload = payloads.submission(member, view, self._trigger(person, view.id))
        reply = await parts.delivery.interaction(
            Envelope("interactive", "view_submission", payload)
        )
        if not reply.acked:
            return refused("timeout" if reply.outcome == "timeout" else "dispatch_failed")
        try:
            return self._submitted(view, reply.body or {})
        except SlackRefusal as refusal:
            parts.traffic.end(
                parts.traffic.begin("in", "refused response_action", reply.body),
                refusal.answer(),
            )
            return refused("invalid_response_action")

    async def close(self, person: str, view_id: str, *, everything: bool = False) -> Outcome:
        """The form, or the whole stack, is closed; the bot hears of it where it asked to."""
        parts = self._parts
        member = self._member(person)
        view = self._view(person, view_id)
        if view is None or view.is_home:
            return refused("view_not_found")
        everything = everything or bool(view.body.get("clear_on_close"))
        closing = [*reversed(parts.workspace.stack(person))] if everything else [view]
        for each in closing:
            views.close(parts, each)
        for each in closing:
            if each.body.get("notify_on_close"):
                payload = payloads.closed(member, each, is_cleared=everything)
                envelope = Envelope("interactive", "view_closed", payload, accepts_response=False)
                await parts.delivery.interaction(envelope)
        return DONE

    async def open_home(self, person: str, tab: str = "home") -> Outcome:
        """The bot hears that the person looks at its Home or its messages."""
        parts = self._parts
        member = self._member(person)
        direct, _ = parts.workspace.open_direct(person)
        parts.announce("app_home_opened", parts.events.home_opened(member, direct.id, tab))
        return DONE

    # What stands behind an act ----------------------------------------------------------------

    def _member(self, person: str) -> Member:
        member = self._parts.workspace.members.get(person)
        if member is None or member.deleted:
            raise SlackRefusal("user_not_found")
        return member

    def _conversation(self, person: str, channel: str) -> Conversation:
        conversation = self._parts.workspace.conversations.get(channel)
        if conversation is None or person not in conversation.members:
            raise SlackRefusal("channel_not_found")
        return conversation

    def _view(self, person: str, view_id: str) -> View | None:
        home = self._parts.workspace.homes.get(person)
        if home is not None and home.id == view_id:
            return home
        stack = self._parts.workspace.stack(person)
        return stack[-1] if stack and stack[-1].id == view_id else None

    def _trigger(self, person: str, from_modal: str | None = None) -> str:
        fresh = self._parts.workspace.fresh
        trigger_id = f"{int(self._parts.clock.real())}.{fresh('')}.{person.lower()}"
        return self._parts.triggers.give(trigger_id, person, from_modal)

    def _response_url(self, person: str, channel: str, original: str | None = None) -> str:
        key = self._parts.workspace.fresh("response-")
        self._parts.response_urls.give(key, person, channel, original)
        return f"{self._parts.url}/response/{key}"

    def _action(
        self,
        blocks: list[dict[str, Any]],
        action_id: str,
        given: dict[str, Any],
        block_id: str | None,
        *,
        forge: bool,
    ) -> dict[str, Any] | None:
        action_ts = self._parts.clock.ts()
        if forge:
            made = {"type": "button", **given, "action_id": action_id}
            return {**made, "block_id": block_id or "forged", "action_ts": action_ts}
        found = find(blocks, action_id, block_id)
        if found is None:
            return None
        try:
            return pressed(*found, given, action_ts)
        except ValueError:
            return None

    def _hold(self, view: View, action: dict[str, Any]) -> None:
        held = view.state.get(action["block_id"], {}).get(action["action_id"])
        if held is not None:
            held.update({key: action[key] for key in held if key in action})

    def _answered(
        self, member: Member, conversation: Conversation, body: dict[str, Any]
    ) -> Outcome:
        in_channel = body.get("response_type") == "in_channel"
        try:
            message = posting.draft(
                self._parts, conversation, body, None if in_channel else member.id
            )
        except SlackRefusal:
            return refused("dispatch_failed")
        posting.post(self._parts, message)
        return DONE

    def _submitted(self, view: View, body: dict[str, Any]) -> Outcome:
        parts = self._parts
        match body.get("response_action"):
            case None:
                views.close(parts, view)
                return DONE
            case "clear":
                parts.workspace.keep_stack(view.person, [])
                return DONE
            case "errors":
                errors = body.get("errors")
                inputs = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input"}
                if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
                    raise SlackRefusal("invalid_errors")
                view.errors = {block_id: str(text) for block_id, text in errors.items()}
                parts.workspace.keep_view(view)
                return Outcome(errors=view.errors)
            case "update":
                views.replace(parts, view, body.get("view"))
                return DONE
            case "push":
                views.push_modal(parts, view.person, body.get("view"))
                return DONE
            case other:
                raise SlackRefusal("unknown_response_action", str(other))


def _unanswered(reply: Reply) -> Outcome:
    return refused("operation_timeout" if reply.outcome == "timeout" else "dispatch_failed")


def _acknowledged(reply: Reply) -> Outcome:
    return DONE if reply.acked else _unanswered(reply)
