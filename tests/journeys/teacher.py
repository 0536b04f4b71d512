"""A teacher as a journey acts them: reads what the screen shows, presses and types by its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground.acting import Person
from playground.interaction import Outcome
from playground.server import Playground
from playground.workspace import BOT_USER, Message, View


class NotOnScreen(AssertionError):
    """The words that the journey looked for are nowhere on this person's screen."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press, and where it is."""

    action_id: str
    block_id: str
    channel: str | None
    ts: str | None
    view_id: str | None
    option: dict[str, Any] | None = None


class Teacher:
    """One person at their phone."""

    def __init__(self, slack: Playground, person: str) -> None:
        self._slack = slack
        self.person: Person = slack.person(person)
        self.id = person

    # Looking ----------------------------------------------------------------------------------

    @property
    def dm(self) -> list[Message]:
        """What stands in their DM with Tandem."""
        return self.person.messages()

    def group(self, *others: "Teacher") -> str:
        """The group DM with these people and Tandem."""
        wanted = {self.id, BOT_USER} | {other.id for other in others}
        for conversation in self.person.conversations():
            if conversation.kind == "mpim" and set(conversation.members) == wanted:
                return conversation.id
        raise NotOnScreen(f"{self.id} has no group DM with {sorted(wanted)}")

    def sees(self, channel: str | None = None) -> list[str]:
        """The texts of a conversation, in order."""
        return [shown(message) for message in self.person.messages(channel)]

    def form(self) -> View:
        """The form before them."""
        modal = self.person.modal()
        if modal is None:
            raise NotOnScreen(f"{self.id} has no form open")
        return modal

    def reads(self) -> str:
        """Every word of the form before them."""
        body = self.form().body
        return "\n".join([body["title"]["text"], *texts(body["blocks"])])

    def home(self) -> str:
        """Every word of their Home."""
        view = self.person.home()
        return "" if view is None else "\n".join(texts(view.body["blocks"]))

    # Doing ------------------------------------------------------------------------------------

    async def types(self, command: str, channel: str | None = None) -> list[str]:
        """Sends a command; the private lines that answer it."""
        where = channel or self.person.direct().id
        before = {m.ts for m in self.person.messages(where)}
        outcome = await self.person.command(where, command)
        assert outcome.ok, f"{command}: {outcome.error}"
        await self.settled()
        return [shown(m) for m in self.person.messages(where) if m.only_for and m.ts not in before]

    async def writes(self, text: str) -> None:
        """Types something into the DM with Tandem."""
        outcome = await self.person.write(self.person.direct().id, text)
        assert outcome.ok, outcome.error
        await self.settled()

    async def presses(self, label: str, channel: str | None = None, **typed: str) -> None:
        """Presses what carries that label: in the form or on the Home, else in the conversation."""
        button = self._find(label, channel)
        outcome = await self.press(button, typed)
        assert outcome.ok, f"{label}: {outcome.error}"
        await self.settled()

    async def press(self, button: Button, typed: dict[str, Any] | None = None) -> Outcome:
        """Presses exactly this, whatever comes of it."""
        chosen: dict[str, Any] = {"selected_option": button.option} if button.option else {}
        return await self.person.press(
            button.action_id,
            channel=button.channel,
            ts=button.ts,
            view_id=button.view_id,
            block_id=button.block_id,
            state=typed or None,
            **chosen,
        )

    def finds(self, label: str, channel: str | None = None) -> Button:
        """The thing with that label, to press it more than once."""
        return self._find(label, channel)

    async def sends(self, /, **answers: Any) -> dict[str, str]:
        """Fills the form in, by block, and submits it; the words under its fields if it stays."""
        outcome = await self.person.submit(self.form().id, answers)
        assert outcome.ok, outcome.error
        await self.settled()
        return outcome.errors

    async def closes(self) -> None:
        """Closes whatever form is open."""
        if self.person.modal() is not None:
            await self.person.close(everything=True)
            await self.settled()

    async def opens_home(self) -> str:
        """Looks at their Home once it is published."""
        await self.person.open_home()
        await self.settled()
        return self.home()

    async def settled(self) -> None:
        """Until nothing is under way any more."""
        await self._slack.movement.settled()

    # Finding ----------------------------------------------------------------------------------

    def _find(self, label: str, channel: str | None) -> Button:
        if channel is None:
            for view in (self.person.modal(), self.person.home()):
                if view is not None:
                    for found in _buttons(view.body["blocks"], label):
                        return Button(found[0], found[1], None, None, view.id, found[2])
        for message in reversed(self.person.messages(channel)):
            for found in _buttons(message.blocks or [], label):
                return Button(found[0], found[1], message.channel, message.ts, None, found[2])
        raise NotOnScreen(f"{self.id} sees nothing labelled {label!r}")


def shown(message: Message) -> str:
    """All words of a message, once each."""
    parts = texts(message.blocks or [])
    return "\n".join([message.text, *(part for part in parts if part != message.text)])


def texts(value: Any) -> list[str]:
    """Every text that a block shows, in order."""
    found: list[str] = []
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("type") in {
            "plain_text",
            "mrkdwn",
            "text",
        }:
            return [value["text"]]
        for key in ("text", "label", "hint", "elements", "fields", "accessory", "element"):
            found += texts(value.get(key))
        if value.get("type") == "rich_text":
            return found
        for option in value.get("options", []):
            found += texts(option)
        if isinstance(value.get("initial_value"), str):
            found.append(value["initial_value"])
    elif isinstance(value, list):
        for each in value:
            found += texts(each)
    return found


def _buttons(
    blocks: list[dict[str, Any]], label: str
) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    for block in blocks:
        elements = [*block.get("elements", []), block.get("accessory") or {}]
        if block.get("dispatch_action"):
            elements.append(block["element"])
        for element in elements:
            text = element.get("text")
            if isinstance(text, dict) and text["text"] == label and "action_id" in element:
                yield element["action_id"], block["block_id"], None
            for option in element.get("options", []):
                if option["text"]["text"] == label:
                    yield element["action_id"], block["block_id"], option
