"""What the messages about goals show, as things stand."""

from flows import coaching, goal_sharing, goal_talk, goals
from flows.draft import DraftState
from flows.goal import SET_STATES
from flows.ids import DraftId, GoalId, MemberId
from flows.notices import Effect, Notice
from flows.ports import Reader
from handlers.seams import Scene
from handlers.views import blocks
from handlers.views import goal as views
from handlers.views import goal_talk as talk_views
from handlers.views import messages as message_views
from handlers.words import say


def question(notice: Notice, reader: Reader) -> Scene | None:
    """The latest question of a conversation; an earlier one says that it went on."""
    to = notice.to
    talk = goal_talk.look(reader, to, DraftId(str(notice.refs["draft"]))) if to else None
    if talk is None:
        return None
    latest = notice.refs["number"] == talk.draft.posted
    if not latest:
        if notice.effect is Effect.POST:
            return None
        step = str(notice.refs["step"])
        return Scene(frozenset(), to, lambda telling: talk_views.past(step, telling.locale))
    if talk.draft.state is DraftState.OPEN:
        return Scene(frozenset(), to, lambda telling: talk_views.question(talk, telling.locale))
    goal = reader.goals.get(talk.draft.goal)
    return Scene(frozenset(), to, lambda telling: talk_views.over(talk, goal, telling.locale))


def review(notice: Notice, reader: Reader) -> Scene | None:
    """The goal's date is here: dropped when it has another date or is over."""
    to = notice.to
    found = reader.goals.get(GoalId(str(notice.refs["goal"])))
    if found is None or found.owner != to:
        return None
    today = goals.today(reader, to)
    waits = found.state in SET_STATES and found.asked_on != today
    asked = waits and found.review_on is not None and found.review_on <= today
    if not asked and notice.effect is Effect.POST:
        return None
    return Scene(frozenset(), to, lambda telling: views.review(found, telling.locale, asked=asked))


def shared_goal(notice: Notice, reader: Reader) -> Scene | None:
    """A partner shared parts of their goal: dropped when none of it can be read any more."""
    to, by = notice.to, MemberId(str(notice.refs["by"]))
    goal = GoalId(str(notice.refs["goal"]))
    shown = goal_sharing.shown_to(reader, to, goal) if to else None
    if shown is None:
        return None
    return Scene(
        frozenset({by}),
        to,
        lambda telling: views.shared_event(
            shown.parts,
            blocks.escaped(telling.names.get(by, say("app.somebody", telling.locale))),
            goal,
            telling,
        ),
    )


def typed(notice: Notice, reader: Reader) -> Scene | None:
    """One line that answers something typed."""
    kind, refs = notice.kind, notice.refs
    if kind == "typed_private":
        found = coaching.load(reader, notice.partnership)
        run = found.cycle.run(str(refs["run"])) if found else None
        if found is None or run is None:
            return None
        return Scene(
            frozenset(),
            notice.to,
            lambda telling: message_views.only_in_its_box(found, run, telling.locale),
        )
    n, most = int(refs.get("n", 0)), int(refs.get("most", 0))
    return Scene(
        frozenset(),
        notice.to,
        lambda telling: message_views.typed(kind, n, most, telling.locale),
    )


SCENES = {
    goal_talk.QUESTION: question,
    "review": review,
    "shared_goal": shared_goal,
    "typing": typed,
    "typed_which": typed,
    "typed_late": typed,
    "typed_too_long": typed,
    "typed_past_day": typed,
    "typed_not_a_day": typed,
    "typed_private": typed,
}
