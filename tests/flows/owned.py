"""Two partners who wrote something of every kind, for tests of what is held and what goes."""

from flows import feedback, reading
from flows.goal import Goal, GoalState, Source, TrailEntry
from flows.ids import EntryId, GoalId, MemberId
from flows.pieces import Piece
from flows.ports import Work
from tests.flows.test_authored import SAMPLES, piece
from tests.flows.test_feedback import WORDS, Pair
from tests.staffroom import MAYA, TUESDAY, Staffroom


async def spoken(room: Staffroom) -> Pair:
    """Maya and Tomás, their opening sentences revealed."""
    await room.spoken()
    return Pair(room)


async def words_first(pair: Pair) -> None:
    """Maya's own first words: once the notes are released, they open."""
    words = {"stood": "silence"}
    await pair.room.write(lambda w: feedback.words(w, MAYA, pair.id, WORDS, words))


async def opened_notes(room: Staffroom) -> Pair:
    """Tomás visited Maya; his notes are opened and answered."""
    pair = await spoken(room)
    await pair.asked_for()
    await pair.over()
    await pair.answered()
    return pair


async def every_kind(room: Staffroom, who: MemberId = MAYA, number: int = 1) -> list[Piece]:
    """That person wrote one text of each kind, as its writer would; nothing of it is shared."""
    pieces = [piece(kind, number, who) for kind in SAMPLES]

    def write(work: Work) -> None:
        for each in pieces:
            vault = type(each.vault)(who, room.pair.id)
            work.pieces.write(
                Piece(
                    each.id,
                    vault,
                    each.about,
                    each.key,
                    each.words,
                    each.sharing,
                    shared=each.shared,
                    written_at=each.written_at,
                )
            )

    await room.write(write)
    return pieces


def goal_of(room: Staffroom, who: MemberId, name: str = "g1", version: int = 1) -> Goal:
    """An open goal of that person's, with a dated entry kept by `keep_goal`."""
    return Goal(GoalId(name), who, room.pair.id, GoalState.ACTIVE, version, TUESDAY)


async def keep_goal(room: Staffroom, goal: Goal) -> None:
    """The goal with one entry of its trail."""

    def keep(work: Work) -> None:
        work.goals.put(goal)
        entry = TrailEntry(EntryId("e1"), goal.id, TUESDAY.date(), None, Source.SELF, TUESDAY)
        work.trail.put(entry)

    await room.write(keep)


async def own(room: Staffroom, who: MemberId) -> list[Piece]:
    """Everything that this person wrote."""
    return list(await room.read(lambda r: reading.all_own(r, who)))
