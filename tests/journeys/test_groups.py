"""A group from its first question: asked, begun, left, at rest, another way of working chosen."""

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

    # Piotr leaves: the four others meet elsewhere and hear who they are now, and no reason.
    await piotr.presses("Leave the group", home)
    assert "What you did not share goes with you" in piotr.reads()
    assert await piotr.sends() == {}
    assert "You are out of the group." in piotr.reads()
    await piotr.closes()
    smaller = maya.group(tomas, jun, leila)
    assert "Rounds" in maya.sees(smaller)[0]
    assert "This group goes on in a new conversation." in maya.sees(home)[1]
    await slack.move_to(at("03-03 16:00"))
    (changed,) = [text for text in leila.sees() if "Plan changed: your group is now" in text]
    assert "Piotr" not in changed

    # Leila leaves, too: three are too few for it, and all rests until everybody says yes.
    await leila.presses("Leave the group", smaller)
    await leila.sends()
    await leila.closes()
    three = maya.group(tomas, jun)
    assert "needs 4 people" in maya.sees(three)[0]
    await slack.move_to(at("03-04 16:00"))
    assert "needs 4 people" in jun.sees()[-1]
    await maya.presses("Choose another way", three)
    assert await maya.sends(way="reflective") == {}
    assert "it takes everybody's yes" in maya.reads()
    await maya.closes()
    await slack.move_to(at("03-05 16:00"))
    for teacher in (tomas, jun):
        assert "needs 4 people" in maya.sees(three)[0]
        await teacher.presses("Our agreement", three)
        assert "Look at a moment" in teacher.reads()
        assert await teacher.sends() == {}
        await teacher.closes()
    await slack.move_to(at("03-06 16:00"))
    assert "Look at a moment" in maya.sees(three)[-1]
    assert (await the_group(tandem, jun)).members == (maya.id, tomas.id, jun.id)
    assert "Set up the cycle" in await jun.opens_home()


async def test_three_become_four_and_the_newcomer_reads_nothing_of_before(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    jun, leila = (Teacher(slack, f"U0{name}") for name in ("JUN", "LEILA"))
    await founded(aoife)
    await joined(maya, tomas, jun, leila)
    await maya.types("/coach-pair")
    await maya.presses("Ask a group")
    assert await maya.sends(whom=[tomas.id, jun.id], way="reflective") == {}
    await maya.closes()
    for teacher in (tomas, jun):
        await teacher.presses("See invitation", teacher.person.direct().id)
        assert await teacher.sends() == {}
        await teacher.closes()
    await slack.move_to(at("02-27 15:50"))
    await maya.presses("Start", maya.person.direct().id)
    three = maya.group(tomas, jun)
    before = await the_group(tandem, maya)
    await slack.move_to(at("03-02 16:00"))
    card = maya.sees(three)[1]
    assert "Look at a moment" in card

    # Jun suggests Leila; everybody is asked, she as well.
    await jun.presses("Ask somebody to join", three)
    assert "Whoever joins sees nothing of it." in jun.reads()
    assert await jun.sends(whom=[leila.id]) == {}
    assert "All 3 are asked" in jun.reads()
    await jun.closes()
    assert any("Jun" in text and "joins your group" in text for text in maya.sees())
    for teacher, press in ((maya, "See it"), (tomas, "See it"), (leila, "See invitation")):
        await teacher.presses(press, teacher.person.direct().id)
        assert await teacher.sends() == {}
        await teacher.closes()
    await slack.move_to(at("03-03 16:00"))
    await jun.presses("Start", jun.person.direct().id)

    # The four meet elsewhere; where the three were, it says so once, and nothing can be done there.
    four = maya.group(tomas, jun, leila)
    assert "You're a group now" in leila.sees(four)[0]
    after = await the_group(tandem, leila)
    assert set(after.members) == {maya.id, tomas.id, jun.id, leila.id}
    old = maya.sees(three)
    assert len([text for text in old if "goes on in a new conversation" in text]) == 1
    assert "This partnership is closed." in old[1]

    ended = await tandem.store.read(SCHOOL, lambda reader: reader.partnerships.get(before.id))
    assert ended is not None
    assert leila.id not in ended.members
    assert ended.state is PartnershipState.ENDED
    assert ended.erase_after is not None
    assert "closed. Your copies are here" in await maya.opens_home()
    assert "closed. Your copies are here" not in await leila.opens_home()
