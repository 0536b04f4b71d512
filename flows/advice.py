"""Advice on a goal (practice D): it asks and never blocks; a day that has passed is refused."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from flows.people import WordPack
from flows.schooldays import ONE_DAY, ProgramCalendar

SOONEST = 5
LATEST = 40
"""A goal is looked at again after so many school days (practice D8)."""

MANY_WORDS = 40

WITHOUT_BASELINE = frozenset({"ai"})
"""Ways of working whose goals have no baseline and no target (practice D)."""

A_WEEKEND = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class WhenThen:
    """An action step as its owner plans it: the cue, what they will do, and with whom."""

    cue: str = ""
    action: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """What its owner has written so far; everything but the statement may be empty."""

    statement: str
    student_change: str = ""
    why: str = ""
    measure: str = ""
    baseline: str = ""
    plan_to_find_out: str = ""
    target: str = ""
    review_on: date | None = None
    when_then: WhenThen = field(default_factory=WhenThen)

    @property
    def texts(self) -> Mapping[str, str]:
        """Everything written, by field."""
        return {
            "statement": self.statement,
            "student_change": self.student_change,
            "why": self.why,
            "measure": self.measure,
            "baseline": self.baseline,
            "plan_to_find_out": self.plan_to_find_out,
            "target": self.target,
            "when_then": f"{self.when_then.cue}. {self.when_then.action}. {self.when_then.group}",
        }


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of advice, the field it is about, and the dates its sentence names."""

    code: str
    about: str
    between: tuple[date, date] | None = None

    @property
    def words(self) -> str:
        """The catalogue's key of its sentence."""
        return f"advice.{self.code}"


PASSED = "advice.D8_passed"
"""The catalogue's key of the one hard error."""

FOR_WHOM = {
    WordPack.SCHOOL: re.compile(
        r"\b(?:students?|pupils?|learners?|class(?:es)?|child(?:ren)?|they)\b", re.IGNORECASE
    ),
    WordPack.WORKPLACE: re.compile(
        r"\b(?:people|clients?|customers?|users?|patients?|guests?|participants?|teams?|they)\b",
        re.IGNORECASE,
    ),
}

VAGUE = re.compile(
    r"\b(?:improv(?:e[sd]?|ing)|enhanc(?:e[sd]?|ing)|rais(?:e[sd]?|ing)|develop(?:s|ed|ing)?"
    r"|(?:be|get|getting|become|becoming) better|(?:work|focus)(?:s|ing)? on)\b",
    re.IGNORECASE,
)

SECOND_VERB = re.compile(
    r"\band (?:(?:to|then|also|will|i|we|they|that|students|pupils) \w+|(?:answer|ask|build|check"
    r"|compare|count|discuss|explain|find|finish|get|give|help|improve|learn|let|listen|make|mark"
    r"|plan|read|say|set|share|show|speak|start|stop|take|talk|tell|think|try|use|wait|watch|work"
    r"|write)(?:s|es|ing)?)\b",
    re.IGNORECASE,
)

EXAM = re.compile(
    r"\b(?:tests?|exams?|examinations?|grades?|marks?|scores?|assessments?|results|mocks?)\b",
    re.IGNORECASE,
)

EARLY_SIGN = re.compile(
    r"\b(?:count|tally|how many|how often|minutes?|times|exit|slips?|notes?|hands|questions?"
    r"|answers?|listen\w*|look\w*|watch\w*|talk\w*|speak\w*|sa(?:y|id|ying)|ask\w*|writ\w+"
    r"|daily|weekly|each (?:day|week|lesson))\b",
    re.IGNORECASE,
)

ABSOLUTE = re.compile(
    r"\b(?:all|every|everyone|everybody|always|never|none|nobody|no one)\b|\b100\s?%",
    re.IGNORECASE,
)

DUTY = r"(?:should|must|needs? to|has to|have to|ought to)"

SOMEBODY_ELSE = re.compile(
    r"\b(?:my|our|the|a|other)\s+(?:\w+\s+)?(?:colleagues?|partners?|co-?teachers?|teachers?"
    rf"|assistants?|managers?|head)\s+(?:\w+\s+)?{DUTY}\b"
    r"|\b(?:want|get|ask|tell|make|help)\w*\s+(?:my|our|the|other)\s+(?:\w+\s+)?"
    r"(?:colleagues?|partners?|co-?teachers?|teachers?|assistants?|managers?|head)\b",
    re.IGNORECASE,
)

BY_NAME = re.compile(rf"\b([^\W\d_]+)\s+{DUTY}\b")

NOT_A_NAME = re.compile(
    r"A(?:ll|nswers|nyone)|Both|Child(?:ren)?|Class(?:es)?|E(?:ach|verybody|veryone)|Groups?|Half"
    r"|He|Homework|I|It|Learners?|Lessons?|More|Most|Nobody|One|Pairs?|People|Pupils?|Questions?"
    r"|She|Some(?:body|one)|Students?|Tasks?|Th(?:at|ere|ese|ey|is)|We|What|Work|You"
)
"""Capitalised words that often begin a sentence about a duty."""

NAMED = re.compile(
    r"\b(?:[Ss]tudents?|[Pp]upils?|[Ll]earners?|[Cc]hild(?:ren)?)"
    r"(?:\s+(?:called|named))?[\s,:(]+"
    r"(?:[^\W\d_a-z][^\W\d_A-Z]+(?:\s|,|\.|\?|!|;|:|\)|'|’|-|$)"
    r"|[A-Z]\.\s?[A-Z]\b|[A-Z][A-Z]\b(?!\w))"
)
"""One capital letter after "student" is a label, not a name; three or more are an abbreviation."""


def passed(review_on: date, today: date) -> bool:
    """Whether that day is not ahead any more: the one thing that is refused (practice D8)."""
    return review_on <= today


def advise(
    draft: GoalDraft,
    calendar: ProgramCalendar,
    today: date,
    pack: WordPack = WordPack.SCHOOL,
    protocol: str = "",
) -> tuple[Hint, ...]:
    """All advice on a goal, in the order of practice D; each names the field it is about."""
    return (
        *_statement(draft, pack),
        *_signs(draft, protocol),
        *_review(draft, calendar, today),
        *_people(draft),
        *_plan(draft),
    )


def _statement(draft: GoalDraft, pack: WordPack) -> Iterator[Hint]:
    wish = f"{draft.statement} {draft.student_change}"
    if not FOR_WHOM[pack].search(wish):
        yield Hint("D1", "statement")
    if VAGUE.search(draft.statement) and not draft.student_change.strip():
        yield Hint("D2", "statement")
    seconds = SECOND_VERB.findall(draft.statement)
    if len(seconds) > 1 or len(draft.statement.split()) > MANY_WORDS:
        yield Hint("D3", "statement")


def _signs(draft: GoalDraft, protocol: str) -> Iterator[Hint]:
    if not draft.measure.strip():
        yield Hint("D4", "measure")
    elif EXAM.search(draft.measure) and not EARLY_SIGN.search(draft.measure):
        yield Hint("D5", "measure")
    if protocol in WITHOUT_BASELINE:
        return
    if not draft.baseline.strip() and not draft.plan_to_find_out.strip():
        yield Hint("D6", "baseline")
    if ABSOLUTE.search(draft.target):
        yield Hint("D7", "target")


def _review(draft: GoalDraft, calendar: ProgramCalendar, today: date) -> Iterator[Hint]:
    if draft.review_on is None or passed(draft.review_on, today):
        return
    first = calendar.add(today, SOONEST)
    if first is None:
        return  # No calendar covers it, so there is nothing to propose.
    last = calendar.add(today, LATEST) or _last_school_day(calendar)
    if not first <= draft.review_on <= last or _in_holidays(draft.review_on, calendar):
        yield Hint("D8", "review_on", between=(first, last))


def _people(draft: GoalDraft) -> Iterator[Hint]:
    for name, text in draft.texts.items():
        if SOMEBODY_ELSE.search(text) or _by_name(text):
            yield Hint("D9", name)
            break
    for name, text in draft.texts.items():
        if NAMED.search(text):
            yield Hint("D10", name)
            break


def _plan(draft: GoalDraft) -> Iterator[Hint]:
    plan = draft.when_then
    begun = any(part.strip() for part in (plan.cue, plan.action, plan.group))
    if begun and not (plan.cue.strip() and plan.group.strip()):
        yield Hint("D11", "when_then")
    if not draft.why.strip():
        yield Hint("D12", "why")


def _by_name(text: str) -> bool:
    return any(
        word[0].isupper() and NOT_A_NAME.fullmatch(word) is None for word in BY_NAME.findall(text)
    )


def _in_holidays(day: date, calendar: ProgramCalendar) -> bool:
    """Whether school is closed then for longer than a weekend."""
    opens = calendar.on_or_after(day)
    return day in calendar.holidays or opens is None or opens - day > A_WEEKEND


def _last_school_day(calendar: ProgramCalendar) -> date:
    day = calendar.covered_until
    while not calendar.is_school_day(day):
        day -= ONE_DAY
    return day
