"""Four colleagues look at one question in one lesson, with cards that nobody signs."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from io import StringIO
from pathlib import Path

from bot.run import Tandem
from bot.settings import Settings
from flows.events import CloseWished
from playground.server import Playground
from tests.journeys.protocols.groups import agrees, grouped, happens, opens
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at

QUESTION = {"wonder": "They agree so quickly", "see": "Pair talk before the vote"}
TALKS = {
    "Analysis": {"cluster": "First voice"},
    "Prediction": {"learn": "One reason"},
    "Next level of work": {"week": "Write first"},
}


def nothing_links_a_card(folder: Path, log: str, authors: Iterable[Teacher]) -> None:
    """INV-14: no row of any table, and no line of the log, names a card and a person."""
    database = sqlite3.connect(f"file:{folder / 'tandem.sqlite3'}?mode=ro", uri=True)
    with closing(database):
        cards = [
            found
            for (found,) in database.execute(
                "SELECT id FROM pieces WHERE about LIKE 'run:%rounds.describe%'"
            )
        ]
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        rows = [
            repr(row)
            for (table,) in tables.fetchall()
            for row in database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - Its own tables.
        ]
    assert len(cards) == 6
    for told in (*rows, *log.splitlines()):
        if any(author.id in told for author in authors):
            assert not any(card in told for card in cards)
        assert "a hand went up" not in told


async def test_from_a_question_to_everybodys_own_step(
    logged: StringIO,
    settings: Settings,
    slack: Playground,
    tandem: Tandem,
    aoife: Teacher,
    maya: Teacher,
    tomas: Teacher,
) -> None:
    jun = Teacher(slack, "U0JUN")
    everybody = (maya, aoife, tomas, jun)
    group = await grouped(slack, tandem, aoife, everybody, "rounds")
    await slack.move_to(at("03-03 12:00"))
    await jun.presses("Problem of practice", group)
    assert "Maya writes this one first, and you are asked for your yes." in jun.reads()
    await jun.closes()
    await opens(maya, "Problem of practice")
    assert await maya.sends(**QUESTION) == {}
    await maya.closes()
    await agrees(aoife, tomas, jun, step="Problem of practice")
    await slack.move_to(at("03-04 12:00"))
    await opens(maya, "Agree the visit")
    plan = {
        "date": "2026-03-09",
        "start": "09:00",
        "end": "09:20",
        "place": "room 14",
        "look": "Two watch table talk",
        "debrief": "2026-03-11",
        "host_presence": "joins_at_nextwork",
        "convenor": aoife.id,
    }
    assert await maya.sends(**plan) == {}
    await maya.closes()
    await opens(aoife, "Agree the visit")
    assert "Mon 9 Mar 2026" in aoife.reads()
    await agrees(aoife, tomas, jun, step="Agree the visit")
    assert "Mon 9 Mar" in await tomas.opens_home()
    await slack.move_to(at("03-06 17:00"))
    assert "2026-03-09 09:00" in maya.sees()[-1]

    await slack.move_to(at("03-09 17:00"))
    assert "Two lines in your own words first?" in maya.sees()[-1]
    assert all("Your notes while they're fresh" in t.sees()[-1] for t in (aoife, tomas, jun))
    await maya.opens_home()
    await maya.presses("Held")
    await maya.closes()
    await opens(maya, "Host's own words")
    assert await maya.sends(stood="The quiet after the vote") == {}
    await maya.closes()
    for n, observer in enumerate((aoife, tomas, jun)):
        assert "Cards" not in maya.sees(group)[-1]
        await opens(observer, "Description")
        assert "shuffled and nobody's" in observer.reads()
        assert "One more, if you like (3)" in observer.reads()
        cards = {"card": f"At 09:0{n} a hand went up", "card_2": f"Pair {n} turned the sheet"}
        assert await observer.sends(**cards) == {}
        await observer.closes()
        if n == 0:
            assert "At 09:00 a hand went up" in await held(observer)

    assert "At 09:00 a hand went up" not in await held(aoife)
    await slack.move_to(at("03-10 12:00"))
    await tomas.presses("Cards", group)
    assert "6 cards, shuffled; nobody is named." in tomas.reads()
    assert "At 09:00 a hand went up" in tomas.reads()
    assert not any(name in tomas.reads() for name in ("Maya", "Aoife", "Jun"))
    nothing_links_a_card(settings.data_dir, logged.getvalue(), everybody)
    await tomas.presses("Take away")
    assert "5 cards" in tomas.reads()
    await tomas.closes()
    await maya.presses("Cards", group)
    await maya.presses("Hide")
    assert "4 cards" in maya.reads()
    await maya.closes()
    assert "*Analysis* with" not in await maya.opens_home()
    await opens(aoife, "Analysis")
    assert "Keeps you to the step: Aoife. Maya is not there for this step." in aoife.reads()
    await aoife.closes()
    await maya.presses("Open", group)
    assert "You are not there for this step." in maya.reads()
    await maya.closes()
    for step, own in TALKS.items():
        await opens(aoife, step)
        await aoife.presses("We talked")
        assert "What you keep here, all of you can read." in aoife.reads()
        assert await aoife.sends(**own) == {}
        await aoife.closes()
    assert "*Next level of work* took place" in await maya.opens_home()
    await slack.move_to(at("03-11 12:00"))
    for teacher in everybody:
        await opens(teacher, "My own step")
        assert await teacher.sends(learned="The first voice", step="When I ask, I wait") == {}
        await teacher.closes()

    await slack.move_to(at("03-19 12:00"))
    assert "It is Aoife's turn." in maya.sees(group)[-1]
    # The first turn is followed up, so that what it was about is read all the same.
    await tomas.presses("Problem of practice (Maya)", group)
    assert "They agree so quickly" in tomas.reads()
    await tomas.closes()
    await tomas.presses("Cards (Maya)", group)
    assert "4 cards" in tomas.reads()
    await tomas.closes()
    await happens(tandem, everybody, CloseWished)
    await slack.move_to(at("03-24 12:00"))
    for teacher in everybody:
        await opens(teacher, "Look back and choose")
        assert await teacher.sends(next="same") == {}
        await teacher.closes()
    assert "You go on as you did" in maya.sees(group)[-1]


async def held(teacher: Teacher) -> str:
    """What they read of their own writing in `/coach-privacy`."""
    await teacher.types("/coach-privacy")
    await teacher.presses("Read what I wrote")
    found = teacher.reads()
    await teacher.closes()
    return found
