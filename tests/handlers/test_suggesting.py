"""`/coach-pair` without a name: colleagues with reasons, chosen, asked; nobody learns of it."""

from datetime import time, timedelta
from typing import Any

import pytest

from flows import leaving
from flows.ids import MemberId
from flows.inviting import Yes
from flows.schooldays import Days
from flows.timetable import Lesson
from handlers import ids
from handlers.views import invitation as views
from tests.handlers.workspace import Json, Workspace, element, elements
from tests.staffroom import AYA, CHOSEN, KNOWINGLY, MAYA, NO, OLE, TOMAS, Staffroom

MORNINGS = (Lesson(0, time(8, 30), time(12, 0)), Lesson(1, time(8, 30), time(13, 0)))


async def form(slack: Workspace, who: MemberId = MAYA) -> Json:
    reply = await slack.command(who, "/coach-pair")
    view: Json = reply.opened
    return view


async def suggested(slack: Workspace, who: MemberId = MAYA) -> Json:
    opened = await form(slack, who)
    return updated(await slack.press(who, element(opened["blocks"], ids.SUGGEST), view=opened))


def updated(reply: Any) -> Json:
    (given,) = reply.called("views.update")
    view: Json = given["view"]
    return view


def lines(view: Json) -> list[str]:
    return [
        b["text"]["text"]
        for b in view["blocks"]
        if (b.get("accessory") or {}).get("action_id") == ids.ASK_SUGGESTED
    ]


@pytest.fixture
async def school(room: Staffroom) -> Staffroom:
    """Three who wish to be found, and Maya who looks."""
    seeks = ("questioning",)
    await room.put(MAYA, seeks=seeks, lessons=MORNINGS)
    await room.put(TOMAS, seeks=seeks, lessons=MORNINGS, listed=True)
    await room.put(AYA, offers=seeks, listed=True)
    await room.put(OLE, seeks=seeks)
    return room


async def test_colleagues_are_suggested_with_reasons_and_without_a_score(
    slack: Workspace, school: Staffroom
) -> None:
    shown = lines(await suggested(slack))

    assert shown == [
        "*Tomás:* You both want to work on questioning; five shared free periods.",
        "*Aya:* They offer questioning, which you look for; you are both new.",
    ]
    assert await school.said() == []


async def test_one_press_fills_the_form_and_the_invitation_goes_out(
    slack: Workspace, school: Staffroom
) -> None:
    view = await suggested(slack)
    filled = updated(await slack.press(MAYA, element(view["blocks"], ids.ASK_SUGGESTED), view=view))
    assert "You ask *Tomás*." in str(filled)
    changed = await slack.press(MAYA, element(filled["blocks"], ids.CHANGE_TERMS), view=filled)
    assert "You ask *Tomás*." in str(updated(changed))

    reply = await slack.submit(MAYA, updated(changed))

    assert "gets your question" in str(reply.page)
    (invitation,) = await school.read(lambda r: list(r.invitations.open_to(TOMAS)))
    assert invitation.agreement.terms(1).topic == "questioning"


async def test_somebody_else_can_be_asked_after_all(slack: Workspace, school: Staffroom) -> None:
    view = await suggested(slack)
    filled = updated(await slack.press(MAYA, element(view["blocks"], ids.ASK_SUGGESTED), view=view))

    back = updated(await slack.press(MAYA, element(filled["blocks"], ids.ASK_OTHER), view=filled))

    assert ids.SUGGEST in {e["action_id"] for e in elements(back["blocks"])}
    await slack.submit(MAYA, back, whom=OLE)
    assert len(await school.read(lambda r: list(r.invitations.open_to(OLE)))) == 1


async def test_power_is_asked_about_as_for_anybody(slack: Workspace, school: Staffroom) -> None:
    """practice INV-16"""
    view = await suggested(slack)
    filled = updated(await slack.press(MAYA, element(view["blocks"], ids.ASK_SUGGESTED), view=view))

    noted = (await slack.submit(MAYA, filled, power="yes")).page

    assert "You ask *Tomás*." in str(noted)
    unticked = await slack.submit(MAYA, noted, power="yes")
    assert "tick the box" in unticked.errors[views.CHOOSE]
    sent = await slack.submit(MAYA, noted, power="yes", choose=["yes"])
    assert "gets your question" in str(sent.page)


async def test_who_cannot_be_asked_is_not_suggested_and_nothing_tells_why(
    slack: Workspace, school: Staffroom
) -> None:
    """practice INV-15, G2.2"""
    gone: list[dict[str, Any]] = [
        {"listed": False},
        {"closed_to_invitations": True},
        {"not_with": frozenset({MAYA})},
        {"most_partnerships": 0},
        {"snoozed_until": school.now + timedelta(days=2)},
        {"deactivated": True},
        {"stopped": True},
        {"leave": (Days(school.now.date(), school.now.date()),)},
        {"away": Days(school.now.date(), school.now.date() + timedelta(days=4))},
    ]
    await school.put(AYA, listed=False)
    for change in gone:
        before = await school.member(TOMAS)
        assert before is not None
        await school.put(TOMAS, **change)
        view = await suggested(slack)
        assert "Nobody to suggest just now" in str(view), change
        await school.put(TOMAS, **{name: getattr(before, name) for name in change})
    await school.put(MAYA, not_with=frozenset({TOMAS}))
    assert lines(await suggested(slack)) == []


@pytest.mark.parametrize(("yes", "theirs"), [(NO, NO), (CHOSEN, KNOWINGLY)])
async def test_a_last_partner_and_somebody_with_power_are_left_out(
    slack: Workspace, school: Staffroom, yes: Yes, theirs: Yes
) -> None:
    """practice INV-16"""
    invitation = await school.invited(MAYA, TOMAS, yes)
    await school.agree(TOMAS, invitation, yes=theirs)
    (pair,) = await school.read(lambda r: list(r.partnerships.of_member(MAYA)))
    assert [line.split(":*")[0] for line in lines(await suggested(slack))] == ["*Aya"]

    await school.write(lambda w: leaving.end(w, MAYA, pair.id))

    assert [line.split(":*")[0] for line in lines(await suggested(slack))] == ["*Aya"]


async def test_whom_nothing_is_known_of_is_told_what_to_say_first(
    slack: Workspace, room: Staffroom
) -> None:
    view = await suggested(slack)

    assert "My lessons and topics" in str(view)


async def test_somebody_in_no_program_is_told_so(slack: Workspace, room: Staffroom) -> None:
    await room.put(MAYA, program=None)
    opened = await form(slack)

    reply = await slack.press(MAYA, element(opened["blocks"], ids.SUGGEST), view=opened)

    assert "Join a program first" in reply.whispered[0]


async def test_a_topic_of_ones_own_is_shown_as_typed_and_harmless(
    slack: Workspace, school: Staffroom
) -> None:
    evil = "<!here> *wait*"
    await school.put(MAYA, seeks=(evil,), lessons=())
    await school.put(TOMAS, seeks=(evil,), lessons=())

    view = await suggested(slack)

    assert "<!here>" not in lines(view)[0]
    pressed = element(view["blocks"], ids.ASK_SUGGESTED)
    filled = updated(await slack.press(MAYA, pressed, view=view))
    assert evil not in str(filled)


async def test_the_one_chosen_may_have_become_unavailable(
    slack: Workspace, school: Staffroom
) -> None:
    view = await suggested(slack)
    filled = updated(await slack.press(MAYA, element(view["blocks"], ids.ASK_SUGGESTED), view=view))
    await school.put(TOMAS, closed_to_invitations=True)

    reply = await slack.submit(MAYA, filled)

    assert list(reply.errors.values()) == ["Tomás is not open to invitations now."]
