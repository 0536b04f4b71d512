"""What the page shows of the tour, in words and as JSON: lines, scenes, the scoreboard."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.tour.actor import WentWrong
from bot.tour.page import PageError
from bot.tour.player import Heard, Player
from bot.tour.score import Score
from bot.tour.script import Line, Said, Script
from bot.tour.telling import counts, place, plainly, wrongs
from bot.tour.watching import Scene
from handlers.words import say


def name() -> str:
    """What the tour is called."""
    return say("guide.name")


def preparing() -> str:
    """What happens before the first line."""
    return say("guide.preparing")


def ready() -> str:
    """What a newcomer is told before the first line."""
    return say("guide.ready")


def moving(line: Line) -> str:
    """What happens first in every line."""
    return say("guide.moving", when=_when(line))


def ends() -> str:
    """What happens after the last line."""
    return say("guide.ends")


def line(script: Script, line: Line) -> Mapping[str, Any]:
    """A line of the script: its minute, who acts and how, and what that or the time brings."""
    where = _where(script, line.says)
    if line.who is None:
        keys = dict.fromkeys(key for said in line.says for key in said.key.split("+"))
        *_, what = (say(f"guide.message.{key}") for key in keys)
        return {"when": _when(line), "who": None, "does": say("guide.due", what=what, where=where)}
    return {
        "when": _when(line),
        "who": script.people[line.who],
        "does": line.does,
        "then": say("guide.then", where=where) if line.says else "",
    }


def note(script: Script, scene: Scene) -> str:
    """What somebody is doing, in one short sentence."""
    if scene.kind == "arrives":
        return say("guide.arrives", where=scene.what)
    who = _name(script, scene.who)
    return say(f"guide.does.{scene.kind}", who=who, what=plainly(scene.what))


def scene(scene: Scene, number: int) -> Mapping[str, Any]:
    """Where the page turns, what it fills in and what it points at; numbers tell scenes apart."""
    return {
        "n": number,
        "as": scene.who,
        "at": scene.at,
        "beside": scene.beside,
        "typed": scene.typed,
        "surface": scene.surface,
        "fill": scene.filled,
        "press": scene.press,
    }


async def arrivals(player: Player, line: Line, heard: Sequence[Heard]) -> Sequence[Scene]:
    """Where the messages that came can be seen, lane by lane; two readers side by side."""
    script = player.script
    pushed = [each for each in heard if not each.is_answer]
    scenes = []
    readers = list(dict.fromkeys(each.to for each in pushed if each.lane == "dm"))
    if readers:
        first, *others = (script.people[reader] for reader in readers)
        beside = others[0] if others else None
        where = _to(script, readers)
        scenes.append(Scene(first, "arrives", where, at="bot", beside=beside))
    for lane in ("pair", "channel"):
        if any(each.lane == lane for each in pushed):
            reader = line.who or next(iter(script.people))
            at = await player.actor(reader).where(lane)
            where = place(script, lane, "", "")
            scenes.append(Scene(script.people[reader], "arrives", where, at=at))
    return scenes


def board(script: Script, result: Score) -> Mapping[str, Any]:
    """The scoreboard, with everything by name that did not come as written."""
    return {
        "counts": list(counts(result)),
        "wrong": [f"{label}: {what}" for label, what in wrongs(script, result)],
        "clean": result.clean,
        "verdict": say("cli.tour.clean" if result.clean else "guide.not_clean"),
    }


def stuck(script: Script, wrong: WentWrong) -> str:
    """Who could not go on, and what was missing."""
    who, _, *rest = wrong.args
    missing = rest[0] if rest and isinstance(rest[0], str) else ""
    what = say("guide.out_of_place", what=missing) if missing else say("guide.refused")
    return say("guide.stuck", who=script.names[who], what=what)


def stopped(error: Exception) -> str:
    """That the playground did not do its part."""
    what = str(error) if isinstance(error, PageError) else type(error).__name__
    return say("guide.stopped", what=what)


def _when(line: Line) -> str:
    return f"{line.at:%a %-d %b, %H:%M}"


def _where(script: Script, says: Sequence[Said]) -> str:
    readers = list(dict.fromkeys(said.to for said in says if said.to))
    if readers:
        return _to(script, readers)
    return place(script, says[0].lane, "", "") if says else ""


def _to(script: Script, readers: Sequence[str]) -> str:
    names = [script.names[reader] for reader in readers]
    if len(names) == 1:
        return place(script, "dm", readers[0], "")
    return say("guide.both", one=names[0], other=names[1])


def _name(script: Script, slack_id: str) -> str:
    (key,) = (key for key, each in script.people.items() if each == slack_id)
    return script.names[key]
