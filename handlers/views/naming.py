"""What a step is called where several members have the same one open at the same time."""

from flows.coaching import Course
from flows.ids import MemberId
from flows.protocol import Stage
from flows.stage import StageRun
from handlers.seams import Telling
from handlers.words import knows, say


def step(course: Course, run: StageRun, telling: Telling, reader: MemberId | None = None) -> str:
    """The step's title, with whose turn it is of where turns go side by side; not for the owner."""
    title, owner = course.stage(run).title, course.cycle.coachee(run)
    if owner is None or owner == reader or course.rules.protocol.turns != "interleaved":
        return title
    who = telling.names.get(owner, say("app.somebody", telling.locale))
    return say("talk.step_of", telling.locale, step=title, who=who)


def intent(stage: Stage, roles: tuple[str, ...], locale: str) -> str:
    """What the step's message says of it, with the role that its reader has this time."""
    text = stage.intent or ""
    return text.replace("{role}", ", ".join(role(each, locale) for each in roles))


def sentence(text: str) -> str:
    """What stands by itself as one: with its full stop."""
    return text if text.endswith(("?", ".", "…")) else f"{text}."


def lead(text: str) -> str:
    """The same as the first thing that is read: with a capital letter too."""
    return sentence(text[:1].upper() + text[1:])


def role(name: str, locale: str) -> str:
    """A role in words; one of a file of one's own is called as it is written there."""
    return _named(f"roles.{name}", name, locale)


def helper(name: str, locale: str) -> str:
    """What somebody with that role does for a talk."""
    return _named(f"group.roles.{name}", name, locale)


def _named(key: str, name: str, locale: str) -> str:
    return say(key, locale) if knows(key) else name.replace("_", " ")
