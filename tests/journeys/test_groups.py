"""A group from the first question on: asked, begun, left, at rest, another way of working chosen."""

from bot.run import Tandem
from flows.ids import MemberId
from flows.partnership import Partnership, PartnershipState
from playground.server import Playground
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import SCHOOL, founded, joined
from tests.journeys.test_rhythm import at


async def the_group(tandem: Tandem, who: Teacher) -> Partnership:
    """The one group of this person, as it is kept."""
    (found,) = await tandem.store.read(
        SCHOOL, lambda reader: reader.partnerships.of_member(MemberId(who.id))
    )
    return found


async def test_five_found_a_group_one_leaves_and_three_choose_another_way(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    jun, leila, piotr = (Teacher(slack, f"U0{name}") for name in ("JUN", "LEILA", "PIOTR"))
    await founded(aoife)
    await joined(maya, tomas, jun, leila, piotr)

    # Maya asks four; one way is suggested by what she wants.
    await maya.types("/coach-pair")
    await maya.presses("Ask a group")
    await maya.presses("Have someone watch")
    assert "You are enough to bring many pairs of eyes to one lesson." in maya.reads()
    four = [tomas.id, jun.id, leila.id, piotr.id]
    assert await maya.sends(whom=four, topic="questioning") == {}
    assert "4 colleagues are asked, each on their own." in maya.reads()
    await maya.closes()

    # Each answers alone; Maya hears of all answers in one message.
    for teacher in (tomas, jun, leila):
        direct = teacher.person.direct().id
        await teacher.presses("See invitation", direct)
        assert "Also asked:" in teacher.reads()
        assert await teacher.sends() == {}
        await teacher.closes()
    assert not any("said yes." in text for text in maya.sees())
    await slack.move_to(at("02-27 15:50"))
    assert [text for text in maya.sees() if text.startswith("3 said yes.")]
    await maya.presses("See who", maya.person.direct().id)
    assert "No answer yet" in maya.reads()
    assert "Piotr" in maya.reads()
    await maya.closes()

    # Piotr says yes, too, and she starts it.
    await piotr.opens_home()
    await piotr.presses("See invitation")
    assert await piotr.sends() == {}
    await piotr.closes()
    await maya.presses("Start", maya.person.direct().id)
    home = maya.group(tomas, jun, leila, piotr)
    assert "You're a group now" in maya.sees(home)[0]
    assert "See invitation" not in "\n".join(piotr.sees())
    group = await the_group(tandem, jun)
    assert group.state is PartnershipState.ACTIVE
    assert set(group.members) == {maya.id, *four}

    # On Monday they set it up together.
    await slack.move_to(at("03-02 16:00"))
    card = maya.sees(home)[1]
    assert "Rounds" in card
    for teacher in (maya, tomas, jun, leila, piotr):
        await teacher.opens_home()
        await teacher.presses("Open")
        assert await teacher.sends() == {}
        await teacher.closes()
