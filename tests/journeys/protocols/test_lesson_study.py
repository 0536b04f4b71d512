"""Three colleagues plan one lesson, watch three students in it, and teach it again."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.groups import agrees, grouped, opens
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at

PLAN = {
    "aim": "A part needs its whole",
    "flow": "0-5: two strips",
    "expect": "A third is more",
    "case_labels": ["A", "B"],
    "cases": "A will fold, B will wait",
    "place": "room 3",
    "class": "2B",
}


async def test_from_a_theme_to_what_was_learned(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    piotr = Teacher(slack, "U0PIOTR")
    group = await grouped(slack, tandem, aoife, (maya, aoife, tomas), "lesson_study")
    await slack.move_to(at("03-04 12:00"))
    await opens(maya, "Research theme")
    assert await maya.sends(hope="They change their minds", theme="How do they?") == {}
    await maya.closes()
    await agrees(aoife, tomas, step="Research theme")
    await slack.move_to(at("03-05 12:00"))
    for teacher in (maya, aoife, tomas):
        await opens(teacher, "Study the topic")
        assert await teacher.sends(found="Two wholes") == {}
        await teacher.closes()
    await slack.move_to(at("03-20 12:00"))
    await opens(maya, "Plan our lesson")
    await maya.presses("Study the topic")
    assert "From Aoife" in maya.reads()
    assert "Two wholes" in maya.reads()
    await maya.closes()
    await opens(maya, "Plan our lesson")
    first = PLAN | {"teacher": tomas.id, "date": "2026-03-24", "start": "10:00", "end": "10:50"}
    assert await maya.sends(**first) == {}
    await maya.closes()
    await opens(aoife, "Plan our lesson")
    await aoife.presses("Change it")
    assert await aoife.sends(**{**first, "aim": "A part needs the same whole"}) == {}
    await aoife.closes()
    await opens(maya, "Plan our lesson")
    assert "same whole" in maya.reads()
    await maya.presses("Earlier version")
    assert "A part needs its whole" in maya.reads()
    await maya.closes()
    await agrees(tomas, maya, step="Plan our lesson")

    # Piotr, who is in no group, comes to the talk as their guest: by everybody's yes and his own.
    await maya.presses("A guest", group)
    assert await maya.sends(whom=piotr.id, steps=["discuss"]) == {}
    await maya.closes()
    await slack.move_to(at("03-23 16:00"))
    for teacher in (aoife, tomas):
        await teacher.presses("Yes", teacher.person.direct().id)
    await slack.move_to(at("03-24 08:00"))
    assert not any("as a guest" in text for text in piotr.sees())
    await slack.move_to(at("03-24 11:30"))
    for observer in (maya, aoife):
        await opens(observer, "Teach and watch")
        assert "A will fold, B will wait" in observer.reads()
        assert f"You watch case student {'A' if observer is maya else 'B'}." in observer.reads()
        assert await observer.sends(case="10:05 A folded the strip twice") == {}
        await observer.closes()
    await tomas.opens_home()
    await tomas.presses("Held")
    await tomas.closes()
    await opens(tomas, "Post-lesson talk")
    assert "You speak first" in tomas.reads()
    await tomas.closes()
    await slack.move_to(at("03-24 16:00"))
    assert any("(Lesson study) would like you as a guest" in text for text in piotr.sees())
    await piotr.presses("Yes", piotr.person.direct().id)
    await piotr.presses("Read the plan", piotr.person.direct().id)
    assert "A part needs the same whole" in piotr.reads()
    assert "folded the strip twice" not in piotr.reads()
    assert await piotr.sends(**{"lesson_study.discuss/1.guest": "Ratios next year"}) == {}
    await piotr.closes()
    await opens(tomas, "Post-lesson talk")
    assert "Piotr" in tomas.reads()
    assert "Ratios next year" in tomas.reads()
    await tomas.presses("We talked")
    assert await tomas.sends(teacher="Six laid them side by side", cases="B changed") == {}
    await tomas.closes()

    await slack.move_to(at("03-25 12:00"))
    await opens(aoife, "Revise")
    revised = {"change": "Two strips each", "who": maya.id}
    assert await aoife.sends(**revised, **{"class": " 2b"}) == {}
    assert "This class had the first lesson." in aoife.reads()
    await aoife.closes()
    await opens(maya, "Revise")
    await maya.presses("Change it")
    assert await maya.sends(**revised, **{"class": "2C"}) == {}
    assert "This class had the first lesson." not in maya.reads()
    await maya.closes()
    await agrees(aoife, tomas, step="Revise")
    await maya.presses("Revise", group)
    await maya.presses("Earlier version")
    await maya.presses("Earlier version")
    assert "same whole" in maya.reads()
    await maya.closes()
    assert "*Teach again:* no time is settled yet." in maya.sees(group)[-1]
    assert "*Teach again:* no time is settled yet." in await maya.opens_home()
    for teacher in (maya, aoife):
        await teacher.presses("Open", group)
        await teacher.presses("Skip this step")
        await teacher.closes()

    await slack.move_to(at("04-14 12:00"))
    await opens(maya, "What we learned")
    assert await maya.sends(learned="They compare parts first") == {}
    await maya.closes()
    await agrees(aoife, tomas, step="What we learned")
    for teacher in (maya, aoife, tomas):
        await teacher.presses("What we learned", group)
        assert "Everybody said yes" not in teacher.reads()
        await teacher.presses("Yes, it may be shown")
    assert "Everybody said yes: this page may be shown outside your group." in tomas.reads()
    await slack.move_to(at("04-16 12:00"))
    for teacher in (maya, aoife, tomas):
        await teacher.closes()
        await opens(teacher, "Look back and choose")
        assert await teacher.sends(next="same") == {}
        await teacher.closes()
    assert "You go on as you did" in maya.sees(group)[-1]
