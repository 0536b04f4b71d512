"""Setting a cycle up: one line with how it would run, the choices behind it, a few questions."""

from collections.abc import Mapping

from flows import choosing, setting_up
from flows.agreement import Rhythm
from flows.ids import MemberId
from flows.protocol import CoachingProtocol
from flows.setting_up import DELIVERY, ORDER, PROTOCOL, RHYTHM, Setup
from flows.writing import Writing
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, prework
from handlers.views import step as steps
from handlers.views.step import Fold
from handlers.words import say


def form(
    found: Writing,
    entered: Mapping[str, str],
    *,
    key: str,
    telling: Telling,
    fold: Fold | None = None,
    need: str = "",
) -> Block:
    """What is suggested, to agree to as it stands or to change; then the questions of the step.

    `need` is what was picked under "What would help now?".
    """
    fold = fold or Fold()
    setup = setting_up.standing(found.course, found.run)
    line = [_line(found, setup, telling)]
    lead = line
    if fold.change:
        helping = _helping(found, need, telling.locale)
        lead = [*helping, *_choices(found, setup, entered, telling)]
    agreed = setting_up.agreed(found.run, found.who)
    if agreed:
        lead.append(blocks.context(say("setup.waits", telling.locale)))
    names = {"partnership": str(found.course.pair.id), "run": str(found.run.id)}
    lead.append(blocks.actions(prework.setup_button(names, telling.locale)))
    return steps.form(
        found,
        entered,
        key=key,
        locale=telling.locale,
        fold=fold,
        callback=ids.SETUP_FORM,
        lead=lead,
        submit="setup.suggest" if not found.run.version else "setup.agree",
        skips=False,
        version=str(found.run.version),
    )


def _line(found: Writing, setup: Setup, telling: Telling) -> Block:
    locale = telling.locale
    way = setting_up.ways(found.course).get(setup.protocol)
    text = say(
        "setup.line",
        locale,
        way=blocks.escaped(way.title if way else found.course.rules.protocol.title),
        delivery=say(f"setup.delivery.{setup.delivery}", locale),
        who=_name(setup.first, telling),
        rhythm=say(f"rhythms.{setup.rhythm.value}", locale),
    )
    change = blocks.button(ids.CHANGE_CHOICES, say("invite.change", locale), run=found.run.id)
    return blocks.section(text, change)


def _helping(found: Writing, need: str, locale: str) -> list[Block]:
    """[What would help now?] and, once picked, the one way for it (practice B)."""
    ways, members = setting_up.ways(found.course), len(found.course.cycle.members)
    needs = choosing.needs(ways, members)
    if not needs:
        return []
    options = [(say(f"setup.need.{name}", locale), {"need": name}) for name in needs]
    menu = blocks.menu(ids.NEED, say("setup.need.ask", locale), options)
    shown = [blocks.section(say("setup.need.intro", locale), menu)]
    suggested = choosing.suggest(ways, need, members)
    if suggested is not None:
        way, why = blocks.escaped(suggested.way.title), blocks.escaped(suggested.why)
        shown.append(blocks.section(say("setup.need.suggested", locale, way=way, why=why)))
    return shown


def _choices(
    found: Writing, setup: Setup, entered: Mapping[str, str], telling: Telling
) -> list[Block]:
    locale, stage = telling.locale, found.stage
    nobody = say("app.somebody", locale)
    ways = setting_up.ways(found.course)
    picked = entered.get(PROTOCOL) or setup.protocol
    way = ways.get(picked, found.course.rules.written)
    offered: dict[str, list[blocks.Option]] = {
        PROTOCOL: [(p.id, p.title) for p in ways.values()],
        DELIVERY: [(d, say(f"setup.delivery.{d}", locale)) for d in setting_up.deliveries(way)],
        ORDER: [(m, telling.names.get(m, nobody)) for m in found.course.cycle.members],
        RHYTHM: [(r.value, say(f"rhythms.{r.value}", locale)) for r in Rhythm],
    }
    shown: list[Block] = []
    for name, options in offered.items():
        prompt = stage.prompt(name)
        if prompt is not None:
            chosen = entered.get(name) or setup.choices[name]
            chosen = chosen if chosen in dict(options) else options[0][0]
            press = ids.WAY_PICKED if name == PROTOCOL else name
            radio = blocks.radio(press, options, initial=chosen)
            shown.append(blocks.field(name, prompt.ask, radio, dispatch=name == PROTOCOL))
            shown += _means(name, way, locale)
    return shown


def _means(name: str, way: CoachingProtocol, locale: str) -> list[Block]:
    """What one sitting is, below where it can be chosen."""
    sitting = way.one_sitting
    if name != DELIVERY or sitting is None:
        return []
    first, last = (way.stage(key) for key in (sitting.stages[0], sitting.stages[-1]))
    begins = blocks.escaped(first.title if first else "")
    ends = blocks.escaped(last.title if last else "")
    minutes = sitting.minutes
    text = (
        say("setup.sitting_each", locale, first=begins, last=ends, minutes=minutes)
        if way.turns != "none"
        else say("setup.sitting", locale, first=begins, last=ends, minutes=minutes)
    )
    return [blocks.context(text)]


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
