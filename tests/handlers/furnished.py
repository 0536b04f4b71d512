"""Two colleagues with one of everything that people write, each text with a word of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from flows import (
    agreeing,
    assigning,
    coaching,
    feedback,
    goal_sharing,
    goal_talk,
    goals,
    preparing,
    proposing,
    reflecting,
    requesting,
    together,
    trail,
    writing,
)
from flows.agreement import Terms
from flows.assigned import Assigned
from flows.coaching import Moved
from flows.events import Released, Shared
from flows.goal import Goal, GoalState, TrailEntry, TrailWord
from flows.goal_talk import Talk
from flows.ids import GoalId, PartnershipId, RunId
from flows.inviting import Yes
from flows.partnership import Invitation, Partnership
from flows.ports import Work
from flows.prework import Item, ItemKind, Retrieval
from flows.proposal import Proposal
from flows.reflecting import Reflection
from flows.timetable import Lesson
from flows.together import Asked
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom, at

MARK = "cnry"
"""How every word begins that these people wrote."""

FOCUS, VISIT, WORDS, NOTES, TALK, STEP, CHECK = (
    RunId(f"observation.{name}/1")
    for name in ("focus", "visit", "words", "notes", "debrief", "step", "check")
)
START = at("2026-03-12 11:10")
LESSONS = (Lesson(3, time(11, 10), time(12), "2B", "14"),)


@dataclass
class Things:
    """The ids of what there is, by the names that buttons and forms use."""

    pair: Partnership
    words: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    tail: str = ""

    def says(self, what: str) -> str:
        """A text that no other is."""
        return self.words.setdefault(
            what, f"{MARK}{len(self.words):02d}x {what.replace('_', ' ')}{self.tail}"
        )


async def furnished(room: Staffroom, tail: str = "") -> Things:
    """Before the visit: sentences, a goal, a draft, an offer of a time, a version that waits.

    Each text ends with the tail.
    """
    for who in (MAYA, TOMAS):
        await room.put(who, lessons=LESSONS)
    things = Things(await room.partnered(), tail=tail)
    pair, says = things.pair.id, things.says
    await room.answer(TOMAS, says("his_sentence"))
    await room.answer(MAYA, says("her_sentence"))
    asked = await room.write(lambda w: together.ask(w, TOMAS, pair, says("his_question")))
    assert isinstance(asked, Asked)
    await _goals(room, things)
    await _reflections(room, things)
    await _agreement(room, things)
    await room.write(lambda w: writing.save(w, MAYA, pair, FOCUS, {"look": says("her_draft")}))
    proposal = await room.write(lambda w: _request(w, pair, things))
    assert isinstance(proposal, Proposal), proposal
    course = await room.course(pair)
    things.ids |= {"partnership": pair, "cycle": course.cycle.id, "proposal": proposal.id}
    return things


async def visited(room: Staffroom, things: Things) -> None:
    """After the visit: pre-work, own words, notes that are released and read, an answer, a step."""
    pair, says = things.pair.id, things.says
    proposal = things.ids["proposal"]
    await room.write(lambda w: proposing.works(w, TOMAS, pair, proposal))  # type: ignore[arg-type]  # an id
    added = await room.write(lambda w: _prework(w, pair, things))
    assert isinstance(added, Assigned), added
    things.ids |= {"item": added.id}
    await room.write(lambda w: preparing.answer(w, MAYA, pair, added.id, says("her_recall")))
    room.now = START + timedelta(minutes=30)
    await room.write(lambda w: coaching.pass_time(w, pair))
    for who, run, texts in (
        (MAYA, WORDS, {"stood": says("her_first_words")}),
        (TOMAS, VISIT, {"saw": says("his_log"), "students": says("his_look_at_students")}),
        (
            TOMAS,
            NOTES,
            {
                "noticed": says("his_fact"),
                "question": says("his_note_question"),
                "takeaway": says("his_takeaway"),
            },
        ),
    ):
        done = await room.write(
            lambda w, a=who, r=run, t=texts: coaching.answer(w, a, pair, r, t, {})  # type: ignore[misc]  # bound here
        )
        assert isinstance(done, Moved), (run, done)


async def released(room: Staffroom, things: Things) -> None:
    """The notes are sent, read and answered; her step is shared in part."""
    pair, says = things.pair.id, things.says
    for event in (Released(NOTES, TOMAS),):
        course = await room.course(pair)
        await room.write(lambda w, e=event, c=course: coaching.happened(w, c, e))  # type: ignore[misc]  # bound here
    await room.write(lambda w: feedback.read(w, MAYA, pair, NOTES))
    done = await room.write(
        lambda w: coaching.answer(
            w,
            MAYA,
            pair,
            STEP,
            {"step": says("her_step"), "when": says("her_when"), "reply": says("her_reply")},
            {},
        )
    )
    assert isinstance(done, Moved), done
    course = await room.course(pair)
    await room.write(lambda w: coaching.happened(w, course, Shared(STEP, MAYA, ("step",))))


async def _goals(room: Staffroom, things: Things) -> None:
    pair, says = things.pair.id, things.says
    goal = Goal(GoalId("goal-of-hers"), MAYA, pair, GoalState.DRAFT, 1, room.now)
    texts = {"statement": says("her_goal"), "why": says("her_reason")}
    settled = await room.write(lambda w: goals.settle(w, MAYA, goal, texts, date(2026, 6, 4)))
    assert isinstance(settled, Goal), settled
    await room.write(lambda w: goal_sharing.share(w, MAYA, goal.id, "statement"))
    entry = await room.write(
        lambda w: trail.note_progress(w, MAYA, goal.id, says("her_trail"), TrailWord.TRYING)
    )
    assert isinstance(entry, TrailEntry)
    talk = await room.write(lambda w: goal_talk.begin(w, TOMAS))
    assert isinstance(talk, Talk)
    told = await room.write(
        lambda w: goal_talk.answer(
            w, TOMAS, talk.draft.id, talk.draft.version, {"statement": says("his_goal_so_far")}
        )
    )
    assert isinstance(told, Talk)
    things.ids |= {"goal": goal.id, "draft": talk.draft.id, "part": "why", "entry": entry.id}


async def _reflections(room: Staffroom, things: Things) -> None:
    pair, says = things.pair.id, things.says
    shown = await room.write(lambda w: reflecting.write(w, MAYA, "", "", says("her_shown_page")))
    own = await room.write(lambda w: reflecting.write(w, TOMAS, "", "", says("his_own_page")))
    assert isinstance(shown, Reflection)
    assert isinstance(own, Reflection)
    await room.write(lambda w: reflecting.show(w, MAYA, shown.id, pair))
    things.ids |= {"reflection": shown.id, "own_reflection": own.id}


async def _agreement(room: Staffroom, things: Things) -> None:
    pair, says = things.pair.id, things.says
    terms = replace(Terms(first=MAYA), talk_minutes=20)
    await room.write(
        lambda w: agreeing.submit(
            w, MAYA, pair, 1, terms, {"out": says("our_item")}, Yes(power=False, chosen=False)
        )
    )


def _request(work: Work, pair: PartnershipId, things: Things) -> object:
    return requesting.request(
        work,
        MAYA,
        pair,
        {"look": things.says("her_look"), "place": things.says("her_room")},
        {},
        START,
        START + timedelta(minutes=15),
    )


def _prework(work: Work, pair: PartnershipId, things: Things) -> object:
    says = things.says
    item = Item(
        kind=ItemKind.READING,
        title=says("reading"),
        address="https://example.org/reading",
        minutes=8,
        why=says("reading_why"),
        retrieval=Retrieval(
            says("reading_question"), says("reading_answer"), hint=says("reading_hint")
        ),
        before=says("reading_before"),
        bring=says("reading_bring"),
    )
    return assigning.add(work, MAYA, pair, VISIT, item)


async def invitation_between_others(room: Staffroom) -> Invitation:
    """Aya asked Ole: something of theirs that does not concern the pair."""
    return await room.invited(AYA, OLE)


def ids_of(things: Things, invitation: Invitation) -> Mapping[str, str]:
    """All of it, by every name that a button or a form may use for it."""
    return {
        **things.ids,
        "invitation": invitation.id,
        "prework": things.ids.get("item", ""),
        "program": things.pair.program,
    }


def marked(text: str) -> Iterator[str]:
    """The marked words in a text."""
    for part in text.split(MARK)[1:]:
        yield MARK + part[:3]
