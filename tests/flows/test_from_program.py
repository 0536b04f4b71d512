"""Pre-work that a program gives before a kind of step: on every partnership's card, declinable."""

from dataclasses import replace
from functools import partial

import pytest

from flows import assigning, coaching, declining, erasing, from_program, giving, preparing
from flows.assigned import Assigned
from flows.coaching import Late, NotTheirs
from flows.events import Stopped
from flows.giving import TooMany, Worded
from flows.ids import GivenId, MemberId, ProgramId
from flows.item_words import Wrong
from flows.people import WordPack
from flows.ports import Work
from flows.prework import Fault, Item, ItemKind, Mark
from flows.workshops import Gone
from flows.workshops import NotTheirs as NotTheirProgram
from tests.flows.announced import READING
from tests.flows.test_assigning import SETUP, VISIT, before, mark, pair, settle, told
from tests.staffroom import ADMIN, AYA, MAYA, TOMAS, Staffroom, at

__all__ = ["pair"]

STAGE = "observation.visit"


async def given(room: Staffroom, stage: str = STAGE, item: Item = READING) -> Worded:
    add = partial(giving.before_step, by=ADMIN, program=room.program.id, stage=stage, item=item)
    found = await room.write(add)
    assert isinstance(found, Worded), found
    return found


async def test_it_lies_on_every_card_and_is_told_like_any_item(pair: Staffroom) -> None:
    put_up = await given(pair)
    await given(pair, "grow.options")
    assert (await before(pair)).items == []

    await settle(pair)

    his = await before(pair)
    (known,) = his.items
    assert (known.assigned.given, known.words["title"], known.may_change) == (
        put_up.given.id,
        "Three seconds",
        False,
    )
    assert "model" not in known.words
    assert await told(pair) == [f"{MAYA} 03-05", f"{TOMAS} 03-05"]
    answered = await pair.write(
        lambda w: preparing.answer(w, TOMAS, pair.pair.id, known.assigned.id, "Three")
    )
    assert isinstance(answered, preparing.Known)
    assert answered.words["model"] == "Three seconds."
    assert isinstance(await mark(pair, TOMAS, known.assigned.id, Mark.PART), Assigned)
    own = await pair.read(lambda r: assigning.own(r, ADMIN, pair.pair.id, known.assigned.id))
    assert isinstance(own, NotTheirs)


async def test_any_member_declines_it_for_all_of_them_for_good(pair: Staffroom) -> None:
    put_up = await given(pair)
    await pair.write(lambda w: assigning.add(w, MAYA, pair.pair.id, VISIT, READING))
    await settle(pair)
    items = (await before(pair)).items
    own, known = sorted(items, key=lambda each: each.assigned.given is not None)
    assert own.assigned.given is None
    await mark(pair, TOMAS, own.assigned.id)
    item = known.assigned.id
    decline = partial(declining.decline, partnership=pair.pair.id, item=item)
    for who, outcome in ((ADMIN, NotTheirs()), (AYA, NotTheirs())):
        assert await pair.write(partial(decline, who=who)) == outcome

    assert isinstance(await pair.write(partial(decline, who=TOMAS)), Assigned)

    assert [k.assigned.id for k in (await before(pair, MAYA)).items] == [own.assigned.id]
    assert await told(pair) == [f"{MAYA} 03-05"]
    assert await pair.write(partial(decline, who=MAYA)) == Late()
    course = await pair.course()
    again = course.cycle.run(VISIT)
    assert again is not None
    run = again
    assert await pair.write(lambda w: from_program.attach(w, course, run)) == []
    seen = await pair.read(lambda r: giving.of_program(r, ADMIN, pair.program.id))
    assert isinstance(seen, tuple)
    assert "declined" not in str(seen)
    assert [each.given.id for each in seen[1]] == [put_up.given.id]


async def test_without_a_time_it_lies_there_and_waits(pair: Staffroom) -> None:
    await given(pair)
    course = await pair.course()
    await pair.write(lambda w: from_program.opened(w, course, VISIT))
    assert len((await before(pair)).items) == 1
    assert await told(pair) == []
    await settle(pair)
    assert await told(pair) == [f"{MAYA} 03-05", f"{TOMAS} 03-05"]


async def test_what_a_member_added_cannot_be_declined(pair: Staffroom) -> None:
    await settle(pair)
    mine = await pair.write(lambda w: assigning.add(w, MAYA, pair.pair.id, VISIT, READING))
    assert isinstance(mine, Assigned)
    outcome = await pair.write(lambda w: declining.decline(w, TOMAS, pair.pair.id, mine.id))
    assert outcome == Late()


async def test_taken_away_it_lies_on_no_card_any_more(pair: Staffroom) -> None:
    put_up = await given(pair)
    await settle(pair)
    await pair.write(lambda w: giving.remove(w, ADMIN, put_up.given.id))
    assert (await before(pair)).items == []


async def test_it_goes_with_whoever_put_it_up(pair: Staffroom) -> None:
    await given(pair)
    await settle(pair)
    await pair.write(lambda w: erasing.everything(w, ADMIN))
    assert (await before(pair)).items == []
    assert await pair.read(lambda r: r.given.of_program(pair.program.id)) == []


@pytest.mark.parametrize(
    ("by", "stage", "item", "outcome"),
    [
        (MAYA, STAGE, READING, NotTheirProgram()),
        (ADMIN, "observation.focus", READING, Gone()),
        (ADMIN, "none.none", READING, Gone()),
        (
            ADMIN,
            STAGE,
            Item("", ItemKind.READING, "https://example.org", 3, "Why"),
            Wrong((Fault.TITLE,), {}),
        ),
    ],
)
async def test_what_keeps_it_from_being_put_up(
    room: Staffroom, by: MemberId, stage: str, item: Item, outcome: object
) -> None:
    add = partial(giving.before_step, program=room.program.id, stage=stage, item=item)
    assert await room.write(partial(add, by=by)) == outcome


async def test_it_is_changed_by_its_author_and_five_are_the_most(room: Staffroom) -> None:
    first = await given(room)
    changed = await room.write(lambda w: giving.change(w, ADMIN, first.given.id, READING))
    assert isinstance(changed, Worded)
    assert changed.given.stage == STAGE
    for _ in range(4):
        await given(room)
    add = partial(giving.before_step, by=ADMIN, program=room.program.id, stage=STAGE)
    assert await room.write(partial(add, item=READING)) == TooMany()
    assert await room.read(lambda r: giving.of_program(r, MAYA, room.program.id)) == (
        NotTheirProgram()
    )
    gone = ProgramId("none")
    assert await room.read(lambda r: giving.of_program(r, ADMIN, gone)) == NotTheirProgram()
    assert await room.write(lambda w: giving.remove(w, ADMIN, GivenId("none"))) == Gone()


async def test_places_are_the_set_up_talks_and_visits_of_what_is_offered(room: Staffroom) -> None:
    school = await room.read(lambda r: giving.places(r.library, room.program))
    stages = [place.stage for place in school]
    assert stages[0] == "common.open"
    assert {"observation.visit", "observation.debrief", "grow.options", "rounds.visit"} <= {*stages}
    assert "observation.focus" not in stages
    assert len(stages) == len(set(stages)) < 100
    other = replace(room.program, word_pack=WordPack.WORKPLACE)
    found = await room.read(lambda r: giving.places(r.library, other))
    assert not any(place.stage.startswith("rounds.") for place in found)


async def test_before_the_set_up_it_is_told_when_that_opens(room: Staffroom) -> None:
    await given(room, "common.open")
    await room.partnered()

    def again(work: Work) -> None:
        found, program = coaching.load(work, room.pair.id), work.programs.get(room.program.id)
        assert found is not None
        assert program is not None
        coaching.happened(work, found, Stopped())
        coaching.begin(work, room.pair, program, "again")

    await room.write(again)
    room.now = at("2026-03-04 08:00")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))

    assert await told(room, SETUP) == [f"{MAYA} 03-04", f"{TOMAS} 03-04"]
    assert len((await before(room, TOMAS, SETUP)).items) == 1
