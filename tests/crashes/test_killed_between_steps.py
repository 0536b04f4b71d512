"""The bot is killed between any two steps of the first journey, and nobody notices."""

from tests.crashes.mortal import Living
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import COACHING, HERS, HIS, QUESTION


async def test_each_step_of_the_first_journey_in_a_life_of_its_own(
    living: Living, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    life = await living()

    async def killed() -> None:
        nonlocal life
        await life.kill()
        life = await living()

    await aoife.types("/coach-program")
    await killed()
    assert await aoife.sends(name="Harbour coaches", channel=COACHING, country="IE") == {}
    await aoife.closes()
    await killed()
    await maya.presses("Join", COACHING)
    await killed()
    await tomas.presses("Join", COACHING)
    await killed()
    await maya.types("/coach-pair @tomas")
    await killed()
    assert await maya.sends(topic="questioning") == {}
    await maya.closes()
    await killed()
    await tomas.presses("See invitation", tomas.person.direct().id)
    await killed()
    assert await tomas.sends() == {}
    await tomas.closes()
    pair = maya.group(tomas)
    await killed()
    await tomas.presses("Send mine", pair, why=HIS)
    await killed()
    await maya.presses("Send mine", pair, why=HERS)
    await killed()
    await tomas.presses("Read both", pair)
    await killed()
    assert await tomas.sends(back=QUESTION) == {}
    await killed()
    await maya.presses("Read both", pair)
    await killed()
    await maya.presses("Use mine as my goal")
    await killed()
    await maya.closes()

    assert HERS in await maya.opens_home()
    assert "Both sentences are in" in maya.sees(pair)[0]
    posts = [m for m in maya.person.messages(pair) if m.bot and not m.only_for]
    assert len(posts) == 2
    for teacher in (maya, tomas):
        texts = [m.text for m in teacher.dm if not m.only_for]
        assert len(texts) == len(set(texts))
