"""Whether a text of the group may be shown outside it: only with every member's own yes."""

from dataclasses import dataclass

from flows import coaching, documents
from flows.coaching import Course, Late, NotTheirs
from flows.deeds import YES_NO
from flows.events import Answered
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Work
from flows.protocol import Prompt
from flows.stage import StageRun


@dataclass(frozen=True, slots=True)
class Outside:
    """What each says to it; nobody is told who said no."""

    course: Course
    run: StageRun
    prompt: Prompt
    mine: str

    @property
    def may(self) -> bool:
        """Whether everybody said yes, and to the text that stands."""
        settled = all(part.agreed == self.run.version for part in self.run.parts)
        said = {part.choice(self.prompt.key) for part in self.run.parts}
        return settled and said == {YES_NO[0]}


def of(found: Course, run: StageRun, who: MemberId) -> Outside | None:
    """What was said so far, of a text about which this is asked."""
    asked = (p for p in found.stage(run).prompts if p.needs_every_yes)
    prompt, part = next(asked, None), run.part(who)
    if prompt is None or part is None or not documents.is_document(found, run):
        return None
    return Outside(found, run, prompt, part.choice(prompt.key) or "")


def say(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, answer: str
) -> Outside | NotTheirs | Late:
    """Keeps this member's yes or no; it can be changed for as long as the cycle goes on."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    asked = of(found, standing, who) if standing else None
    part = standing.part(who) if standing else None
    if asked is None or part is None or answer not in YES_NO:
        return Late()
    choices = {**dict(part.choices), asked.prompt.key: answer}
    cycle = coaching.happened(work, found, Answered(run, who, (), tuple(choices.items())))
    after = cycle.run(run)
    if cycle is found.cycle or after is None:
        return Late()
    return Outside(found, after, asked.prompt, answer)
