"""Weeks go by on the moved clock: exactly these messages come, in their minutes, and no others."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from playground.server import Playground
from tests.journeys.teacher import NotOnScreen, Teacher
from tests.journeys.test_first_cycle import COACHING, HERS, HIS, founded, joined, partnered

DUBLIN = ZoneInfo("Europe/Dublin")


def at(text: str) -> datetime:
    """A moment in Dublin in 2026, written `03-12 11:35`."""
    local = datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}").replace(tzinfo=DUBLIN)
    return local.astimezone(UTC)


def told(teacher: Teacher, since: str, where: str | None = None) -> list[str]:
    """When each message of the bot came, and how it begins; private lines aside."""
    found = []
    for message in teacher.person.messages(where):
        came = datetime.fromtimestamp(float(message.ts), DUBLIN)
        if message.bot and not message.only_for and came >= at(since):
            found.append(f"{came:%m-%d %H:%M} {message.text[:34]}")
    return found


async def begun(slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher) -> str:
    """Partners with both sentences in, on Friday 27 February."""
    await founded(aoife)
    await joined(maya, tomas)
    pair = await partnered(maya, tomas)
    await tomas.presses("Send mine", pair, why=HIS)
    await maya.presses("Send mine", pair, why=HERS)
    return pair


async def test_silence_is_asked_about_once_and_then_there_is_rest(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await begun(slack, aoife, maya, tomas)

    await slack.move_to(at("04-20 12:00"))

    assert told(maya, "02-28 00:00") == [
        "03-02 15:45 Focus and request: what would you ",
        "03-04 15:45 Focus and request is open until to",
        "03-09 15:45 These weeks look full. What suits:",
        "03-16 15:45 This cycle is resting. Everything ",
        "04-07 15:45 One question a month, answered wit",
    ]
    assert told(tomas, "02-28 00:00") == [
        "03-16 15:45 This cycle is resting. Everything ",
        "04-07 15:45 One question a month, answered wit",
    ]
    assert told(maya, "02-28 00:00", pair) == []
    mondays = [line[:11] for line in told(maya, "02-28 00:00", COACHING)]
    assert mondays == [
        "03-02 08:00",
        "03-09 08:00",
        "03-16 08:00",
        "03-23 08:00",
        "03-30 08:00",
        "04-13 08:00",
        "04-20 08:00",
    ]


async def test_going_on_after_rest_plans_everything_anew(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    await slack.move_to(at("03-18 12:00"))

    await tomas.presses("Start again", tomas.person.direct().id)
    await slack.move_to(at("03-27 20:00"))

    assert [line[:30] for line in told(maya, "03-17 00:00")] == [
        "03-18 12:00 This partnership g",
        "03-18 15:45 Focus and request:",
        "03-20 15:45 Focus and request ",
        "03-25 15:45 These weeks look f",
    ]


async def asked_after_silence(slack: Playground, maya: Teacher) -> str:
    """Where Maya is asked what suits, on Monday 9 March."""
    await slack.move_to(at("03-09 16:00"))
    assert "These weeks look full." in maya.sees()[-1]
    return maya.person.direct().id


def answered(way: str) -> str:
    """What is left of the question: the answer, and the menu that every message has."""
    menu = ("Why this, why now?", "Quiet until tomorrow", "Quiet until …", "Stop all messages")
    return "\n".join([f"These weeks looked full. You chose: {way}.", *menu])


async def chosen(maya: Teacher, way: str, dm: str) -> None:
    """She presses one of the ways: the question shows that, and no way to press any more."""
    await maya.presses(way, dm)
    with pytest.raises(NotOnScreen):
        maya.finds(way, dm)


async def test_keeping_on_is_all_there_is_to_it(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    dm = await asked_after_silence(slack, maya)

    await chosen(maya, "Keep going", dm)

    assert "nothing is late" in maya.sees()[-1]
    assert answered("Keep going") in maya.sees()
    await slack.move_to(at("04-30 12:00"))
    assert told(maya, "03-09 16:00") == ["04-07 15:45 One question a month, answered wit"]


async def test_lighter_and_later_after_silence(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    dm = await asked_after_silence(slack, maya)
    await maya.presses("Move my turn", dm)
    await maya.closes()

    await chosen(maya, "Lighten", dm)

    assert "five more school days" in maya.sees()[-1]
    assert answered("Lighten") in maya.sees()


async def test_moving_and_pausing_after_silence(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    dm = await asked_after_silence(slack, maya)
    await maya.presses("Move my turn", dm)
    assert await maya.sends(day="2026-03-23") == {}
    assert "Your turn starts Mon 23 Mar 2026" in maya.reads()
    await maya.closes()
    assert "Plan changed: Maya's turn now starts" in tomas.sees()[-1]
    assert answered("Move my turn") in maya.sees()
    await maya.opens_home()
    await maya.presses("Pause")
    assert await maya.sends() == {}
    await maya.closes()

    await slack.move_to(at("03-27 20:00"))

    assert [line[:24] for line in told(maya, "03-09 15:50")] == ["03-09 16:00 This partner"]
    assert [line[:24] for line in told(tomas, "03-09 15:50")] == [
        "03-09 16:00 Plan changed",
        "03-09 16:00 This partner",
    ]


async def test_pausing_after_silence(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    dm = await asked_after_silence(slack, maya)
    await maya.presses("Pause", dm)
    assert await maya.sends() == {}
    await maya.closes()
    assert answered("Pause") in maya.sees()

    await slack.move_to(at("03-27 20:00"))

    for teacher in (maya, tomas):
        paused = [line[:24] for line in told(teacher, "03-09 15:50")]
        assert paused == ["03-09 16:00 This partner"]


async def test_quiet_and_stop_are_in_every_messages_menu(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    await slack.move_to(at("03-02 16:00"))
    dm = maya.person.direct().id

    await maya.presses("Why this, why now?", dm)
    assert "A step of yours opened." in maya.sees()[-1]
    assert "time of day that you get messages" in maya.sees()[-1]
    await maya.presses("Quiet until …", dm)
    assert await maya.sends(until="date", day="2026-05-30") != {}
    assert await maya.sends(until="date", day="2026-03-09") == {}
    await maya.closes()
    await slack.move_to(at("03-11 12:00"))
    assert told(maya, "03-02 16:00") == []
    await slack.move_to(at("03-11 16:00"))
    assert [line[:36] for line in told(maya, "03-02 16:00")] == [
        "03-11 15:45 Focus and request is ope"
    ]

    await maya.presses("Stop all messages", dm)
    assert "No more messages" in maya.sees()[-1]
    await slack.move_to(at("03-27 20:00"))
    assert len(told(maya, "03-02 16:00")) == 1

    assert "Your own messages: stopped." in (await maya.types("/coach-pause"))[0]
    await maya.presses("Start messages again", dm)
    assert "Messages come again" in maya.sees()[-1]


@pytest.mark.publishes("I left out the third example, and *they* asked for it.")
async def test_a_reflection_is_private_until_its_author_posts_it(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    await slack.move_to(at("03-02 09:00"))
    words = "I left out the third example, and *they* asked for it."

    await maya.presses("Write privately first", COACHING)
    assert await maya.sends(words=" ") != {}
    assert await maya.sends(words=words) == {}
    assert words in maya.reads()
    assert not any(words in text for text in tomas.sees(COACHING))
    assert await maya.sends(where="channel") == {}
    await maya.closes()
    (post,) = [m for m in tomas.person.messages(COACHING) if words in repr(m.blocks)]
    (prompt,) = [m for m in tomas.person.messages(COACHING) if m.ts == post.thread_ts]
    assert "This week's question" in repr(prompt.blocks)
    assert "Maya" in post.text
    assert words not in post.text

    listed = await maya.types("/coach-reflect")
    assert "This week:" in listed[0]
    await maya.presses("Take the post back", maya.person.direct().id)
    assert not any(words in text for text in tomas.sees(COACHING))

    await maya.presses("Open", maya.person.direct().id)
    assert await maya.sends(words=words) == {}
    partner = next(
        option["value"]
        for block in maya.form().body["blocks"]
        if block.get("block_id") == "where"
        for option in block["element"]["options"]
        if option["value"].startswith("partner")
    )
    assert await maya.sends(where=partner) == {}
    await maya.closes()
    assert "Maya shared a reflection." in tomas.sees()[-1]
    await tomas.presses("Read", tomas.person.direct().id)
    assert words in tomas.reads()


async def test_the_months_question_is_answered_without_a_name(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await founded(aoife)
    await joined(maya, tomas)

    await slack.move_to(at("05-05 16:00"))

    asked = list(told(maya, "02-28 00:00"))
    assert [line[:11] for line in asked] == ["04-07 15:45", "05-05 15:45"]
    assert len(told(tomas, "02-28 00:00")) == 2
    question = maya.finds("1–2", maya.person.direct().id)
    both = await asyncio.gather(maya.press(question), maya.press(question))
    assert all(outcome.ok for outcome in both)
    await maya.settled()
    said = "\n".join(maya.sees())
    assert said.count("Counted, without your name") == 1
    assert said.count("answered already") == 1
    with pytest.raises(NotOnScreen):
        maya.finds("1–2", question.channel)


async def test_after_each_answer_to_silence_comes_what_it_says(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    """Lighten, then Move my turn, then Skip this step, each after another silence."""
    pair = await begun(slack, aoife, maya, tomas)
    dm = await asked_after_silence(slack, maya)
    await chosen(maya, "Lighten", dm)

    await slack.move_to(at("03-16 16:00"))
    assert told(maya, "03-09 16:00") == [
        "03-11 15:45 Focus and request is open until to",
        "03-16 15:45 These weeks look full. What suits:",
    ]
    await maya.presses("Move my turn", dm)
    assert await maya.sends(day="2026-03-23") == {}
    await maya.closes()

    await slack.move_to(at("03-30 16:00"))
    assert told(maya, "03-16 16:00") == [
        "03-23 15:45 Focus and request: what would you ",
        "03-25 15:45 Focus and request is open until to",
        "03-30 15:45 These weeks look full. What suits:",
    ]
    await maya.presses("Skip this step", dm)
    assert "Left out: no visit in your turn, then." in maya.sees()[-1]
    assert "It is Tomás's turn." in maya.sees(pair)[-1]

    await slack.move_to(at("04-10 12:00"))
    assert told(maya, "03-30 15:50") == ["04-07 15:45 One question a month, answered wit"]
    assert [line[:23] for line in told(tomas, "03-17 15:50")] == [
        "04-07 15:45 Roles swap:",
        "04-09 15:45 Focus and r",
    ]


async def test_whoever_chose_and_is_silent_again_lets_it_rest(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    dm = await asked_after_silence(slack, maya)
    await chosen(maya, "Lighten", dm)

    await slack.move_to(at("03-27 16:00"))

    assert told(tomas, "03-09 16:00") == ["03-24 15:45 This cycle is resting. Everything "]
    assert told(maya, "03-09 16:00") == [
        "03-11 15:45 Focus and request is open until to",
        "03-16 15:45 These weeks look full. What suits:",
        "03-24 15:45 This cycle is resting. Everything ",
    ]


async def test_finishing_after_silence(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)
    dm = await asked_after_silence(slack, maya)
    await maya.presses("Finish", dm)
    assert await maya.sends() == {}
    await maya.closes()
    assert answered("Finish") in maya.sees()

    await slack.move_to(at("03-27 20:00"))

    for teacher in (maya, tomas):
        closed = [line[:31] for line in told(teacher, "03-09 15:50")]
        assert closed == ["03-09 16:00 This partnership is"]


async def test_what_can_never_arrive_is_told_to_who_can_mend_it(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    """The channel was archived, and Tomás left while nobody listened to Slack's events."""
    pair = await begun(slack, aoife, maya, tomas)
    await aoife.person.archive(COACHING)
    slack.parts.workspace.members[tomas.id].deleted = True

    await slack.move_to(at("03-02 12:00"))

    assert told(aoife, "02-28 00:00") == ["03-02 08:00 Tandem cannot post in <#C0COACH> a"]
    await aoife.presses("Program settings", aoife.person.direct().id)
    assert "Harbour coaches" in aoife.reads()
    await aoife.closes()

    await slack.move_to(at("03-03 12:00"))
    label = next(b for b in maya.sees(pair)[-1].split("\n") if " Mar 0" in b or " Mar 1" in b)
    await maya.presses(label, pair)
    assert await maya.sends(look="who answers", place="room 14") == {}
    await maya.closes()

    assert "This partnership is closed." in maya.sees()[-1]
