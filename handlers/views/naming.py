"""What a step is called where several members have the same one open at the same time."""

from flows.coaching import Course
from flows.ids import MemberId
from flows.stage import StageRun
from handlers.seams import Telling
from handlers.words import say


def step(course: Course, run: StageRun, telling: Telling, reader: MemberId | None = None) -> str:
    """The step's title, with whose turn it is of where turns go side by side; not for the owner."""
    title, owner = course.stage(run).title, course.cycle.coachee(run)
    if owner is None or owner == reader or course.rules.protocol.turns != "interleaved":
        return title
    who = telling.names.get(owner, say("app.somebody", telling.locale))
    return say("talk.step_of", telling.locale, step=title, who=who)
