"""A lesson of one's own in a cycle: the line that asks when it is, and the form for it."""

from flows import own_lessons
from flows.coaching import Course
from flows.ids import MemberId
from flows.stage import StageRun
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks, days, request
from handlers.words import say


def for_one(course: Course, who: MemberId, locale: str) -> list[Block]:
    """Each lesson with its time or the question for it: for the Home and `/coach`."""
    shown: list[Block] = []
    for run in own_lessons.ahead(course, who):
        names = {"partnership": str(course.pair.id), "run": str(run.id)}
        pick = blocks.button(ids.OWN_LESSON, say("own_lesson.pick", locale), **names)
        skip = blocks.button(ids.SKIP_STEP, say("own_lesson.skip", locale), **names)
        shown += [blocks.section(_line(course, run, locale)), blocks.actions(pick, skip)]
    return shown


def form(course: Course, run: StageRun, zone: str, *, key: str, locale: str) -> Block:
    """Day, start and end."""
    session = run.session
    start, end = (session.start, session.end) if session else (None, None)
    return blocks.modal(
        ids.OWN_LESSON_FORM,
        course.stage(run).title,
        request.when(start, end, zone, locale),
        submit=say("own_lesson.save", locale),
        close=say("app.close", locale),
        key=key,
        partnership=course.pair.id,
        run=run.id,
    )


def _line(course: Course, run: StageRun, locale: str) -> str:
    step = blocks.escaped(course.stage(run).title)
    if run.session is None:
        return say("own_lesson.when", locale, step=step)
    time = days.moment(run.session.start, course.program.zone)
    return say("own_lesson.settled", locale, step=step, time=time)
