"""What makes each way of working what it is, clause by clause: practice B, the *Distinct* lines.

Each line says where its file holds the clause; what the engine makes of it is tried elsewhere.
"""

from collections.abc import Callable

import pytest

from flows import library
from flows.protocol import CoachingProtocol, Prompt, Stage
from tests.flows.courses import protocol

Clause = Callable[[CoachingProtocol], bool]
MAPS = ("planning", "reflecting", "problem")


def step(way: CoachingProtocol, key: str) -> Stage:
    found = way.stage(key)
    assert found is not None, key
    return found


def asked(way: CoachingProtocol, place: str) -> Prompt:
    stage, _, key = place.partition(".")
    found = step(way, stage).prompt(key)
    assert found is not None, place
    return found


def options(way: CoachingProtocol, place: str) -> list[str]:
    return [option.key for option in asked(way, place).options]


def in_order(way: CoachingProtocol, *keys: str) -> bool:
    """Whether these steps follow upon each other, none of them beside the one before."""
    order = [stage.id for stage in way.stages]
    places = [order.index(key) for key in keys]
    return places == sorted(places) and not any(step(way, k).parallel_with for k in keys[1:])


def no_feedback(way: CoachingProtocol) -> bool:
    """Whether nobody is visited, and nobody gives anybody notes on their teaching."""
    makes = {made for stage in way.stages for made in stage.creates}
    shares = {stage.share for stage in way.stages}
    dated = any(stage.on_schedule for stage in way.stages)
    return (
        not makes & {"feedback", "feedback_request", "observation"} | shares & {"to_coachee"}
        and not dated
    )


def replies(way: CoachingProtocol) -> dict[str, tuple[str, int, int]]:
    """Who may say how much back, by step."""
    return {
        s.id: (s.coach_reply.role, s.coach_reply.paraphrases, s.coach_reply.questions)
        for s in way.stages
        if s.coach_reply is not None
    }


def advice(way: CoachingProtocol) -> bool:
    """Whether anybody may put ideas into a reply, whatever was chosen."""
    found = [s.coach_reply for s in way.stages if s.coach_reply]
    return any(reply.ideas_if or reply.ideas_when for reply in found)


CLAUSES: dict[str, tuple[str, Clause]] = {
    "reality may reopen the goal": ("grow", lambda w: step(w, "reality").reopens == "goal"),
    "one sentence and two questions, at three steps": (
        "grow",
        lambda w: replies(w) == dict.fromkeys(("reality", "options", "review"), ("coach", 1, 2)),
    ),
    "ideas where they are welcome, and after two of one's own": (
        "grow",
        lambda w: (
            (r := step(w, "options").coach_reply) is not None
            and (r.ideas_if, r.ideas_after) == ("ideas_welcome", 2)
            and asked(w, "options.ideas_welcome").kind == "yes_no"
        ),
    ),
    "ideas nowhere else": (
        "grow",
        lambda w: (
            not any(s.coach_reply.ideas_if for s in w.stages if s.coach_reply and s.id != "options")
        ),
    ),
    "the third notes the coachee's words alone": (
        "grow",
        lambda w: (
            [p.key for s in w.stages for p in s.prompts if p.for_role == "listener"] == ["heard"]
        ),
    ),
    "a text is talked about, nobody's teaching": ("reciprocal", no_feedback),
    "what is expected is saved before the part opens": (
        "reciprocal",
        lambda w: asked(w, "segment.predict").before_start and asked(w, "segment.predict").starred,
    ),
    "and looked at again after it": (
        "reciprocal",
        lambda w: asked(w, "segment.revisit").looks_back_at == "predict",
    ),
    "parts are repeated, and the roles go round": (
        "reciprocal",
        lambda w: (
            step(w, "segment").scope == "repeat" and w.repeats is not None and len(w.roles) > 3
        ),
    ),
    "everybody teaches the others, in minutes of their own": (
        "reciprocal",
        lambda w: (
            (s := step(w, "teachback")).actor == ("everyone",)
            and s.equal_minutes
            and s.minutes_each
        ),
    ),
    "no deficit wording, at any step": (
        "ai",
        lambda w: all("L14" in stage.lints for stage in w.stages),
    ),
    "a goal has no gap to close": ("ai", lambda w: not w.goal.baseline),
    "stories are their tellers'": ("ai", lambda w: step(w, "discover").share == "on_share"),
    "themes wait for their storyteller": (
        "ai",
        lambda w: (
            asked(w, "discover.themes").confirmed_by == "storyteller"
            and asked(w, "discover.themes").for_role == "interviewer"
        ),
    ),
    "park it leads to a goal or to a talk about being stuck": (
        "ai",
        lambda w: {way.protocol for way in w.exits} == {"grow", "cognitive"},
    ),
    "identify, learn, improve": (
        "growing",
        lambda w: in_order(w, "look", "hunch", "focus", "learn", "rehearse", "visit", "check"),
    ),
    "the same kind of evidence before and after": (
        "growing",
        lambda w: (
            asked(w, "look.sample").kind == asked(w, "check.sample").kind == "sample_note"
            and asked(w, "check.now").looks_back_at == "look.work"
            and asked(w, "check.sample").looks_back_at == "look.sample"
        ),
    ),
    "it is rehearsed together": (
        "growing",
        lambda w: (
            (s := step(w, "rehearse")).mode == "live"
            and s.share == "self"
            and asked(w, "rehearse.cue").starred
        ),
    ),
    "an expertise log goes on": (
        "growing",
        lambda w: asked(w, "check.log").kept_as == "expertise_log",
    ),
    "the thinker picks a map and may switch": (
        "cognitive",
        lambda w: (
            step(w, "choose").actor == ("thinker",)
            and asked(w, "choose.map").changeable
            and options(w, "choose.map") == ["planning", "reflecting", "problem"]
        ),
    ),
    "regions in any order, left empty": (
        "cognitive",
        lambda w: all(step(w, k).any_order for k in MAPS),
    ),
    "the coach says back and asks, at every map": (
        "cognitive",
        lambda w: (
            replies(w) == dict.fromkeys(("planning", "reflecting", "problem"), ("coach", 1, 2))
        ),
    ),
    "ideas once the thinker asks for consulting": (
        "cognitive",
        lambda w: all(
            s.coach_reply.ideas_if is None
            and s.coach_reply.ideas_when is not None
            and s.coach_reply.ideas_when.one_of == ("consulting",)
            for s in w.stages
            if s.coach_reply
        ),
    ),
    "there is no evaluating": (
        "cognitive",
        lambda w: (
            options(w, "choose.function") == ["coaching", "collaborating", "consulting"]
            and asked(w, "choose.function").default == "coaching"
            and asked(w, "choose.function").changeable
        ),
    ),
    "what each of them means stands on the coach's card": (
        "cognitive",
        lambda w: all(o.others for o in asked(w, "choose.function").options),
    ),
    "question packs by state of mind": (
        "cognitive",
        lambda w: (
            [s.key for s in w.question_sets]
            == ["efficacy", "flexibility", "craftsmanship", "consciousness", "interdependence"]
        ),
    ),
    "cards without authors, from three on": (
        "rounds",
        lambda w: (
            (s := step(w, "describe")).share == "pool"
            and (s.done, s.min_authors, s.actor) == ("lock", 3, ("observer",))
        ),
    ),
    "description, analysis, prediction, next work, in that order": (
        "rounds",
        lambda w: (
            in_order(w, "describe", "analyse", "predict", "nextwork")
            and not any(step(w, k).offered for k in ("describe", "analyse", "predict", "nextwork"))
        ),
    ),
    "patterns and predictions are about lessons, not about you": (
        "rounds",
        lambda w: all({"L1", "L15"} <= set(step(w, k).lints) for k in ("analyse", "predict")),
    ),
    "everybody commits": (
        "rounds",
        lambda w: (
            (s := step(w, "commit")).actor == ("everyone",)
            and s.done == "each"
            and asked(w, "commit.step").starred
            and asked(w, "commit.step").for_role is None
        ),
    ),
    "the host listens, joins at the next work, or stays away": (
        "rounds",
        lambda w: (
            options(w, "prepare.host_presence") == ["listening", "joins_at_nextwork", "absent"]
            and asked(w, "prepare.host_presence").for_role == "host"
        ),
    ),
    "any member strikes a card, the host hides one": (
        "rounds",
        lambda w: (
            (c := step(w, "describe").cards) is not None
            and (c.strike, c.hide) == ("everyone", "host")
        ),
    ),
    "somebody keeps to the step": ("rounds", lambda w: "convenor" in w.roles),
    "a request with a level and what is left out": (
        "observation",
        lambda w: (
            asked(w, "focus.level").default == "evidence_questions"
            and asked(w, "focus.leave").kind == "text"
            and len(options(w, "focus.level")) == 3
        ),
    ),
    "the level opens the boxes": (
        "observation",
        lambda w: (
            (s := asked(w, "notes.suggestion").only_if) is not None
            and s.one_of == ("evidence_questions_suggestions",)
            and (q := asked(w, "notes.question").only_if) is not None
            and "evidence" not in q.one_of
        ),
    ),
    "a log of evidence, released with the notes": (
        "observation",
        lambda w: step(w, "visit").released_with == "notes" and step(w, "notes").done == "released",
    ),
    "own words first": (
        "observation",
        lambda w: (
            w.embargo is not None and (w.embargo.words, w.embargo.notes) == ("words", "notes")
        ),
    ),
    "the coachee speaks first": (
        "observation",
        lambda w: step(w, "debrief").speaking_order[0] == "coachee",
    ),
    "whoever visits takes something away": (
        "observation",
        lambda w: asked(w, "notes.takeaway").starred,
    ),
    "the goal and the lesson are the group's": (
        "lesson_study",
        lambda w: (
            w.goal.owner == "partnership"
            and step(w, "plan").document == step(w, "revise").document == "plan"
        ),
    ),
    "students have letters": (
        "lesson_study",
        lambda w: (
            asked(w, "plan.case_labels").kind == "case_labels"
            and asked(w, "plan.case_labels").starred
        ),
    ),
    "what is expected of them is agreed before": (
        "lesson_study",
        lambda w: (
            asked(w, "plan.cases").starred
            and asked(w, "teach.case").looks_back_at == "plan.cases"
            and asked(w, "reteach.case").looks_back_at == "revise.predict"
        ),
    ),
    "observers watch students, and nobody asks about the teacher": (
        "lesson_study",
        lambda w: (
            {p.for_role for k in ("teach", "reteach") for p in step(w, k).prompts} == {"observer"}
        ),
    ),
    "the teacher speaks first and the guest last": (
        "lesson_study",
        lambda w: (
            (s := step(w, "discuss")).speaking_order[0] == s.prompts[0].for_role == "teacher"
            and s.prompts[-1].for_guest
        ),
    ),
    "it is revised and taught again": (
        "lesson_study",
        lambda w: (
            in_order(w, "teach", "discuss", "revise", "reteach", "report")
            and asked(w, "revise.who").starred
            and asked(w, "revise.class") is not None
        ),
    ),
    "you turns into the lesson": (
        "lesson_study",
        lambda w: all("L15" in step(w, k).lints for k in ("teach", "discuss", "reteach")),
    ),
    "the report leaves the group by every yes": (
        "lesson_study",
        lambda w: asked(w, "report.share_outside").needs_every_yes,
    ),
    "nobody visits and nobody comments": ("reflective", no_feedback),
    "everything is one's own, shared line by line": (
        "reflective",
        lambda w: w.line_by_line and {s.share for s in w.stages} == {"self", "on_share"},
    ),
    "three open questions and no advice": (
        "reflective",
        lambda w: replies(w) == {"talk": ("listener", 1, 3)} and not advice(w),
    ),
    "the speaker has the last word": (
        "reflective",
        lambda w: (
            [s.does for s in step(w, "talk").own_minutes] == ["speaks", "questions", "last_word"]
            and step(w, "talk").prompts[-1].for_role
            == step(w, "talk").speaking_order[0]
            == "speaker"
        ),
    ),
    "equal minutes": ("reflective", lambda w: step(w, "talk").equal_minutes),
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_what_is_distinct_stands_in_its_file(clause: str) -> None:
    name, holds = CLAUSES[clause]

    assert holds(protocol(name))


def test_every_way_has_something_of_its_own() -> None:
    assert {name for name, _ in CLAUSES.values()} == set(library.shipped())
