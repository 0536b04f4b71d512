"""Advice on the wording of feedback (practice E1): for the writer alone, never kept or blocking.

Word lists miss sarcasm and will sometimes flag fair words; quiet text is no proof of kindness.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from flows.vocabulary import Kind, Prompt

WRITTEN_FREELY: frozenset[Kind] = frozenset({"text", "cards"})

MOST_SHOWN = 2
"""So many pieces of advice are shown at once (practice E1)."""

LONG_FIELD = 120
"""More words than this in one field bring L11."""

LANGUAGES = frozenset({"en"})
"""Languages that have a list; in others there is no advice."""


class FieldKind(StrEnum):
    """What a field is for; it decides which advice fits."""

    NOTICED = "N"
    """noticed, followed, cards and other prompts for evidence"""
    QUESTION = "Q"
    SUGGESTION = "S"
    TAKEAWAY = "T"
    """takeaway and appreciated"""
    OTHER = "O"
    """anything else that somebody writes in a step which names its advice"""


KINDS = {
    "noticed": FieldKind.NOTICED,
    "followed": FieldKind.NOTICED,
    "saw": FieldKind.NOTICED,
    "students": FieldKind.NOTICED,
    "count": FieldKind.NOTICED,
    "case": FieldKind.NOTICED,
    "card": FieldKind.NOTICED,
    "notes": FieldKind.NOTICED,
    "question": FieldKind.QUESTION,
    "wonder": FieldKind.QUESTION,
    "ask": FieldKind.QUESTION,
    "suggestion": FieldKind.SUGGESTION,
    "takeaway": FieldKind.TAKEAWAY,
    "appreciated": FieldKind.TAKEAWAY,
}
"""The kind of a prompt by its key; whatever else is written freely is of the other kind."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice and the words that caused it; level is what the coachee asked for."""

    code: str
    word: str = ""
    level: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """The catalogue's key of its sentence."""
        if self.code == "L3" and self.level:
            return f"lint.L3_{self.level}"
        return f"lint.{self.code}"


@dataclass(frozen=True, slots=True)
class Lint:
    """One rule: where it applies, what it catches; one by absence fires where nothing is found."""

    code: str
    kinds: str
    pattern: re.Pattern[str]
    protocols: frozenset[str] = frozenset()
    absence: bool = False

    def applies(self, kind: FieldKind, protocol: str) -> bool:
        """Whether the rule is made for this field in this way of working."""
        return kind.value in self.kinds and (not self.protocols or protocol in self.protocols)


QUOTED = re.compile(
    r"“[^”\n]+”"
    r"|„[^“”\n]+[“”]"
    r"|«[^»\n]+»"
    r'|"[^"\n]+"'
    r"|(?<!\w)‘(?:[^’\n]|(?<=\w)’(?=\w))+’(?!\w)"
    r"|(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))+'(?!\w)"
)
"""Quoted speech, which is evidence; an apostrophe inside a word opens and closes nothing."""

LINTS = (
    Lint(
        "L12",
        "NQSTO",
        re.compile(
            r"\b(?:graded|scored?|rating|rated|ranked?|out of (?:5|ten|10)|satisfactory"
            r"|requires improvement|meets expectations)\b"
            r"|\b\d{1,2}\s*/\s*(?:5|10)\b(?!\s*(?:of )?(?:students|pupils|pairs|groups|hands"
            r"|answers|questions|correct))"
            r"|\b[1-5] stars?\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L13",
        "NQSTO",
        re.compile(
            r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)(?:\+?\d[\s-]?){9,}(?!\d)",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L1",
        "NQSO",
        re.compile(
            r"\b(good|great|excellent|amazing|brilliant|fantastic|perfect|wonderful|outstanding"
            r"|awesome|lovely|nice|impressive|effective|ineffective|poor|weak|bad|badly|terrible"
            r"|awful|boring|sloppy|messy|disorgani[sz]ed|inadequate|disappointing|unclear"
            r"|well done|best|worst|well[- ]managed)\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L2",
        "NQSO",
        re.compile(
            r"\b(always|never|everyone|everybody|nobody|no[- ]one|constantly|all the time"
            r"|every (?:single )?time|the whole (?:class|lesson|time)|completely|totally"
            r"|none of (?:the|your|them))\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L3",
        "NQT",
        re.compile(
            r"\b(?:you|we|i(?:'d| would) say you) (?:really )?(?:should(?:n't| not)?"
            r"|must(?:n't| not)?|need(?:ed)? to|have to|ought to|could have|should have)\b"
            r"|\b(?:make sure|remember to|don't forget to|why don't you|why not (?:try|use)"
            r"|if i were you|my advice|i(?:'d| would) (?:recommend|suggest|advise))\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L4",
        "N",
        re.compile(
            r"\b(?:you|they|he|she|we|students?|pupils?|kids|children|the class|the group"
            r"|student [a-z]|everyone|everybody|some|most|many)\s+"
            r"(?:all\s+|really\s+|clearly\s+|obviously\s+)?"
            r"(?:(?:(?:were|was|are|is|seemed|felt|looked|appeared|got|became)\s+(?:to be\s+)?"
            r"(?:very |quite |so |really |a bit )?"
            r"(?:bored|engaged|disengaged|interested|motivated|unmotivated|confused|lost|happy"
            r"|excited|nervous|anxious|lazy|distracted|focused|confident|unsure|comfortable"
            r"|uncomfortable|curious|tired|on[- ]task|off[- ]task))"
            r"|(?:wanted|didn't want|intended|meant to|knew|didn't know|understood"
            r"|didn't understand|enjoyed|loved|hated|didn't care|thought|believed|felt)\b)",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L6",
        "NQSTO",
        re.compile(
            r"\byou(?:'re| are| were)\s+(?:just |such |so |very |really |clearly |a |an )*"
            r"(?:natural|born|gifted|talented|caring|warm|strict|organi[sz]ed|disorgani[sz]ed"
            r"|patient|impatient|calm|nervous|rigid|weak|strong|(?:\w+ )?teacher)\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L7",
        "NQS",
        re.compile(
            r"\b(?:better|worse|more|less|faster|slower)\b[^.?!]{0,30}\bthan (?:me|i|mine|my|other"
            r"|others|most|anyone|any other|the other|last year's)\b"
            r"|\bunlike (?:me|mine|other|most)\b"
            r"|\b(?:in|with) my (?:own )?(?:class|classes|lessons?|room|students)\b,? i\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L10",
        "N",
        re.compile(
            r"\b(?:good|great|nice|liked|loved|enjoyed|lovely|well)\b[^.?!]{0,80}"
            r"\b(?:but|however|although)\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L9",
        "Q",
        re.compile(
            r"(?:^|[.!?]\s+)(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will"
            r"|should|don't|didn't|isn't|aren't|wasn't|weren't|haven't|couldn't|wouldn't"
            r"|shouldn't)\b[^.?!]*\?"
            r"|\b(?:don't you think|have you (?:thought of|considered|tried)|what if you"
            r"|wouldn't it be|what would happen if you)\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L8",
        "N",
        re.compile(
            r"\b(some|many|a lot|lots|most|a few|several|often|sometimes|mostly)\b",
            re.IGNORECASE,
        ),
    ),
    Lint(
        "L5",
        "N",
        re.compile(
            r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|both) "
            r"(?:students?|pupils?|hands?|pairs?|groups?|times|minutes|seconds|questions|of)",
            re.IGNORECASE,
        ),
        absence=True,
    ),
    Lint(
        "L14",
        "NQSTO",
        re.compile(
            r"\b(problem|fail(?:ed|ing|ure)?|lack(?:s|ing)?|weak(?:ness|nesses)?|broken"
            r"|struggl\w+|fix(?:ing)?|gap|deficit|worst|bad|can't|cannot|low[- ]ability|poor"
            r"|wrong|difficult(?:y|ies)?|issue)\b",
            re.IGNORECASE,
        ),
        protocols=frozenset({"ai"}),
    ),
    Lint(
        "L15",
        "NO",
        re.compile(
            r"\b(you|your|yours|you're)\b",
            re.IGNORECASE,
        ),
        protocols=frozenset({"lesson_study", "rounds"}),
    ),
)
"""In the order in which they are shown."""


def kind_of(prompt: Prompt) -> FieldKind | None:
    """What advice fits an answer to this prompt; None where nothing is written freely."""
    if prompt.kind not in WRITTEN_FREELY or prompt.once_revealed:
        return None
    return KINDS.get(prompt.key, FieldKind.OTHER)


def lint(
    text: str,
    kind: FieldKind,
    *,
    protocol: str = "",
    level: str = "",
    among: Collection[str] = (),
    language: str = "en",
) -> tuple[Advice, ...]:
    """All advice on one field, in the order listed; `among` are the rules that its stage names."""
    if not text.strip() or language not in LANGUAGES:
        return ()
    plain = unquoted(text)
    quoted = QUOTED.search(text) is not None
    found = [
        advice
        for rule in LINTS
        if rule.applies(kind, protocol) and (not among or rule.code in among)
        for advice in _caught(rule, plain, quoted=quoted, level=level)
    ]
    if len(text.split()) > LONG_FIELD:
        found.append(Advice("L11"))
    return tuple(found)


def shown(found: Iterable[Advice]) -> tuple[Advice, ...]:
    """What of it is shown: the first two (practice E1)."""
    return tuple(found)[:MOST_SHOWN]


def unquoted(text: str) -> str:
    """The text without quoted speech, and with plain apostrophes."""
    return QUOTED.sub('""', text).replace("’", "'")


def _caught(rule: Lint, plain: str, *, quoted: bool, level: str) -> tuple[Advice, ...]:
    match = rule.pattern.search(plain)
    if rule.absence:
        return () if match or quoted else (Advice(rule.code),)
    return (Advice(rule.code, match.group(0).strip(), level),) if match else ()
