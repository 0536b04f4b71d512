"""A goal in conversation: by box, by typing, in a form; a restart in the middle; two devices."""

from bot.run import Tandem
from bot.settings import Settings
from playground.server import Playground
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import founded, joined, partnered

STATEMENT = "In 2B, more students give a reason without my asking"
CHANGE = "They say because, and look at each other"
MEASURE = "a tally for five minutes"


async def started(aoife: Teacher, maya: Teacher, tomas: Teacher) -> None:
    await founded(aoife)
    await joined(maya, tomas)
    await partnered(maya, tomas)


async def test_one_question_at_a_time_in_the_box_then_typed_then_in_a_form(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id

    assert "in your conversation with me" in (await maya.types("/coach-goal"))[0]
    await maya.presses("Send", dm, statement=STATEMENT)
    assert "What would students do or say" in maya.sees(dm)[-1]

    await maya.writes(CHANGE)
    told = [text for text in maya.sees(dm) if "your organisation may be able to export" in text]
    assert len(told) == 1
    assert any("What makes it worth your time?" in text for text in maya.sees(dm)[-2:])
    await maya.presses("Skip", dm)
    await maya.writes(MEASURE)
    assert len([t for t in maya.sees(dm) if "may be able to export" in t]) == 1

    await maya.presses("Several at once", dm)
    assert await maya.sends(review="2026-03-02", baseline="two a lesson") == {}
    assert "Long enough to try, short enough to remember." in maya.reads()
    assert STATEMENT in maya.reads()
    assert await maya.sends(review="2026-03-27") == {}
    await maya.closes()

    assert "Your goal is set. You look at it again on Fri 27 Mar 2026." in "".join(maya.sees(dm))
    home = await maya.opens_home()
    assert STATEMENT in home
    await maya.presses("See my goal")
    for words in (STATEMENT, CHANGE, MEASURE, "two a lesson"):
        assert words in maya.reads()
    everything = [
        repr(m)
        for who in ("U0MAYA", "U0TOMAS")
        for c in slack.person(who).conversations()
        for m in slack.person(who).messages(c.id)
        if m.bot
    ]
    assert not any(w in m for m in everything for w in (STATEMENT, CHANGE, MEASURE))


async def test_back_skip_save_for_later_and_stop(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id
    await maya.types("/coach-goal")
    await maya.presses("Send", dm, statement=STATEMENT)
    await maya.presses("Back", dm)
    assert "What you wrote before is kept" in maya.sees(dm)[-1]
    await maya.presses("Skip", dm)
    await maya.presses("Save for later", dm)
    assert "It goes on where you left it" in maya.sees(dm)[-1]

    assert "a question waits" in await maya.opens_home()
    await maya.presses("Go on", dm)
    assert "What would students do or say" in maya.sees(dm)[-1]
    await maya.presses("Just pick the day", dm)
    await maya.presses("Stop", dm)
    assert "Nothing of this conversation is kept" in maya.sees(dm)[-1]
    assert STATEMENT not in await maya.opens_home()


async def test_a_late_click_explains_itself_and_changes_nothing(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id
    await maya.types("/coach-goal")
    await maya.presses("Several at once", dm)
    await maya.sends(statement=STATEMENT, review="2026-04-02")
    taken = maya.finds("Several at once")
    await maya.presses("Back", dm)
    before = len(maya.person.messages(dm))

    assert (await maya.press(taken)).ok
    await maya.settled()

    assert "That question is behind you" in maya.sees(dm)[-1]
    assert len(maya.person.messages(dm)) == before + 1
    errors = await maya.sends(review="2026-03-27")
    assert any("nothing was changed" in said for said in errors.values())
    assert "You look at it again" not in "".join(maya.sees(dm))


async def test_two_devices_never_overwrite_each_other(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id
    await maya.types("/coach-goal")
    await maya.presses("Several at once", dm)  # On the phone,
    await maya.presses("Send", dm, statement=STATEMENT)  # and on the desk.

    errors = await maya.sends(statement="Something else", review="2026-03-27")

    assert any("nothing was changed" in said for said in errors.values())
    await maya.closes()
    await maya.presses("Just pick the day", dm)
    await maya.presses("Send", dm, review="2026-03-27")
    await maya.presses("Set this goal", dm)
    assert STATEMENT in await maya.opens_home()
    assert "Something else" not in await maya.opens_home()


async def test_too_long_is_refused_with_the_count_and_every_word(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id
    await maya.types("/coach-goal")
    long = "a reason " * 30

    await maya.presses("Send", dm, statement=long)
    assert "270 of 240" in maya.reads()
    assert long in maya.reads()
    await maya.closes()
    await maya.writes(long.strip())
    assert "269 of 240" in maya.sees(dm)[-1]
    assert "Nothing was cut" in maya.sees(dm)[-1]


async def test_a_typed_day_is_understood_and_one_that_has_passed_is_refused(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id
    await maya.types("/coach-goal")
    await maya.writes(STATEMENT)
    await maya.presses("Just pick the day", dm)

    await maya.writes("soon")
    assert "Which day?" in maya.sees(dm)[-1]
    await maya.writes("2026-02-20")
    assert "That date has passed" in maya.sees(dm)[-1]
    await maya.writes("2 March")
    assert "Could we look again between" in maya.sees(dm)[-1]
    taken = next(
        e["text"]["text"]
        for m in reversed(maya.person.messages(dm))
        for b in m.blocks or []
        for e in b.get("elements", [])
        if e.get("action_id") == "goal_take_first"
    )
    await maya.presses(taken, dm)
    await maya.presses("Set this goal", dm)
    assert f"You look at it again on {taken}" in "".join(maya.sees(dm))


async def test_a_reply_in_the_thread_of_the_question_answers_it(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id
    await maya.types("/coach-goal")
    asked = [m for m in maya.person.messages(dm) if m.bot and not m.only_for][-1]

    assert (await maya.person.write(dm, STATEMENT, asked.ts)).ok
    await maya.settled()
    assert (await maya.person.write(dm, "too late", asked.ts)).ok
    await maya.settled()

    assert "That question is behind you" in maya.sees(dm)[-1]
    await maya.presses("Just pick the day", dm)
    await maya.presses("Send", dm, review="2026-03-27")
    await maya.presses("Set this goal", dm)
    assert STATEMENT in await maya.opens_home()


async def test_a_restart_in_the_middle_loses_nothing(slack: Playground, settings: Settings) -> None:
    aoife, maya, tomas = (Teacher(slack, f"U0{name}") for name in ("AOIFE", "MAYA", "TOMAS"))
    async with Tandem(settings):
        await started(aoife, maya, tomas)
        dm = maya.person.direct().id
        await maya.types("/coach-goal")
        await maya.presses("Send", dm, statement=STATEMENT)

    async with Tandem(settings):
        await maya.writes(CHANGE)
        await maya.presses("Just pick the day", dm)

    async with Tandem(settings):
        await maya.presses("Send", dm, review="2026-03-27")
        await maya.presses("Set this goal", dm)
        assert STATEMENT in await maya.opens_home()
        await maya.presses("See my goal")
        assert CHANGE in maya.reads()


async def test_the_goal_is_kept_noted_and_shared_part_by_part(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await started(aoife, maya, tomas)
    dm = maya.person.direct().id
    await maya.types("/coach-goal")
    await maya.presses("Several at once", dm)
    await maya.sends(statement=STATEMENT, student_change=CHANGE, review="2026-03-27")
    await maya.sends()
    await maya.closes()
    await maya.opens_home()

    await maya.presses("See my goal")
    await maya.presses("Share")
    assert "Shared with your partner." in maya.reads()
    await maya.presses("Add to the trail")
    assert await maya.sends(noticed="two who rarely speak", word="some_signs") == {}
    assert "some signs" in maya.reads()
    await maya.closes()

    assert any("Maya shared their goal: one part." in text for text in tomas.sees())
    await tomas.presses("Read", tomas.person.direct().id)
    assert STATEMENT in tomas.reads()
    assert CHANGE not in tomas.reads()
    assert "two who rarely speak" not in tomas.reads()
