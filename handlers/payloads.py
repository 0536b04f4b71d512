"""The parts of Slack's payloads that we read, parsed once at the door."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.ids import ConversationId, MemberId, PartnershipId, WorkspaceId

Body = Mapping[str, Any]


class Amiss(Exception):
    """A delivery carries what Tandem never gave out: an old form, or a forged one."""


_MENTION = re.compile(r"<@([^>|\s]+)(?:\|[^>]*)?>")
_SPECIAL = re.compile(r"<([@#])([^>|\s]+)(?:\|([^>]*))?>")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that show nothing and that no store takes: controls, halves of signs, no signs."""

_DIGITS = 18
_LINK = re.compile(r"<(https?://[^>|\s]+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a delivery comes from, and by which name it is known if it comes again."""

    workspace: WorkspaceId
    who: MemberId | None
    identity: str | None


def origin(body: Body) -> Origin | None:
    """The origin of a delivery; None where it names no workspace, or is no delivery at all."""
    team = (
        body.get("team_id") or _part(body, "team").get("id") or _part(body, "user").get("team_id")
    )
    if not isinstance(team, str) or not team or not _in_shape(body):
        return None
    return Origin(WorkspaceId(str(team)), _who(body), _identity(body))


def _part(body: Body, name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _in_shape(body: Body) -> bool:
    """Whether the parts that every listener reads are what Slack documents."""
    view, event, actions = body.get("view"), body.get("event"), body.get("actions")
    if not isinstance(body.get("trigger_id", ""), str):
        return False
    if "event" in body:
        return isinstance(event, Mapping)
    if view is not None and not _is_view(view):
        return False
    match body.get("type"):
        case "block_actions":
            return isinstance(actions, list) and bool(actions) and isinstance(actions[0], Mapping)
        case "view_submission" | "view_closed":
            return view is not None
        case _:
            return True


def _is_view(view: object) -> bool:
    if not isinstance(view, Mapping) or not isinstance(view.get("id", ""), str):
        return False
    return isinstance(view.get("blocks", []), list)


def _who(body: Body) -> MemberId | None:
    event = body.get("event")
    if isinstance(event, Mapping):
        user = event.get("user")
        if isinstance(user, Mapping):
            user = user.get("id")
        return MemberId(str(user)) if user else None
    user = body.get("user")
    if isinstance(user, Mapping):
        user = user.get("id")
    user = user or body.get("user_id")
    return MemberId(str(user)) if user else None


def _identity(body: Body) -> str | None:
    """An event by its event id, a form by its submission key, all else by its trigger."""
    if body.get("event_id"):
        return f"event:{body['event_id']}"
    if body.get("type") == "view_submission":
        key = metadata(body).get("key")
        return f"form:{key}" if key else None
    if body.get("trigger_id"):
        return f"trigger:{body['trigger_id']}"
    return None


def metadata(body: Body) -> dict[str, str]:
    """What a form remembers about itself; empty where it is missing or was tampered with."""
    return unpacked((body.get("view") or {}).get("private_metadata"))


def unpacked(text: object) -> dict[str, str]:
    """Strings by name, as `packed` wrote them; empty for anything else."""
    if not isinstance(text, str):
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(k): seen(v) for k, v in found.items() if isinstance(v, str)}


def packed(**values: str) -> str:
    """Strings by name, for a button's value or a form's memory: ids only, never words."""
    return json.dumps(values, separators=(",", ":"))


def action(body: Body) -> Mapping[str, Any]:
    """The one element that was used."""
    actions = body.get("actions") or [{}]
    first = actions[0]
    return first if isinstance(first, Mapping) else {}


def value(body: Body) -> dict[str, str]:
    """What the pressed button carries; for a menu, what the chosen option carries."""
    used = action(body)
    chosen = used.get("selected_option")
    return unpacked(chosen.get("value") if isinstance(chosen, Mapping) else used.get("value"))


def partnership(body: Body) -> PartnershipId:
    """Which partnership the pressed button is about."""
    return PartnershipId(value(body).get("partnership", ""))


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands in the inputs of a form or a message, by block."""

    values: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, body: Body) -> "Answers":
        """The inputs of the form submitted, or of the message or Home acted on."""
        state = (body.get("view") or {}).get("state") or body.get("state") or {}
        blocks = state.get("values") if isinstance(state, Mapping) else None
        return cls(blocks if isinstance(blocks, Mapping) else {})

    def _input(self, block: str) -> Mapping[str, Any]:
        found = self.values.get(block)
        if not isinstance(found, Mapping) or not found:
            return {}
        first = next(iter(found.values()))
        return first if isinstance(first, Mapping) else {}

    def text(self, block: str) -> str:
        """What was typed, as typed; empty where nothing was."""
        typed = self._input(block).get("value")
        return seen(typed) if isinstance(typed, str) else ""

    def choice(self, block: str) -> str | None:
        """The value of the option chosen."""
        chosen = self._input(block).get("selected_option")
        found = chosen.get("value") if isinstance(chosen, Mapping) else None
        return seen(found) if isinstance(found, str) else None

    def ticked(self, block: str) -> frozenset[str]:
        """The values of the boxes ticked."""
        chosen = self._input(block).get("selected_options") or ()
        boxes = chosen if isinstance(chosen, list) else ()
        return frozenset(
            seen(str(o["value"])) for o in boxes if isinstance(o, Mapping) and "value" in o
        )

    def person(self, block: str) -> MemberId | None:
        """The person picked."""
        found = self._input(block).get("selected_user")
        return MemberId(seen(found)) if isinstance(found, str) and found else None

    def people(self, block: str) -> tuple[MemberId, ...]:
        """The people picked, each once."""
        found = self._input(block).get("selected_users")
        names = found if isinstance(found, list) else []
        picked = (MemberId(seen(name)) for name in names if isinstance(name, str) and name)
        return tuple(dict.fromkeys(picked))

    def conversation(self, block: str) -> ConversationId | None:
        """The channel picked."""
        used = self._input(block)
        found = used.get("selected_channel") or used.get("selected_conversation")
        return ConversationId(seen(found)) if isinstance(found, str) and found else None

    def day(self, block: str) -> str | None:
        """The date picked, as Slack writes it (YYYY-MM-DD, no zone)."""
        found = self._input(block).get("selected_date")
        return found if isinstance(found, str) and found else None

    def time(self, block: str) -> str | None:
        """The time of day picked, as Slack writes it (HH:MM, no zone)."""
        found = self._input(block).get("selected_time")
        return found if isinstance(found, str) and found else None


def seen(text: str) -> str:
    """What can be seen of a text; everything that comes in from outside passes here."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def number(text: str | None) -> int:
    """The number that a button or a form carries; anything else there is `Amiss`."""
    if text is None or not text.isdecimal() or len(text) > _DIGITS:
        raise Amiss
    return int(text)


def day(text: str | None) -> date:
    """The day that a button or a form carries; anything else there is `Amiss`."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Amiss from None


def open_view(body: Body) -> Mapping[str, Any]:
    """The form in which something was pressed; pressed elsewhere, it is `Amiss`."""
    view = body.get("view")
    if not isinstance(view, Mapping) or "id" not in view:
        raise Amiss
    return view


def as_typed(text: str) -> str:
    """A command's text as the person typed it, which Slack escapes before we get it."""
    named = _SPECIAL.sub(lambda found: found[1] + (found[3] or found[2]), text)
    plain = _LINK.sub(lambda found: found[1], named)
    return seen(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def mentioned(text: str) -> MemberId | None:
    """The person that a command's text names, as Slack escapes it."""
    found = _MENTION.search(text)
    return MemberId(found.group(1)) if found else None
