"""The slash commands that only show something: `/coach`, `/coach-status`, `/coach-help`."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import standing
from flows.standing import Standing
from handlers import ids, payloads
from handlers.answers import Listener
from handlers.seams import Desk, Message, Telling
from handlers.views import help as help_views
from handlers.views import home as home_views


async def coach_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach`: what is next for me."""
    del body, client
    await _show(ack, desk, home_views.answer)


async def status_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-status`: where my partnerships stand."""
    del body, client
    await _show(ack, desk, home_views.status)


async def help_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-help`: everything on one page."""
    del body, client
    await _say(ack, help_views.overview(await desk.locale()))


async def _show(ack: AsyncAck, desk: Desk, view: Callable[[Standing, Telling], Message]) -> None:
    who = desk.who
    found = await desk.look(lambda reader: standing.of(reader, who))
    names = await desk.names(found.people)
    await _say(ack, view(found, Telling(await desk.locale(), names)))


async def _say(ack: AsyncAck, message: Message) -> None:
    await ack(text=message.text, blocks=message.blocks)


def understood(command: str, listener: Listener, *, takes_person: bool = False) -> Listener:
    """The command's listener, which also answers `help` and what it does not understand."""

    async def asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
        typed = payloads.as_typed(str(body.get("text") or "")).strip()
        if typed.lower() == "help":
            await ack(text=help_views.line(command, await desk.locale()))
        elif typed and not (takes_person and _names_one_person(str(body["text"]))):
            await ack(text=help_views.example(command, typed, await desk.locale()))
        else:
            await listener(ack, body, client, desk)

    asked.__name__ = listener.__name__
    return asked


def _names_one_person(typed: str) -> bool:
    return len(typed.split()) == 1 and payloads.mentioned(typed) is not None


async def nothing_known(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """A command that the manifest of an older installation still has: help is the answer."""
    del client
    typed = str(body.get("command", ""))
    await ack(text=help_views.example(ids.HELP, typed, await desk.locale()))
