"""One's own hours and days away, the school's dates and questions, and balance: form by form."""

from typing import Any

import pytest

from flows import leaving, own_prompts
from flows.ids import MemberId
from flows.schooldays import Days
from handlers import ids
from tests.handlers.test_happenings import user
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import ADMIN, AYA, MAYA, OLE, TOMAS, Staffroom, at


async def pressed(slack: Workspace, who: MemberId, action: str, **value: str) -> Json:
    return (await slack.press(who, button(action, value))).opened


async def test_the_days_message_and_the_hours_are_ones_own(
    slack: Workspace, room: Staffroom
) -> None:
    shown = await slack.command(MAYA, ids.PAUSE)
    assert "15:45" in str(shown.body)
    form = await pressed(slack, MAYA, ids.MY_HOURS)

    refused = await slack.submit(MAYA, form, slot="07:45", begin="09:00", end="16:00")
    saved = await slack.submit(MAYA, form, slot="07:45", begin="07:30", end="16:00")

    assert "slot" in refused.errors
    assert "07:45" in str(saved.page)
    member = await room.member(MAYA)
    assert member is not None
    assert str(member.slot) == "07:45:00"
    assert "16:00" in str((await slack.command(MAYA, ids.PAUSE)).body)


async def test_a_partnership_is_lightened_without_waiting_to_be_asked(
    slack: Workspace, room: Staffroom
) -> None:
    await room.partnered()
    await room.all_sent()
    shown = await slack.command(MAYA, ids.PAUSE)
    press = element(shown.body["blocks"], ids.EASE_LIGHTEN)

    reply = await slack.press(MAYA, press)

    assert "Lighter: only the starred questions" in reply.whispered[0]
    assert MAYA in (await room.course()).cycle.lightened
    assert await room.said("lighter") == []
    await room.write(lambda w: leaving.pause(w, TOMAS, room.pair.id))
    paused = await slack.command(MAYA, ids.PAUSE)
    assert ids.EASE_LIGHTEN not in str(paused.body)


async def test_days_away_are_taken_and_taken_back(slack: Workspace, room: Staffroom) -> None:
    form = await pressed(slack, MAYA, ids.MY_LEAVE)

    refused = await slack.submit(MAYA, form, first="2026-03-02", last="2026-03-02")
    one = await slack.submit(MAYA, form, first="2026-03-20")
    form = await pressed(slack, MAYA, ids.MY_LEAVE)
    more = await slack.submit(MAYA, form, first="2026-03-03", last="2026-03-06")

    assert "first" in refused.errors
    assert "Fri 20 Mar 2026" in str(one.page)
    assert "3 Mar" in str(more.page)
    assert "Away" in str((await slack.command(MAYA, ids.PAUSE)).body)
    again = await pressed(slack, MAYA, ids.MY_LEAVE)
    back = await slack.press(MAYA, element(again["blocks"], ids.COME_BACK), view=again)
    assert back.called("views.update")
    member = await room.member(MAYA)
    assert member is not None
    assert member.leave == (Days(at("2026-03-20 12:00").date(), at("2026-03-20 12:00").date()),)
    late = await slack.press(MAYA, element(again["blocks"], ids.COME_BACK), view=again)
    assert late.called("views.update")


@pytest.mark.parametrize("action", [ids.MY_HOURS, ids.MY_LEAVE])
async def test_whoever_is_in_no_program_is_told_so(slack: Workspace, action: str) -> None:
    reply = await slack.press(MemberId("U0OUT"), button(action))

    assert reply.whispered


async def test_too_many_days_away_are_refused(slack: Workspace) -> None:
    for day in range(10, 22):
        form = await pressed(slack, MAYA, ids.MY_LEAVE)
        await slack.submit(MAYA, form, first=f"2026-05-{day}")
    form = await pressed(slack, MAYA, ids.MY_LEAVE)

    assert "12" in (await slack.submit(MAYA, form, first="2026-06-01")).errors["first"]


DATES: dict[str, Any] = {
    "days_off": "26 Oct 2026 - 30 Oct 2026\n2026-11-02",
    "extra": "2026-09-05",
    "terms": "18 Dec 2026",
    "until": "2027-07-02",
}


async def test_a_facilitator_enters_the_schools_own_dates(
    slack: Workspace, room: Staffroom
) -> None:
    settings = (await slack.command(ADMIN, ids.PROGRAM)).opened
    opened = await slack.press(ADMIN, element(settings["blocks"], ids.SCHOOL_DATES), view=settings)
    form = opened.called("views.push")[0]["view"]

    doubt = await slack.submit(ADMIN, form, **(DATES | {"days_off": "soon"}))
    past = await slack.submit(ADMIN, form, **(DATES | {"until": "2026-01-02"}))
    saved = await slack.submit(ADMIN, form, **DATES)

    assert "soon" in doubt.errors["days_off"]
    assert past.errors
    assert saved.page
    program = await room.read(lambda r: r.programs.get(room.program.id))
    assert program is not None
    assert len(program.own_dates.days_off) == 2
    again = await pressed(slack, ADMIN, ids.SCHOOL_DATES, program=room.program.id)
    assert "2026-10-26 – 2026-10-30" in str(again)


@pytest.mark.parametrize("action", [ids.SCHOOL_DATES, ids.QUESTIONS])
async def test_nobody_else_sets_them(slack: Workspace, room: Staffroom, action: str) -> None:
    reply = await slack.press(AYA, button(action, {"program": room.program.id}))
    assert reply.whispered
    form = await pressed(slack, ADMIN, action, program=room.program.id)

    answer = await slack.submit(AYA, form, **(DATES if action == ids.SCHOOL_DATES else {}))

    assert "not look after" in str(answer.body)


async def test_questions_of_ones_own_stand_under_ones_name(
    slack: Workspace, room: Staffroom
) -> None:
    form = await pressed(slack, ADMIN, ids.QUESTIONS, program=room.program.id)

    long = await slack.submit(ADMIN, form, words="x" * 161)
    saved = await slack.submit(
        ADMIN, form, words="What *surprised* you?", turn="reflection", extras={"knowing"}
    )

    assert "161" in long.errors["words"]
    assert saved.page
    (own,) = await room.read(lambda r: own_prompts.of(r, room.program.id))
    await room.until("2026-04-13 09:00")
    rows = await room.said("weekly", sent=True)
    assert len(rows) == 4
    program = await room.read(lambda r: r.programs.get(room.program.id))
    assert program is not None
    assert program.pulse_extras == ("knowing",)
    assert own.words == "What *surprised* you?"


async def test_a_question_is_removed_in_the_form(slack: Workspace, room: Staffroom) -> None:
    form = await pressed(slack, ADMIN, ids.QUESTIONS, program=room.program.id)
    await slack.submit(ADMIN, form, words="Which?", turn="practical")
    again = await pressed(slack, ADMIN, ids.QUESTIONS, program=room.program.id)
    press = element(again["blocks"], ids.REMOVE_QUESTION)

    nobody = await slack.press(AYA, press, view=again)
    removed = await slack.press(ADMIN, press, view=again)

    assert "not look after" in str(nobody.called("views.update"))
    assert "Which?" not in str(removed.called("views.update"))


async def test_how_it_stands_is_for_its_members(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    await room.answer(MAYA, "wait")
    home = await slack.home(MAYA)
    menu = element(home["blocks"], ids.PARTNERSHIP_MENU)

    shown = (await slack.press(MAYA, menu, chosen=2)).opened
    asked = await slack.press(MAYA, element(shown["blocks"], ids.CHECK_RHYTHM), view=shown)
    again = await slack.press(TOMAS, element(shown["blocks"], ids.CHECK_RHYTHM), view=shown)
    foreign = await slack.press(OLE, menu, chosen=2)

    assert "Tomás" in str(shown)
    assert "same words" in str(asked.called("views.update"))
    assert "already" in str(again.called("views.update"))
    assert foreign.whispered
    message = await slack.message("check_rhythm", f"dm:{TOMAS}")
    first = await slack.press(TOMAS, element(message.blocks, ids.RHYTHM_LIGHTEN), dm=True)
    second = await slack.press(MAYA, element(message.blocks, ids.RHYTHM_FINE), dm=True)
    third = await slack.press(MAYA, element(message.blocks, ids.RHYTHM_FINE), dm=True)
    assert "Noted" in str(first.whispered)
    assert "Lighter" in str(second.whispered)
    assert third.whispered
    assert (await room.course()).cycle.lightened == (MAYA, TOMAS)


async def test_the_buttons_of_balance_and_of_terms_answer(
    slack: Workspace, room: Staffroom
) -> None:
    await room.partnered()
    name = {"partnership": room.pair.id}

    for who, action, said in (
        (MAYA, ids.SWAP_NEXT, "Noted"),
        (MAYA, ids.SWAP_NEXT, "stands"),
        (TOMAS, ids.SWAP_NEXT, "changed"),
        (OLE, ids.SWAP_NEXT, "other people"),
        (MAYA, ids.TALK_ABOUT_IT, "coach-observe"),
        (MAYA, ids.TERM_KEEP, "Kept"),
        (OLE, ids.RHYTHM_PAUSE, "other people"),
        (MAYA, ids.STEP_LATER, "Later"),
    ):
        reply = await slack.press(who, button(action, name), dm=True)
        assert said in str(reply.whispered), (action, reply.whispered)
    for who in (OLE, MAYA):
        reply = await slack.press(who, button(ids.CHECK_RHYTHM, name), dm=True)
        assert reply.whispered


async def test_a_day_to_be_asked_is_ones_own_choice(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    form = await pressed(
        slack, MAYA, ids.ASK_ON, partnership=room.pair.id, run="observation.step/1"
    )

    late = await slack.submit(MAYA, form, day="2026-03-18")
    foreign = await slack.submit(OLE, form, day="2026-03-18")

    assert late.errors["day"]
    assert foreign.errors["day"]


async def test_do_not_disturb_follows_slacks_events(slack: Workspace, room: Staffroom) -> None:
    start, end = at("2026-03-03 12:00"), at("2026-03-04 08:00")
    status = {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(start.timestamp()),
        "next_dnd_end_ts": int(end.timestamp()),
    }
    for told in (status, status):
        await slack.event({"type": "dnd_updated_user", "user": MAYA, "dnd_status": told})
    member = await room.member(MAYA)
    assert member is not None
    assert member.undisturbed is not None
    assert (member.undisturbed.start, member.undisturbed.end) == (start, end)

    for odd in ({}, None, {**status, "dnd_enabled": False}, {**status, "next_dnd_start_ts": "x"}):
        await slack.event({"type": "dnd_updated_user", "user": MAYA, "dnd_status": odd})
    member = await room.member(MAYA)
    assert member is not None
    assert member.undisturbed is None


async def test_a_vacation_told_by_slack_counts_as_days_away(
    slack: Workspace, room: Staffroom
) -> None:
    await room.partnered()
    ends = int(at("2026-03-06 23:59").timestamp())
    profile = {"status_emoji": ":palm_tree:", "status_expiration": ends}

    await slack.event(user(id=MAYA, profile=profile))

    member = await room.member(MAYA)
    assert member is not None
    assert member.away == Days(at("2026-03-03 12:00").date(), at("2026-03-06 12:00").date())
