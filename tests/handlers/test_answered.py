"""A message that asked one question, once it is answered: a line, and no button that does it."""

from dataclasses import replace
from datetime import date

import pytest

from flows import answered, appointments, easing, inviting, proposing, requesting, visiting
from flows.agreement import Terms
from flows.ids import ProposalId, RunId
from flows.joining import Who
from flows.ports import Work
from flows.proposal import Proposal
from flows.slip import Slip, SlipState
from handlers import ids
from handlers.seams import Message, Telling
from handlers.views import nudges
from tests.flows.grouped import Group
from tests.handlers.workspace import Workspace, button, element, elements
from tests.staffroom import MAYA, NO, OLE, TOMAS, ZONE, Staffroom, at

FOCUS = RunId("observation.focus/1")
CHOICES = {"level": "evidence_questions", "channel": "write_first", "tool": "timeline"}
TEXTS = {"look": "who answers", "place": "room 14"}
ANSWERS = {ids.WORKS, ids.OTHER_TIMES}


@pytest.fixture
async def pair(slack: Workspace, room: Staffroom) -> Staffroom:
    """Both first sentences are in; Maya is visited first."""
    await room.spoken()
    await room.all_sent()
    return room


async def asked(room: Staffroom) -> ProposalId:
    start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")

    def ask(work: Work) -> object:
        return requesting.request(work, MAYA, room.pair.id, TEXTS, CHOICES, start, end)

    outcome = await room.write(ask)
    assert isinstance(outcome, Proposal)
    await room.all_sent()
    return outcome.id


async def updated(slack: Workspace, room: Staffroom, kind: str) -> list[str]:
    """What the updates in place of that kind say; none of them has a button left that answers."""
    found = []
    for said in await room.said(kind):
        if said.effect == "update":
            shown = await slack.shown(said)
            assert isinstance(shown, Message)
            found.append(shown.text)
    return found


def pressable(message: Message) -> set[str]:
    return {str(e["action_id"]) for e in elements(message.blocks)}


async def test_a_yes_on_the_home_ends_the_question_in_the_message(
    slack: Workspace, pair: Staffroom
) -> None:
    await asked(pair)
    message = await slack.message("proposed")
    assert pressable(message) >= ANSWERS

    home = await slack.home(TOMAS)
    await slack.press(TOMAS, element(home["blocks"], ids.WORKS))

    (text,) = await updated(slack, pair, "proposed")
    assert "it is settled" in text
    over = await slack.message("proposed")
    assert not ANSWERS & pressable(over)


async def test_another_time_and_a_suggestion_taken_back_say_so(
    slack: Workspace, pair: Staffroom
) -> None:
    await asked(pair)
    start, end = at("2026-03-11 09:00"), at("2026-03-11 09:15")
    await pair.write(lambda w: requesting.suggest(w, TOMAS, pair.pair.id, start, end))
    (text,) = await updated(slack, pair, "proposed")
    assert "another time has taken its place" in text
    await pair.all_sent()

    found = await pair.read(lambda r: visiting.find(r, MAYA, pair.pair.id))
    assert isinstance(found, visiting.Visit)
    assert found.proposal is not None
    second = found.proposal.id
    await pair.write(lambda w: proposing.withdraw(w, TOMAS, pair.pair.id, second))
    (text,) = await updated(slack, pair, "proposed")
    assert "does not hold any more" in text


async def test_the_reminder_of_the_same_question_ends_with_it(
    slack: Workspace, pair: Staffroom
) -> None:
    which = await asked(pair)
    await pair.until("2026-03-05 16:00")
    assert len(await pair.said("proposed", sent=True)) == 2

    await pair.write(lambda w: proposing.works(w, TOMAS, pair.pair.id, which))

    assert len(await updated(slack, pair, "proposed")) == 2


async def ask_again(room: Staffroom) -> None:
    """Nobody has answered for long: the question after silence stands in the DM."""
    await room.until("2026-03-12 16:00")
    assert await room.said("pause_ask", sent=True)


@pytest.mark.parametrize(
    ("action", "words"),
    [(ids.EASE_KEEP, "Keep going"), (ids.EASE_LIGHTEN, "Lighten"), (ids.EASE_SKIP, "Skip this")],
)
async def test_the_question_after_silence_shows_what_was_chosen(
    slack: Workspace, pair: Staffroom, action: str, words: str
) -> None:
    await ask_again(pair)
    message = await slack.message("pause_ask", f"dm:{MAYA}")

    await slack.press(MAYA, element(message.blocks, action), dm=True)

    (text,) = await updated(slack, pair, "pause_ask")
    assert text.startswith("These weeks looked full. You chose: " + words)
    await pair.all_sent()
    await slack.press(MAYA, button(ids.EASE_KEEP, {"partnership": pair.pair.id}), dm=True)
    assert await updated(slack, pair, "pause_ask") == []


async def test_where_nobody_has_a_turn_none_is_moved(room: Staffroom) -> None:
    group = Group(room, "lesson_study")
    await group.begins()
    message = nudges.pause_ask(await group.course(), None, Telling("en", {}))

    assert ids.EASE_MOVE not in pressable(message)
    assert "move" not in message.text


async def test_moving_pausing_and_finishing_end_it_as_well(
    slack: Workspace, pair: Staffroom
) -> None:
    await ask_again(pair)

    await pair.write(lambda w: easing.move_turn(w, MAYA, pair.pair.id, date(2026, 3, 23)))
    (text,) = await updated(slack, pair, "pause_ask")
    assert text.endswith("Move my turn.")


@pytest.mark.parametrize(("do", "words"), [("pause", "Pause"), ("end", "Finish")])
async def test_leaving_from_the_question_ends_it(
    slack: Workspace, pair: Staffroom, do: str, words: str
) -> None:
    await ask_again(pair)
    message = await slack.message("pause_ask", f"dm:{MAYA}")
    action = ids.EASE_PAUSE if do == "pause" else ids.EASE_FINISH
    form = (await slack.press(MAYA, element(message.blocks, action), dm=True)).opened
    await slack.submit(MAYA, form)

    (text,) = await updated(slack, pair, "pause_ask")
    assert text.endswith(f"{words}.")


async def test_a_step_that_is_done_says_so_in_the_messages_that_asked_for_it(
    slack: Workspace, pair: Staffroom
) -> None:
    await pair.until("2026-03-04 16:00")
    assert [s.lane for s in await pair.said("open", sent=True)] == [f"dm:{MAYA}"]

    value = {"partnership": pair.pair.id, "run": FOCUS}
    await slack.press(MAYA, button(ids.SKIP_STEP, value), dm=True)

    (text,) = await updated(slack, pair, "open")
    assert text == "*Focus and request*: done."


async def bundled(room: Staffroom) -> None:
    """Her open step and a suggested time went out in one message."""

    def together(work: Work) -> None:
        found = [
            slip
            for slip in work.slips.sent_since(MAYA, at("2026-03-01 08:00"))
            if slip.planned().named in {"open", "pause_ask"}
        ]
        for slip in found:
            work.slips.put(_in_bundle(slip, f"bundle:{found[0].id}"))

    await room.write(together)


def _in_bundle(slip: Slip, bundle: str) -> Slip:

    assert slip.state is SlipState.SENT
    return replace(slip, bundle=bundle, sent_at=at("2026-03-12 15:45"))


async def test_in_a_bundle_the_others_go_on_asking(slack: Workspace, pair: Staffroom) -> None:
    await ask_again(pair)
    await bundled(pair)
    await slack.press(MAYA, button(ids.EASE_KEEP, {"partnership": pair.pair.id}), dm=True)

    said = [s for s in await pair.said("bundle") if s.effect == "update"]
    shown = await slack.shown(said[0])
    assert isinstance(shown, Message)

    assert "You chose: Keep going" in shown.text
    assert ids.OPEN_STEP in pressable(shown)
    assert ids.MESSAGE_MENU in pressable(shown)
    assert ids.EASE_KEEP not in pressable(shown)
    value = {"partnership": pair.pair.id, "run": FOCUS}
    await slack.press(MAYA, button(ids.SKIP_STEP, value), dm=True)
    again = await slack.shown(next(s for s in await pair.said("bundle") if s.effect == "update"))
    assert isinstance(again, Message)
    assert "*Focus and request*: done." in again.text


async def test_the_months_question_ends_with_its_answer(slack: Workspace, room: Staffroom) -> None:
    await room.joined(OLE)
    await room.until("2026-05-05 16:00")
    message = await slack.message("pulse", f"dm:{OLE}")
    choices = element(message.blocks, ids.PULSE)

    await slack.press(OLE, choices, dm=True, chosen=0)

    assert await updated(slack, room, "pulse") == ["This month's question was here. Thank you."]


async def test_an_invitation_with_other_words_ends_with_the_answer(
    slack: Workspace, room: Staffroom
) -> None:

    invitation = await room.invited()
    terms = Terms(first=TOMAS)
    await room.write(lambda w: inviting.propose(w, Who(TOMAS, ZONE), invitation.id, 1, terms, NO))
    await room.all_sent()
    message = await slack.message("proposed_agreement", f"dm:{MAYA}")
    assert ids.SEE_INVITATION in pressable(message)

    await room.agree(MAYA, invitation, 2)

    (text,) = await updated(slack, room, "proposed_agreement")
    assert "That question is answered." in text
    assert len(await updated(slack, room, "invite")) == 1


async def test_while_another_yes_is_missing_ones_own_is_shown_as_kept(
    slack: Workspace, pair: Staffroom
) -> None:
    """With more than two, a yes is one of several."""
    which = await asked(pair)
    proposal = await pair.read(lambda r: r.proposals.get(which))
    assert proposal is not None
    await pair.write(lambda w: w.proposals.put(proposal.accepted(TOMAS)))

    await pair.write(lambda w: answered.show(w, *appointments.asked(proposal, TOMAS)))

    (text,) = await updated(slack, pair, "proposed")
    assert text.startswith("You said yes to")
