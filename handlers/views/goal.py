"""A goal's page: its words, each with [Share]; its day; its trail; and what becomes of it."""

from collections.abc import Mapping, Sequence

from flows.goal import SET_STATES, Decision, Goal, GoalState, Source, TrailWord
from flows.goals import FIELDS, STATEMENT, Worded
from flows.ids import GoalId
from flows.trail import NOTICED, Noticed
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days
from handlers.views.goal_talk import label
from handlers.words import say

REVIEW = "review"
WORD = "word"
SOURCE = "source"
ON = "on"

MOST_ENTRIES = 20
"""A page holds a hundred blocks; the newest entries are the ones that matter."""


def page(
    found: Worded,
    trail: Sequence[Noticed],
    earlier: Sequence[Worded],
    shared: frozenset[str],
    locale: str,
    *,
    beside: Sequence[Block] = (),
) -> Block:
    """Everything about one goal, for its owner; `beside` says where else shared parts are read."""
    goal = found.goal
    shown: list[Block] = list(beside)
    for key in FIELDS:
        words = found.texts.get(key, "")
        if words.strip():
            shown += _part(goal, key, words, shared, locale)
    note = (
        say("goal_page.day", locale, day=days.plainly(goal.review_on))
        if goal.review_on is not None
        else say("goal_page.draft", locale)
    )
    shown.append(blocks.section(note))
    change = blocks.button(ids.GOAL_BEGIN, say("goal_page.change", locale), goal=goal.id)
    if goal.state in SET_STATES:
        shown += [decisions(goal.id, locale), blocks.actions(change, _note(goal, locale))]
        shown += [blocks.divider(), *_trail(trail, locale)]
    else:
        shown.append(blocks.actions(change))
    for version in earlier:
        shown.append(blocks.section(say("goal_page.earlier", locale, n=version.goal.version)))
        shown.append(blocks.literal(version.statement))
    title = say("goal_page.title", locale)
    return blocks.modal(ids.PAGE, title, shown, close=say("app.close", locale), goal=goal.id)


def decisions(goal: GoalId, locale: str) -> Block:
    """Keep, adjust, reached, set aside: none of them is better than another."""
    return blocks.actions(
        blocks.button(ids.GOAL_KEEP, say("goal_page.keep", locale), goal=goal),
        blocks.button(ids.GOAL_ADJUST, say("goal_page.adjust", locale), goal=goal),
        blocks.button(ids.GOAL_REACHED, say("goal_page.reached", locale), goal=goal),
        blocks.button(ids.GOAL_SET_ASIDE, say("goal_page.set_aside", locale), goal=goal),
    )


def review(goal: Goal, locale: str, *, asked: bool) -> Message:
    """The goal's date is here (practice H, `review`); once answered, a thank-you."""
    text = say("goal_page.review" if asked else "goal_page.review_over", locale)
    shown = [blocks.section(text)]
    return Message(text, [*shown, decisions(goal.id, locale)] if asked else shown)


def decision_form(found: Worded, decision: Decision, *, key: str, locale: str) -> Block:
    """The new day; to adjust a goal, its sentence as well."""
    goal = found.goal
    shown: list[Block] = []
    if decision is Decision.ADJUST:
        sentence = blocks.typed(STATEMENT, initial=found.statement)
        hint = say("goal_page.decide_why", locale)
        name = say("goal_talk.label.statement", locale)
        shown.append(blocks.field(STATEMENT, name, sentence, hint=hint))
    else:
        shown.append(blocks.literal(found.statement))
    shown.append(blocks.field(REVIEW, say("goal_page.next_day", locale), blocks.dates(REVIEW)))
    return blocks.modal(
        ids.GOAL_DECISION_FORM,
        say(f"goal_page.decide_{decision.value}", locale),
        shown,
        submit=say("goal_page.save", locale),
        close=say("app.close", locale),
        key=key,
        goal=goal.id,
        decision=decision.value,
        version=str(goal.version),
    )


def note_form(goal: GoalId, today: str, *, key: str, locale: str) -> Block:
    """One entry of the trail: what was noticed, where, on which day, and a word."""
    words = [(w.value, say(f"trail.word.{w.value}", locale)) for w in TrailWord]
    sources = [(s.value, say(f"trail.source.{s.value}", locale)) for s in Source]
    noticed = blocks.typed(NOTICED)
    return blocks.modal(
        ids.GOAL_NOTE_FORM,
        say("goal_page.note_title", locale),
        [
            blocks.field(NOTICED, say("goal_page.noticed", locale), noticed, optional=True),
            blocks.field(
                WORD, say("goal_page.word", locale), blocks.radio(WORD, words), optional=True
            ),
            blocks.field(
                SOURCE,
                say("goal_page.source", locale),
                blocks.select(SOURCE, sources, initial=Source.SELF.value),
            ),
            blocks.field(ON, say("goal_page.date", locale), blocks.dates(ON, today)),
        ],
        submit=say("goal_page.save", locale),
        close=say("app.close", locale),
        key=key,
        goal=goal,
    )


def lines(goal: Goal, statement: str, day: str, locale: str) -> list[Block]:
    """The goal as its owner's Home shows it."""
    draft = goal.state is GoalState.DRAFT
    note = say("goal.draft_line", locale) if draft else say("goal.active_line", locale, day=day)
    press = say("goal.complete" if draft else "goal.open", locale)
    return [
        blocks.literal(statement),
        blocks.section(note, blocks.button(ids.OPEN_GOAL, press, goal=goal.id)),
    ]


def shared_event(n: int, owner: str, goal: GoalId, telling: Telling) -> Message:
    """A partner shared parts of their goal: how many, never what."""
    locale = telling.locale
    text = say("goal_page.shared_event", locale, who=owner, n=n)
    read = blocks.button(
        ids.READ_SHARED_GOAL, say("goal_page.read", locale), style="primary", goal=goal
    )
    return Message(text, [blocks.section(text), blocks.actions(read)])


def shared_page(texts: Mapping[str, str], noted: Sequence[Noticed], locale: str) -> Block:
    """What a partner shared of their goal."""
    title, shown = say("goal_page.read_title", locale), shared_parts(texts, noted, locale)
    return blocks.modal(ids.PAGE, title, shown, close=say("app.close", locale))


def shared_parts(texts: Mapping[str, str], noted: Sequence[Noticed], locale: str) -> list[Block]:
    """The parts of a goal that its owner shared, each under its name, then entries of its trail."""
    shown: list[Block] = []
    for key in FIELDS:
        if key in texts:
            shown.append(blocks.section(f"*{label(key, locale)}*"))
            shown.append(blocks.literal(texts[key]))
    return [*shown, *_entries(noted, locale, own=False)] if noted else shown


def _part(goal: Goal, key: str, words: str, shared: frozenset[str], locale: str) -> list[Block]:
    name = f"*{label(key, locale)}*"
    if key in shared:
        back = _unshare(goal.id, key, locale)
        head = [blocks.section(name, back), blocks.context(say("goal_page.shared", locale))]
    elif goal.partnership is None:
        head = [blocks.section(name)]
    else:
        head = [blocks.section(name, _share(goal, key, locale))]
    return [*head, blocks.literal(words)]


def _share(goal: Goal, part: str, locale: str) -> Block:
    return blocks.button(ids.GOAL_SHARE, say("goal_page.share", locale), goal=goal.id, part=part)


def _unshare(goal: GoalId, part: str, locale: str) -> Block:
    return blocks.button(ids.GOAL_UNSHARE, say("goal_page.unshare", locale), goal=goal, part=part)


def _note(goal: Goal, locale: str) -> Block:
    return blocks.button(ids.GOAL_NOTE, say("goal_page.note", locale), goal=goal.id)


def _trail(trail: Sequence[Noticed], locale: str) -> list[Block]:
    head = blocks.section(say("goal_page.trail", locale))
    if not trail:
        return [head, blocks.context(say("goal_page.trail_none", locale))]
    return [head, *_entries(trail, locale, own=True)]


def _entries(trail: Sequence[Noticed], locale: str, *, own: bool) -> list[Block]:
    shown: list[Block] = []
    for noticed in trail[:MOST_ENTRIES]:
        entry = noticed.entry
        facts = {
            "day": days.plainly(entry.on),
            "source": say(f"trail.source.{entry.source.value}", locale),
        }
        if entry.word is None:
            text = say("goal_page.entry", locale, day=facts["day"], source=facts["source"])
        else:
            word = say(f"trail.word.{entry.word.value}", locale)
            text = say(
                "goal_page.entry_word",
                locale,
                day=facts["day"],
                word=word,
                source=facts["source"],
            )
        can_share = own and bool(noticed.words) and not noticed.shared
        press = None
        if can_share:
            press = blocks.button(
                ids.GOAL_SHARE,
                say("goal_page.share", locale),
                goal=entry.goal,
                part=entry.id,
            )
        elif own and noticed.shared:
            press = _unshare(entry.goal, entry.id, locale)
        shown.append(blocks.section(text, press))
        if noticed.words:
            shown.append(blocks.literal(noticed.words))
    return shown
