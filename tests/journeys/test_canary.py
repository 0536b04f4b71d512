"""A word found nowhere else goes into everything that is typed in J1; then it is looked for.

It may be read by whoever typed it and by whom they shared it with, in forms and in the Home. It
stands in no byte of the database, no log, no figure, and no message but the one that Maya posts.
"""

import io
import itertools
import json
import logging
import re
import zipfile
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import structlog

from bot import logs, metrics
from bot.tour import actor, screen
from bot.tour.player import Heard, Player
from bot.tour.script import Line
from flows import own_data
from flows.ids import MemberId
from handlers.seams import Telling
from handlers.views import privacy as privacy_views
from playground.traffic import Entry
from tests.journeys.test_j1 import J1, SCHOOL, Stage, staged

CANARY = re.compile("cnry[a-j]{3}x")
NAME_OF = {slack_id: name for name, slack_id in J1.people.items()}
TOPICS, LESSONS = "I would like to work on", "My lessons in a week"
CLASS = re.compile(r"(\d\d:\d\d-\d\d:\d\d) \S+")
SETTINGS = {"Name of the program"}
"""What is a setting, kept as it is: the channel's first post is made of it."""


class Typed(NamedTuple):
    """Who typed a text, when, and into which box."""

    who: str
    at: str
    label: str


MENDED = "03-12 12:30"
"""When Tomás wrote a note anew after advice: what stood there before is kept nowhere."""
COACHING = ("maya", "tomas")
POSTED = Typed("maya", "05-18 12:15", "Your words")
SHARED = {
    Typed(who, at, label)
    for who, lines in {
        "maya": {
            "03-03 08:09": ["I'd like to understand"],
            "03-03 12:25": ["Your answer"],  # Her goal; she asked for it to be looked at.
            "03-03 12:35": ["What do you want left out"],
            "03-10 13:20": ["Title", "Address", "Why", "The question"],
            "03-18 16:20": [
                "What one small thing",
                "When and where",
                "What would you like to say",
            ],
            "03-19 12:20": ["Which is your usual time"],
            "04-16 08:10": ["What did you try", "What did students"],
            "04-30 12:10": [
                "What did you notice",
                "One more, if you like (2)",
                "What open question",
                "What could be worth",
                "What will you take",
            ],
            "05-20 12:00": ["What did a partner do"],
        },
        "tomas": {
            "03-03 08:07": ["I'd like to understand"],
            "03-03 08:12": ["What one question"],
            "03-12 12:30": [
                "What did you notice",
                "One more, if you like (2)",
                "One more, if you like (3)",
                "What open question",
                "What will you take",
            ],
            "04-21 12:00": ["What would you like another pair"],
            "04-30 12:30": ["What one small thing", "When and where"],
            "05-18 09:00": ["What did you try"],
        },
    }.items()
    for at, labels in lines.items()
    for label in labels
}
"""What these two showed each other in J1; all else is nobody's but theirs."""


class Canaries:
    """Gives each typed text a word of its own, and remembers who typed it where."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self.of: dict[str, Typed] = {}
        self._who = self._at = ""

    def into(self, label: str, text: str) -> str:
        """The text with a new word in it."""
        letters = "".join("abcdefghij"[int(digit)] for digit in f"{next(self._numbers):03}")
        word = f"cnry{letters}x"  # No digit: advice on notes looks for numbers.
        self.of[word] = Typed(self._who, self._at, label)
        if text.startswith("http"):
            return f"{text}/{word}"
        if label == TOPICS:
            return f"{text}\n{word}"
        if label == LESSONS:
            return CLASS.sub(rf"\1 {word}", text, count=1)
        return f"{text} {word}"

    def filled(
        self, blocks: Any, answers: Mapping[str, Any], people: Mapping[str, str]
    ) -> tuple[dict[str, Any], list[str]]:
        """As the tour fills a form, with a word in every box that is typed in."""
        given = {}
        for label, text in answers.items():
            _, typed = screen.filled(blocks, {label: text}, people)
            given[label] = self.into(label, str(text)) if typed and label not in SETTINGS else text
        return screen.filled(blocks, given, people)

    def acting(self, act: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """As a person of the tour acts, with a word in what they type to the bot."""

        async def acts(who: actor.Actor, what: Mapping[str, Any]) -> None:
            self._who = who.name
            if "write" in what:
                what = {**what, "write": self.into("typed", what["write"])}
            await act(who, what)

        return acts

    async def heedless(self, _: Player | None = None) -> list[Heard]:
        """What is said is not heard here: it is looked for in what goes over the wire."""
        return []

    def playing(self, play: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """As the tour plays a line, whose minute is remembered."""

        async def plays(player: Player, line: Line) -> Any:
            self._at = f"{line.at:%m-%d %H:%M}"
            return await play(player, line)

        return plays


class Sink:
    """Where the words went: who saw which in a form or their Home, and which stood in messages."""

    def __init__(self) -> None:
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.said: dict[str, set[str]] = defaultdict(set)
        self._owner: dict[str, str] = {}
        self._last = 0

    def drain(self, stage: Stage) -> None:
        """Everything that went since the last time."""
        traffic = stage.slack.parts.traffic
        for entry in traffic.since(self._last):
            self._last = entry.n
            if entry.direction == "in":
                self._answered(entry)
            else:
                self._called(entry)

    def _answered(self, entry: Entry) -> None:
        body = entry.body if isinstance(entry.body, Mapping) else {}
        who = _person(body)
        if body.get("trigger_id"):
            self._owner[body["trigger_id"]] = who
        if isinstance(body.get("view"), Mapping):
            self._owner[body["view"].get("id", "")] = who
        self._note(self.seen[who], entry.answer)

    def _called(self, entry: Entry) -> None:
        body = entry.body
        if not entry.what.startswith("views."):
            self._note(self.said[entry.what], body)
            return
        key = body.get("user_id") or self._owner.get(body.get("trigger_id") or body.get("view_id"))
        self._note(self.seen[str(key)], body)
        view = body["view"]
        shown = json.loads(view) if isinstance(view, str) else view
        hidden = [shown.get("private_metadata", ""), *_values(shown["blocks"])]
        self._note(self.said["values and memories"], hidden)
        if isinstance(entry.answer, Mapping) and isinstance(entry.answer.get("view"), Mapping):
            self._owner[entry.answer["view"]["id"]] = str(key)

    @staticmethod
    def _note(into: set[str], what: Any) -> None:
        into.update(CANARY.findall(json.dumps(what, default=repr, ensure_ascii=False)))


def _person(body: Mapping[str, Any]) -> str:
    user = body.get("user")
    found = user.get("id") if isinstance(user, Mapping) else body.get("user_id")
    return str(found)


def _values(shown: Any) -> Iterator[str]:
    """The values of buttons and options, which hold ids only."""
    if isinstance(shown, Mapping):
        for name, each in shown.items():
            if name in {"value", "action_id", "block_id"} and isinstance(each, str):
                yield each
            else:
                yield from _values(each)
    elif isinstance(shown, list):
        for each in shown:
            yield from _values(each)


def _on_disk(folder: Path) -> dict[str, set[str]]:
    """The words in every file there, whatever the file is."""
    return {
        file.name: {
            found.decode() for found in re.findall(CANARY.pattern.encode(), file.read_bytes())
        }
        for file in folder.iterdir()
        if file.is_file()
    }


@contextmanager
def listening(stream: io.StringIO) -> Iterator[None]:
    """Everything is logged as in production, and at DEBUG even where production says less."""
    configured = structlog.get_config()
    names = ("", *logs.THEIRS, logs.SLACK.name)
    before = {name: logging.getLogger(name).__dict__.copy() for name in names}
    factory = logging.getLogRecordFactory()
    logs.set_up("DEBUG", stream)
    for name in ("slack_bolt", "slack_sdk", logs.SLACK.name):
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield
    finally:
        structlog.configure(**configured)
        logging.setLogRecordFactory(factory)
        for name, state in before.items():
            logging.getLogger(name).__dict__.update(state)


async def taken_along(stage: Stage, who: str) -> set[str]:
    """The words in everything that a person can take along."""
    data = await stage.tandem.store.read(SCHOOL, lambda r: own_data.of(r, MemberId(who)))
    telling = Telling("en", {MemberId(i): J1.names[name] for name, i in J1.people.items()})
    made = privacy_views.file(data, telling)
    with zipfile.ZipFile(io.BytesIO(made.body)) as packed:
        inside = "".join(packed.read(name).decode() for name in packed.namelist())
    return set(CANARY.findall(repr(data) + inside))


@pytest.mark.publishes("I left out the third example, and they asked for it.")
async def test_a_typed_word_is_found_only_where_it_may_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """practice INV-04, INV-05, INV-17; design §8"""
    canaries, sink, logged = Canaries(), Sink(), io.StringIO()
    monkeypatch.setattr(actor, "filled", canaries.filled)
    monkeypatch.setattr(actor.Actor, "act", canaries.acting(actor.Actor.act))
    monkeypatch.setattr(Player, "listen", canaries.heedless)
    monkeypatch.setattr(Player, "play", canaries.playing(Player.play))
    with listening(logged):
        async with staged(tmp_path) as stage:
            async for _ in stage.player.lines(J1.ends):
                sink.drain(stage)
            await stage.player.finish()
            sink.drain(stage)
            exports = {name: await taken_along(stage, i) for name, i in J1.people.items()}
            disk = _on_disk(tmp_path)
            figures = metrics.exposition().decode()

    posted = {word for word, typed in canaries.of.items() if typed == POSTED}
    own = {name: {w for w, t in canaries.of.items() if t.who == name} for name in J1.people}
    assert len(canaries.of) >= 40
    assert {call: words for call, words in sink.said.items() if words} == {
        "chat.postMessage": posted
    }
    assert not set().union(*disk.values(), *_on_disk(tmp_path).values())
    assert {"tandem.sqlite3", "tandem.sqlite3-wal", "vaults.sqlite3"} <= set(disk)
    assert "library" in logged.getvalue()
    assert not CANARY.search(logged.getvalue() + figures)
    for name, slack_id in J1.people.items():
        read = {canaries.of[word] for word in sink.seen[slack_id] - own[name]}
        taken = {canaries.of[word] for word in exports[name] - own[name]}
        assert read | taken <= SHARED
        assert bool(read & taken) is (name in COACHING)
        gone = own[name] - exports[name] - posted
        assert {canaries.of[word].at for word in gone} <= {MENDED}
