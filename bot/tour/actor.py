"""A person of the script at the page: types commands, presses by label, fills forms by label."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.tour.page import Page
from bot.tour.screen import NotOnScreen, Pressable, filled, pressable, texts
from bot.tour.script import Script
from bot.tour.watching import Scene, Surface, Watch, unwatched


class WentWrong(Exception):
    """An act did not end as the script says; the message names the act and what was seen."""


class Actor:
    """One person, what they see, and everything they typed freely so far."""

    def __init__(self, page: Page, script: Script, name: str, watch: Watch = unwatched) -> None:
        self._page = page
        self._script = script
        self._watch = watch
        self.name = name
        self.id = script.people[name]
        self.typed: list[str] = []
        self._private: list[str] = []

    async def act(self, act: Mapping[str, Any]) -> None:
        """Carries out one act of the script; raises `WentWrong`."""
        (kind,) = act.keys() & KINDS
        try:
            await self._act(kind, act)
        except NotOnScreen as missing:
            raise WentWrong(self.name, act, *missing.args, await self.sees(act.get("in"))) from None

    async def _act(self, kind: str, act: Mapping[str, Any]) -> None:
        given = act[kind]
        match kind:
            case "command":
                await self._command(given)
            case "write":
                self.typed.append(given)
                where = await self.where(act.get("in", "dm"))
                await self._watch(Scene(self.id, "write", given, at=where, typed=given))
                thread = await self._thread(where, act["under"]) if "under" in act else {}
                await self._do("message", channel=where, text=given, **thread)
            case "press":
                await self._press(given, act.get("in"), act.get("with", {}), act.get("nth", 1))
            case "send":
                await self._send(given)
            case "sees" | "misses":
                await self._check(given, act.get("in"), there=kind == "sees")
                await self._look(kind, given, act.get("in"))
            case "close":
                await self._close()
            case "home":
                await self._watch(Scene(self.id, "home", at="home"))
                await self._do("home")
            case _:
                raise WentWrong(self.name, act)

    # Seeing -----------------------------------------------------------------------------------

    async def sees(self, where: str | None = None) -> str:
        """Every word before them: what stands in that place, else the form and the last answers."""
        if where is None:
            view = (await self._page.view(self.id))["modal"]
            form = [] if view is None else [view["view"]["title"]["text"], *_words(view["view"])]
            return "\n".join([*form, *self._private])
        if where == "home":
            home = (await self._page.view(self.id))["home"]
            return "" if home is None else "\n".join(_words(home))
        lasting = [each for each in await self._read(where) if not each["ephemeral"]]
        return "\n".join(_shown(each) for each in lasting)

    async def conversations(self) -> Sequence[Mapping[str, Any]]:
        """The conversations that this person is in."""
        found: Sequence[Mapping[str, Any]] = (await self._page.view(self.id))["conversations"]
        return found

    async def _read(self, where: str) -> Sequence[Mapping[str, Any]]:
        return await self._page.messages(self.id, await self.where(where))

    async def _look(self, kind: str, words: str | Sequence[str], where: str | None) -> None:
        shown = [words] if isinstance(words, str) else list(words)
        at = where if where in {None, "home"} else await self.where(str(where))
        await self._watch(Scene(self.id, kind, " … ".join(shown), at=at))

    async def _check(self, words: str | Sequence[str], where: str | None, *, there: bool) -> None:
        seen = await self.sees(where)
        for each in [words] if isinstance(words, str) else words:
            if (each in seen) is not there:
                raise NotOnScreen(each)

    # Doing ------------------------------------------------------------------------------------

    async def _command(self, text: str) -> None:
        where = await self.where("dm")
        await self._watch(Scene(self.id, "command", text, at=where, typed=text))
        before = {each["ts"] for each in await self._page.messages(self.id, where)}
        await self._do("command", channel=where, text=text)
        self._private = [
            _shown(each)
            for each in await self._page.messages(self.id, where)
            if each["ephemeral"] and each["ts"] not in before
        ]

    async def _press(
        self, label: str, where: str | None, boxes: Mapping[str, Any], nth: int
    ) -> None:
        view = await self._page.view(self.id)
        if where is None or where == "home":
            for container, shown in _views(view, where):
                found = pressable(shown["blocks"], label, nth)
                if found is not None:
                    state, typed = filled(shown["blocks"], boxes, self._script.people)
                    self.typed += typed
                    surface = "home" if where == "home" else f"view/{container['view_id']}"
                    await self._press_there(found, container, state, Surface(label, surface, where))
                    return
        if where != "home":
            channel = await self.where(where or "dm")
            for message in reversed(await self._page.messages(self.id, channel)):
                found = pressable(message["blocks"] or [], label, nth)
                if found is not None:
                    state, typed = filled(message["blocks"], boxes, self._script.people)
                    self.typed += typed
                    container = {"type": "message", "channel": channel, "ts": message["ts"]}
                    surface = f"message/{channel}/{message['ts']}"
                    await self._press_there(
                        found, container, state, Surface(label, surface, channel)
                    )
                    return
        raise NotOnScreen(label)

    async def _press_there(
        self,
        found: Pressable,
        container: Mapping[str, Any],
        state: Mapping[str, Any],
        surface: Surface,
    ) -> None:
        await self._watch(surface.pressed(self.id, found, state))
        chosen = {} if found.option is None else {"selected_option": found.option}
        await self._do(
            "action",
            container=container,
            block_id=found.block_id,
            action_id=found.action_id,
            action=chosen,
            state=state,
        )

    async def _send(self, answers: Mapping[str, Any] | None) -> None:
        modal = (await self._page.view(self.id))["modal"]
        if modal is None:
            raise NotOnScreen("form")
        state, typed = filled(modal["view"]["blocks"], answers or {}, self._script.people)
        self.typed += typed
        surface = f"view/{modal['id']}"
        submit = modal["view"].get("submit") or {}
        await self._watch(
            Scene(
                self.id,
                "send" if state else "submit",
                str(submit.get("text", "")),
                surface=surface,
                filled=state,
                press="modal/submit",
            )
        )
        answer = await self._do("submit", view_id=modal["id"], state=state)
        if answer.get("errors"):
            raise WentWrong(self.name, answers, answer["errors"])

    async def _close(self) -> None:
        modal = (await self._page.view(self.id))["modal"]
        if modal is not None:
            await self._watch(Scene(self.id, "close", press="modal/x"))
            await self._do("close", view_id=modal["id"], everything=True)

    async def _do(self, act: str, **details: Any) -> Mapping[str, Any]:
        answer = await self._page.do(self.id, act, **details)
        if not answer["ok"]:
            raise WentWrong(self.name, act, details, answer)
        await self._page.settled()
        return answer

    # Where ------------------------------------------------------------------------------------

    async def where(self, place: str) -> str:
        """The conversation that the script calls so."""
        if place == "channel":
            return self._script.channel
        kind = {"dm": "im", "pair": "mpim"}[place]
        for each in await self.conversations():
            if each["kind"] == kind:
                return str(each["id"])
        raise NotOnScreen(place)

    async def _thread(self, where: str, words: str) -> Mapping[str, str]:
        for message in await self._page.messages(self.id, where):
            if words in message["text"]:
                return {"thread_ts": message["ts"]}
        raise NotOnScreen(words)


KINDS = frozenset({"command", "write", "press", "send", "sees", "misses", "close", "home"})


def _shown(message: Mapping[str, Any]) -> str:
    return "\n".join([message["text"], *texts(message["blocks"] or [])])


def _words(view: Mapping[str, Any]) -> list[str]:
    return texts(view["blocks"])


def _views(
    view: Mapping[str, Any], where: str | None
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    modal, home = view["modal"], view["home"]
    found: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    if modal is not None and where is None:
        found.append(({"type": "view", "view_id": modal["id"]}, modal["view"]))
    if home is not None and where == "home":
        found.append(({"type": "home"}, home))
    return found
