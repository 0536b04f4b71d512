"""A transaction that fails is never acknowledged, and people are told where their words are."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from flows.ids import WorkspaceId
from flows.ports import Busy, Lock, Reader, Unsure, Work
from handlers import ids
from handlers.words import say
from storage.store import SqlStore
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import CHANNEL, MAYA, TOMAS, Staffroom

T = TypeVar("T")

ENDINGS = {"busy": Busy("gone"), "unsure": Unsure("unheard"), "broken": RuntimeError("a mistake")}


class Failing:
    """The real store, whose writes fail as told, and are withdrawn."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.failure: Exception | None = None
        self.reads_fail = False

    async def write(
        self,
        workspace: WorkspaceId,
        lock: Lock,
        body: Callable[[Work], T],
        *,
        delivery: str | None = None,
        within: float | None = None,
    ) -> T:
        if self.failure is not None:
            raise self.failure
        return await self._store.write(workspace, lock, body, delivery=delivery, within=within)

    async def read(self, workspace: WorkspaceId, body: Callable[[Reader], T]) -> T:
        if self.reads_fail and self.failure is not None:
            raise self.failure
        return await self._store.read(workspace, body)


@pytest.fixture
def store(room: Staffroom) -> Failing:
    return Failing(room.store)


@pytest.fixture
def slack(room: Staffroom, store: Failing) -> Workspace:
    return Workspace(room, store=store)


@pytest.fixture
async def welcome(slack: Workspace, room: Staffroom) -> Json:
    await room.partnered()
    message = await slack.message("welcome")
    await room.all_sent()
    return {"blocks": message.blocks}


@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_form_stays_open_with_every_word_and_can_be_sent_again(
    slack: Workspace, room: Staffroom, store: Failing, ending: str
) -> None:
    form = (await slack.command(MAYA, ids.PAIR, f"<@{TOMAS}>")).opened
    store.failure = ENDINGS[ending]

    reply = await slack.submit(MAYA, form)

    assert list(reply.errors.values()) == [say(f"outage.{ending}_form")]
    assert set(reply.errors) <= {b.get("block_id") for b in form["blocks"]}
    assert await room.said() == []
    store.failure = None
    assert "gets your question" in str((await slack.submit(MAYA, form)).page)


@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_form_without_fields_is_told_so_on_a_page_above_it(
    slack: Workspace, room: Staffroom, store: Failing, welcome: Json, ending: str
) -> None:
    await room.answer(TOMAS, "his")
    await room.answer(MAYA, "hers")
    card = await slack.message("card")
    form = (await slack.press(MAYA, element(card.blocks, ids.PARTNERSHIP_MENU), chosen=1)).opened
    await room.all_sent()
    store.failure = ENDINGS[ending]

    reply = await slack.submit(MAYA, form)

    assert reply.body["response_action"] == "push"
    assert say(f"outage.{ending}_form") in str(reply.page)
    assert await room.said() == []


@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_press_is_not_acknowledged_and_its_presser_is_told(
    slack: Workspace, room: Staffroom, store: Failing, welcome: Json, ending: str
) -> None:
    press = element(welcome["blocks"], ids.ANSWER_BOX)
    values = {"why": {"why": {"type": "plain_text_input", "value": "mine"}}}
    store.failure = ENDINGS[ending]

    reply = await slack.press(TOMAS, press, values=values)

    assert reply.status >= 500
    (whisper,) = reply.called("chat.postEphemeral")
    assert (whisper["channel"], whisper["user"]) == (CHANNEL, TOMAS)
    assert whisper["text"] == say(f"outage.{ending}")
    assert await room.spark_pieces() == {}


@pytest.mark.parametrize("ending", ENDINGS)
async def test_in_a_form_or_home_the_presser_is_told_in_their_dm(
    slack: Workspace, store: Failing, ending: str
) -> None:
    home = await slack.home(MAYA)
    store.failure = ENDINGS[ending]

    reply = await slack.press(MAYA, button(ids.JOIN, {"program": "p"}), view=home)

    assert reply.status >= 500
    (whisper,) = reply.called("chat.postMessage")
    assert (whisper["channel"], whisper["text"]) == (MAYA, say(f"outage.{ending}"))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("command", [ids.COACH, ids.STATUS, ids.PROGRAM])
async def test_a_command_is_answered_with_an_honest_line(
    slack: Workspace, store: Failing, command: str, ending: str
) -> None:
    store.failure, store.reads_fail = ENDINGS[ending], True

    reply = await slack.command(MAYA, command)

    assert reply.text == say(f"outage.{ending}")
    assert reply.calls == []


EVENTS: list[Json] = [
    {"type": "app_home_opened", "user": MAYA, "tab": "home"},
    {"type": "message", "channel_type": "im", "channel": "D0DM", "user": MAYA, "text": "x"},
    {"type": "user_change", "user": {"id": MAYA, "tz": "Asia/Tokyo", "locale": "en"}},
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["type"])
async def test_an_event_is_not_acknowledged_and_comes_again(
    slack: Workspace, room: Staffroom, store: Failing, event: Json, ending: str
) -> None:
    store.failure = ENDINGS[ending]
    failed = await slack.event(event, "Ev1")
    assert failed.status >= 500
    assert failed.calls == []
    store.failure = None

    again = await slack.event(event, "Ev1")

    assert again.status == 200
    member = await room.member(MAYA)
    assert await room.said() or (member is not None and member.zone == "Asia/Tokyo")


async def test_a_delivery_that_came_before_is_acknowledged_and_does_nothing(
    slack: Workspace, room: Staffroom, welcome: Json
) -> None:
    values = {"why": {"why": {"type": "plain_text_input", "value": "mine"}}}
    body = slack.press_body(TOMAS, element(welcome["blocks"], ids.ANSWER_BOX), values=values)

    first = await slack.deliver(body)
    body["state"]["values"]["why"]["why"]["value"] = "other words"
    second = await slack.deliver(body)

    assert (first.status, second.status) == (200, 200)
    assert second.calls == []
    assert (await room.spark_pieces())[TOMAS].words == "mine"


async def test_a_refusal_is_not_remembered_as_done(
    slack: Workspace, room: Staffroom, welcome: Json
) -> None:
    home = await slack.home(TOMAS)
    form = (await slack.press(TOMAS, element(home["blocks"], ids.OPEN_STEP), view=home)).opened
    body = slack.submit_body(TOMAS, form, why="x" * 241)

    first, second = await slack.deliver(body), await slack.deliver(body)

    assert first.errors == second.errors != {}


async def test_a_form_that_slack_does_not_open_is_said(slack: Workspace) -> None:
    slack.wire.refused["views.open"] = "internal_error"

    command = await slack.command(MAYA, ids.PAIR)
    press = await slack.press(MAYA, button(ids.INVITE))

    assert command.text == say("outage.broken")
    assert press.status == 500
    assert press.whispered == [say("outage.broken")]


async def test_while_slack_does_not_tell_who_somebody_is_nothing_is_done(
    slack: Workspace, room: Staffroom
) -> None:
    slack.wire.refused["users.info"] = "internal_error"

    command = await slack.command(MAYA, ids.PAIR, f"<@{TOMAS}>")
    press = await slack.press(MAYA, button(ids.JOIN, {"program": room.program.id}))

    assert command.text == say("outage.busy")
    assert (press.status, press.whispered) == (503, [say("outage.busy")])


async def test_a_lost_whisper_loses_nothing(slack: Workspace, welcome: Json) -> None:
    slack.wire.refused["chat.postEphemeral"] = "user_not_in_channel"
    values = {"why": {"why": {"type": "plain_text_input", "value": "mine"}}}

    reply = await slack.press(TOMAS, element(welcome["blocks"], ids.ANSWER_BOX), values=values)

    assert reply.status == 200
    assert set(await slack.room.spark_pieces()) == {TOMAS}


@pytest.mark.parametrize(
    ("error", "status"), [("not_found", 200), ("hash_conflict", 200), ("internal_error", 500)]
)
async def test_a_form_that_was_closed_meanwhile_is_no_failure(
    slack: Workspace, room: Staffroom, welcome: Json, error: str, status: int
) -> None:
    home = await slack.home(TOMAS)
    form = (await slack.press(TOMAS, element(home["blocks"], ids.OPEN_STEP), view=home)).opened
    values = {"why": {"why": {"type": "plain_text_input", "value": "mine"}}}
    slack.wire.refused["views.update"] = error

    saved = await slack.press(
        TOMAS, element(form["blocks"], ids.SAVE_DRAFT), view=form, values=values
    )

    assert saved.status == status
    assert saved.whispered == ([] if status == 200 else [say("outage.broken")])
    again = await slack.press(TOMAS, element(home["blocks"], ids.OPEN_STEP), view=home)
    assert "mine" in str(again.opened), "the draft is kept, whatever is shown"
