"""Balance between partners: the questions that ask, never accuse, and the facts on request."""

from datetime import date

from flows.balance import Facts, Way
from flows.ids import MemberId
from flows.partnership import Partnership
from flows.people import Program
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days
from handlers.views import nudges as views
from handlers.words import say


def uneven(
    pair: Partnership, apart: tuple[MemberId, MemberId], turns: tuple[int, int], telling: Telling
) -> Message:
    """BAL-1: asks whether that is what they want."""
    locale = telling.locale
    most, least = (_name(member, telling) for member in apart)
    text = say("balance.uneven", locale, a=most, x=turns[0], b=least, y=turns[1])
    return views.pressed(
        text,
        blocks.button(ids.EASE_KEEP, say("balance.fine", locale), partnership=pair.id),
        blocks.button(ids.SWAP_NEXT, say("balance.swap", locale), partnership=pair.id),
        blocks.button(ids.TALK_ABOUT_IT, say("balance.talk", locale), partnership=pair.id),
    )


def rhythm_alone(pair: Partnership, telling: Telling) -> Message:
    """BAL-2: asked privately; the partner is told nothing."""
    locale, names = telling.locale, {"partnership": str(pair.id), "run": ""}
    ways = {
        "lighten": ids.EASE_LIGHTEN,
        "move": ids.EASE_MOVE,
        "pause": ids.EASE_PAUSE,
        "finish": ids.EASE_FINISH,
    }
    return views.pressed(
        say("balance.alone", locale),
        *(blocks.button(act, say(f"ease.{way}", locale), **names) for way, act in ways.items()),
        blocks.button(ids.EASE_KEEP, say("balance.all_fine", locale), **names),
    )


def busy_weeks(pair: Partnership, telling: Telling) -> Message:
    """BAL-4: shorter, later or paused."""
    locale, names = telling.locale, {"partnership": str(pair.id), "run": ""}
    return views.pressed(
        say("balance.busy", locale),
        blocks.button(ids.EASE_LIGHTEN, say("balance.shorter", locale), **names),
        blocks.button(ids.EASE_MOVE, say("ease.move", locale), **names),
        blocks.button(ids.EASE_PAUSE, say("ease.pause", locale), **names),
        blocks.button(ids.EASE_KEEP, say("balance.all_fine", locale), **names),
    )


def check_rhythm(pair: Partnership, telling: Telling) -> Message:
    """BAL-3: the same words to all in the same minute."""
    locale = telling.locale
    actions = {
        Way.FINE: ids.RHYTHM_FINE,
        Way.LIGHTEN: ids.RHYTHM_LIGHTEN,
        Way.PAUSE: ids.RHYTHM_PAUSE,
        Way.FINISH: ids.RHYTHM_FINISH,
    }
    buttons = [
        blocks.button(act, say(f"balance.way.{way.value}", locale), partnership=pair.id, way=way)
        for way, act in actions.items()
    ]
    move = blocks.button(ids.EASE_MOVE, say("ease.move", locale), partnership=pair.id)
    return views.pressed(say("balance.check", locale), *buttons, move)


def checked(way: Way, telling: Telling) -> Message:
    """What is left of that message once it is answered."""
    return views.line(say(f"balance.answered.{way.value}", telling.locale))


def lighter(telling: Telling) -> Message:
    """Told to all alike."""
    return views.line(say("balance.lighter", telling.locale))


def term_end(pair: Partnership, day: date, telling: Telling) -> Message:
    """Close, or keep for the next term; silence keeps it."""
    locale = telling.locale
    return views.pressed(
        say("term.ends", locale, day=days.plainly(day)),
        blocks.button(ids.EASE_FINISH, say("term.close", locale), partnership=pair.id, run=""),
        blocks.button(ids.TERM_KEEP, say("term.keep", locale), partnership=pair.id),
    )


def term_back(pair: Partnership, telling: Telling) -> Message:
    """Once, in the second school week."""
    locale = telling.locale
    return views.pressed(
        say("term.back", locale),
        blocks.button(ids.RESUME, say("nudge.resume", locale), partnership=pair.id),
        blocks.button(ids.EASE_STAY, say("term.not_yet", locale), partnership=pair.id),
    )


def calendar_ends(program: Program, until: date, telling: Telling) -> Message:
    """To who looks after the program, twenty school days before."""
    locale = telling.locale
    text = say("dates.ends", locale, program=blocks.escaped(program.name), day=days.plainly(until))
    return views.pressed(
        text, blocks.button(ids.SCHOOL_DATES, say("dates.open", locale), program=program.id)
    )


def facts(pair: Partnership, found: Facts, telling: Telling) -> Block:
    """How it stands between the members; read by them alone (INV-20)."""
    locale = telling.locale
    lines = [
        say(
            "balance.of_person",
            locale,
            who=_name(member, telling),
            n=found.turns[member],
            minutes=found.minutes[member],
        )
        for member in pair.members
    ]
    shown = [
        blocks.context(say("balance.intro", locale)),
        blocks.section("\n".join(lines)),
        blocks.section(say("balance.talks", locale, held=found.held, moved=found.moved)),
        blocks.section(say("balance.waiting", locale, mine=found.mine, others=found.others)),
    ]
    if found.may_check:
        press = blocks.button(
            ids.CHECK_RHYTHM, say("balance.check_open", locale), partnership=pair.id
        )
        shown += [blocks.actions(press), blocks.context(say("balance.check_hint", locale))]
    return blocks.modal(
        ids.PAGE, say("balance.title", locale), shown, close=say("app.close", locale)
    )


def _name(member: MemberId, telling: Telling) -> str:
    return blocks.escaped(telling.names.get(member, say("app.somebody", telling.locale)))
