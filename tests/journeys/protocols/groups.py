"""A group of teachers in a journey: made at once, and met at whatever waits on their Homes."""

from collections.abc import Callable
from functools import partial

from bot.run import Tandem
from flows import coaching
from flows.agreement import Agreement, Consent, Terms
from flows.events import CycleEvent
from flows.ids import MemberId, PartnershipId
from flows.partnership import Partnership, PartnershipState
from flows.ports import Lock, Work
from playground.server import Playground
from tests.journeys.protocols.beginnings import SETTING_UP
from tests.journeys.teacher import Button, NotOnScreen, Teacher
from tests.journeys.test_first_cycle import SCHOOL, founded, joined
from tests.journeys.test_rhythm import at


async def grouped(
    slack: Playground, tandem: Tandem, aoife: Teacher, teachers: tuple[Teacher, ...], way: str
) -> str:
    """Aoife founds; they all join and go this way together; their group DM."""
    await founded(aoife)
    await joined(*teachers)
    people = tuple(MemberId(t.id) for t in teachers)
    made = partial(_made, people=people, way=way)
    await tandem.store.write(SCHOOL, Lock("test", "group"), made)
    await slack.move_to(at("03-02 08:00"))
    for teacher in teachers:
        await opens(teacher, SETTING_UP)
        assert await teacher.sends() == {}
        await teacher.closes()
    return teachers[0].group(*teachers[1:])


def _made(work: Work, people: tuple[MemberId, ...], way: str) -> None:
    program = work.programs.all()[0]
    terms = Terms(protocol=way)
    agreement = Agreement(people).proposed(terms, Consent(people[0], 1, work.now))
    for member in people[1:]:
        agreement = agreement.accepted(Consent(member, 1, work.now))
    pair = Partnership(
        id=PartnershipId(work.new_id()),
        program=program.id,
        members=people,
        state=PartnershipState.ACTIVE,
        agreement=agreement,
        began_at=work.now,
    )
    work.partnerships.put(pair)
    coaching.begin(work, pair, program, "again")


async def happens(
    tandem: Tandem, teachers: tuple[Teacher, ...], event: Callable[[MemberId], CycleEvent]
) -> None:
    """Each of them does something for which no journey needs a screen."""

    def body(work: Work) -> None:
        (pair,) = work.partnerships.of_member(MemberId(teachers[0].id))
        for teacher in teachers:
            found = coaching.load(work, pair.id)
            assert found is not None
            coaching.happened(work, found, event(MemberId(teacher.id)))

    await tandem.store.write(SCHOOL, Lock("test", "group"), body)


async def opens(teacher: Teacher, step: str) -> None:
    """Opens the step that waits on the Home under that name."""
    await teacher.opens_home()
    view = teacher.person.home()
    assert view is not None
    for block in view.body["blocks"]:
        if f"*{step}*" in str(block.get("text", {}).get("text")) and "accessory" in block:
            press = block["accessory"]["action_id"]
            found = Button(press, block["block_id"], None, None, view.id)
            assert (await teacher.press(found)).ok
            await teacher.settled()
            return
    raise NotOnScreen(f"{step!r} does not wait on {teacher.id}'s Home")


async def agrees(*teachers: Teacher, step: str) -> None:
    """Each reads the newest version and says yes to it."""
    for teacher in teachers:
        await opens(teacher, step)
        await teacher.presses("Yes, this is it")
        await teacher.closes()
