"""Two people meet: from `/coach-program` to both first sentences open and one of them a goal."""

from flows.ids import WorkspaceId
from playground.server import Playground
from tests.journeys.teacher import Teacher

SCHOOL = WorkspaceId("T0HARBOUR")
COACHING = "C0COACH"

HERS = "leave the answering to the same five hands"
HIS = "agree with each other before they look at the source"
QUESTION = "Which five?"


async def founded(aoife: Teacher) -> None:
    """Aoife sets the program up in #peer-coaching."""
    await aoife.types("/coach-program")
    errors = await aoife.sends(name="Harbour coaches", channel=COACHING, country="IE")

    assert errors == {}
    assert "Harbour coaches" in aoife.reads()
    await aoife.closes()


async def joined(*teachers: Teacher) -> None:
    """Each of them presses [Join] in the channel."""
    for teacher in teachers:
        await teacher.presses("Join", COACHING)


async def partnered(maya: Teacher, tomas: Teacher) -> str:
    """Maya asks Tomás and he says yes; their group DM."""
    await maya.types("/coach-pair @tomas")
    assert await maya.sends(topic="questioning") == {}
    await maya.closes()
    await tomas.presses("See invitation", tomas.person.direct().id)
    assert await tomas.sends() == {}
    assert "You are partners" in tomas.reads()
    await tomas.closes()
    return maya.group(tomas)


async def test_two_people_become_partners_and_open_their_first_sentences(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await founded(aoife)
    assert any("peer coaching between equals" in text for text in maya.sees(COACHING))

    await joined(maya, tomas)
    assert "You are in *Harbour coaches*" in maya.sees()[-1]

    await maya.types("/coach-pair @tomas")
    assert "15-minute visit, you first, every two weeks." in maya.reads()
    assert await maya.sends(opener="Tomás waits before he answers", topic="questioning") == {}
    await maya.closes()
    assert tomas.sees()[-1].startswith(
        "Maya would like to try peer coaching with you on questioning."
    )

    await tomas.presses("See invitation", tomas.person.direct().id)
    assert "We leave out colleagues, appraisal, and whatever either of us names." in tomas.reads()
    assert await tomas.sends() == {}
    await tomas.closes()

    pair = maya.group(tomas)
    assert maya.sees(pair) == tomas.sees(pair)
    assert "You're partners. Finish one sentence each; both open together." in maya.sees(pair)[0]

    await tomas.presses("Send mine", pair, why=HIS)
    assert "Your sentence is kept" in tomas.sees(pair)[-1]
    assert not any(HIS in text for text in maya.sees(pair))
    assert len(maya.sees(pair)) == 1

    await maya.presses("Send mine", pair, why=HERS)
    assert "Both sentences are in" in maya.sees(pair)[0]

    await tomas.presses("Read both", pair)
    assert HERS in tomas.reads()
    assert HIS in tomas.reads()
    assert await tomas.sends(back=QUESTION) == {}

    await maya.presses("Read both", pair)
    assert HIS in maya.reads()
    assert QUESTION in maya.reads()
    await maya.presses("Use mine as my goal")
    assert "draft of your goal" in maya.reads()
    await maya.closes()
    assert HERS in await maya.opens_home()
    assert HERS not in await tomas.opens_home()

    posts = [m for m in maya.person.messages(pair) if m.bot and not m.only_for]
    assert len(posts) == 2
    assert "with Maya, Tomás" in maya.sees(pair)[-1]


async def test_no_word_of_theirs_stands_in_any_message(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await founded(aoife)
    await joined(maya, tomas)
    pair = await partnered(maya, tomas)
    await tomas.presses("Send mine", pair, why=HIS)
    await maya.presses("Send mine", pair, why=HERS)
    await tomas.presses("Read both", pair)
    await tomas.sends(back=QUESTION)

    everything = [
        repr(message)
        for person in ("U0MAYA", "U0TOMAS", "U0AOIFE")
        for conversation in slack.person(person).conversations()
        for message in slack.person(person).messages(conversation.id)
    ]

    assert len(everything) >= 5
    assert not any(word in text for text in everything for word in (HERS, HIS, QUESTION))


async def test_the_commands_say_what_is_next(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    assert "no coaching program here yet" in (await maya.types("/coach"))[0]
    await founded(aoife)
    assert "You are not in a program yet" in (await maya.types("/coach"))[0]
    await joined(maya, tomas)
    assert "Nothing waits for you" in (await maya.types("/coach"))[0]
    await maya.types("/coach-pair @tomas")
    await maya.sends()
    await maya.closes()
    assert "You asked Tomás" in (await maya.types("/coach"))[0]
    assert "Maya would like to coach with you" in (await tomas.types("/coach"))[0]
    assert "Maya would like to coach with you" in await tomas.opens_home()

    await tomas.presses("See invitation", tomas.person.direct().id)
    await tomas.sends()
    await tomas.closes()

    assert "*One sentence* with Tomás" in (await maya.types("/coach"))[0]
    assert "*Tomás*: active, every two weeks" in (await maya.types("/coach-status"))[0]
    assert "`/coach-pair @name`" in (await maya.types("/coach-help"))[0]
