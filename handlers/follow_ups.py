"""How a next step went: the word for the goal's trail beside the questions (practice D)."""

from collections.abc import Mapping

from flows import goals, trail
from flows.coaching import Moved
from flows.goal import SET_STATES, TrailWord
from flows.goals import Worded
from flows.ids import MemberId
from flows.ports import Reader, Work
from flows.writing import Writing
from handlers.seams import Block, Desk
from handlers.views import blocks
from handlers.words import say

WORD = "trail_word"


async def word_field(desk: Desk, found: Writing, entered: Mapping[str, str]) -> list[Block]:
    """Which word fits the goal today; only where a step follows up and there is a goal."""
    who, locale = desk.who, await desk.locale()
    if not found.stage.follow_up:
        return []
    goal = await desk.look(lambda reader: goal_of(reader, who, found))
    if goal is None:
        return []
    options = [(w.value, say(f"trail.word.{w.value}", locale)) for w in TrailWord]
    return [
        blocks.literal(goal.statement),
        blocks.field(
            WORD,
            say("write.trail", locale),
            blocks.select(WORD, options, initial=entered.get(WORD)),
            optional=True,
            hint=say("write.trail_hint", locale),
        ),
    ]


def keep(
    work: Work, who: MemberId, found: Writing, texts: Mapping[str, str], word: str, done: object
) -> None:
    """Puts what students did into the trail, under the word that the owner chose."""
    goal = goal_of(work, who, found)
    if not isinstance(done, Moved) or goal is None or word not in {w.value for w in TrailWord}:
        return
    noticed = next((text for key in NOTICED if (text := texts.get(key, "").strip())), "")
    trail.note_progress(work, who, goal.goal.id, noticed, TrailWord(word))


NOTICED = ("students", "did")


def goal_of(reader: Reader, who: MemberId, found: Writing) -> Worded | None:
    """The goal that this partnership works on."""
    return next(
        (
            worded
            for worded in goals.mine(reader, who)
            if worded.goal.state in SET_STATES and worded.goal.partnership == found.course.pair.id
        ),
        None,
    )
