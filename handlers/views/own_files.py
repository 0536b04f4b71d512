"""A person's own data as one zip: JSON for machines, Markdown for reading, CSV for a table."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from flows.agreement import Terms
from flows.ids import MemberId, PieceId
from flows.own_data import OwnData, Written
from flows.partnership import Partnership
from flows.people import Member
from handlers.seams import Telling
from handlers.words import say

_MEMBER: TypeAdapter[Member] = TypeAdapter(Member)
_TERMS: TypeAdapter[Terms] = TypeAdapter(Terms)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A table program takes a cell that begins so for a formula."""

COLUMNS = (
    "list",
    "kind",
    "what",
    "words",
    "written_at",
    "author",
    "with",
    "shared",
)

Named = Mapping[PieceId, str]
"""What each text is, or which question it answers."""


def archive(data: OwnData, telling: Telling, named: Named) -> bytes:
    """The zip: everything in JSON, what was written in Markdown and CSV as well."""
    written = io.BytesIO()
    found = as_json(data, telling, named)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("my-data.json", json.dumps(found, ensure_ascii=False, indent=2))
        packed.writestr("my-writing.md", _markdown(data, telling, named))
        packed.writestr("my-writing.csv", _table(data, telling, named))
    return written.getvalue()


def as_json(data: OwnData, telling: Telling, named: Named) -> dict[str, Any]:
    """Everything that is held, with names as they are now beside ids."""

    def people(members: Sequence[MemberId] | frozenset[MemberId]) -> list[dict[str, str]]:
        return [{"id": m, "name": telling.names.get(m, m)} for m in sorted(members)]

    return {
        "person": people([data.who])[0],
        "made_at": data.at.isoformat(),
        "settings": _settings(data, people),
        "looks_after": [program.name for program in data.led],
        "partnerships": [_partnership(pair, data.who, people) for pair in data.partnerships],
        "invitations": [
            {
                "by": people([each.by])[0],
                "to": people([each.to])[0],
                "sent_at": each.sent_at.isoformat(),
                "expires_at": each.expires_at.isoformat(),
            }
            for each in data.invitations
        ],
        "goals": [
            {
                "id": goal.id,
                "state": goal.state.value,
                "version": goal.version,
                "made_at": goal.made_at.isoformat(),
                "review_on": goal.review_on and goal.review_on.isoformat(),
                "trail": [
                    {
                        "id": entry.id,
                        "on": entry.on.isoformat(),
                        "word": entry.word and entry.word.value,
                        "source": entry.source.value,
                    }
                    for entry in data.trail
                    if entry.goal == goal.id
                ],
            }
            for goal in data.goals
        ],
        "written": [_text(each, telling, named) for each in data.written],
        "released_to_me": [_text(each, telling, named) for each in data.released],
        "chosen": [
            {
                "partnership": each.partnership,
                "step": each.step,
                "question": each.question,
                "option": each.option,
                "at": each.at and each.at.isoformat(),
            }
            for each in data.chosen
        ],
        "workshops": [
            {
                "starts_at": each.start.isoformat(),
                "said_at": each.said_at.isoformat(),
                "marks": list(each.marks),
            }
            for each in data.coming
        ],
        "pre_work_marks": [
            {"partnership": each.partnership, "item": each.item, "mark": each.mark.value}
            for each in data.marks
        ],
        "messages": [
            {
                "kind": slip.template or slip.kind.value,
                "why": slip.why.value,
                "sent_at": slip.sent_at and slip.sent_at.isoformat(),
            }
            for slip in data.messages
        ],
    }


def _settings(data: OwnData, people: Any) -> dict[str, Any] | None:
    if data.member is None:
        return None
    told: dict[str, Any] = _MEMBER.dump_python(data.member, mode="json")
    told["program"] = data.program.name if data.program else None
    told["not_with"] = people(data.member.not_with)
    return told


def _partnership(pair: Partnership, who: MemberId, people: Any) -> dict[str, Any]:
    agreement = pair.agreement
    own = [c for c in agreement.consents if c.member == who]
    return {
        "id": pair.id,
        "with": people(pair.others(who)),
        "state": pair.state.value,
        "began_at": pair.began_at.isoformat(),
        "ended_at": pair.ended_at and pair.ended_at.isoformat(),
        "kept_until": pair.erase_after and pair.erase_after.isoformat(),
        "agreement": _TERMS.dump_python(agreement.terms(agreement.in_force), mode="json")
        if agreement.in_force
        else None,
        "my_yes": [
            {"version": c.version, "at": c.at.isoformat(), "power": c.power, "chosen": c.chosen}
            for c in own
        ],
    }


def _text(each: Written, telling: Telling, named: Named) -> dict[str, Any]:
    return {
        "id": each.id,
        "kind": each.kind.value,
        "what": named[each.id],
        "key": each.key,
        "words": each.words,
        "written_at": each.written_at.isoformat(),
        "author": _author(each, telling),
        "with": [telling.names.get(m, m) for m in each.partners],
        "shared": each.shared,
    }


def _author(each: Written, telling: Telling) -> str | None:
    return telling.names.get(each.author, each.author) if each.author else None


def _table(data: OwnData, telling: Telling, named: Named) -> str:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for listed, texts in (("written", data.written), ("released_to_me", data.released)):
        for each in texts:
            found = _text(each, telling, named)
            cells = {**found, "list": listed, "with": ", ".join(found["with"])}
            rows.writerow([_harmless(cells[column]) for column in COLUMNS])
    return written.getvalue()


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(data: OwnData, telling: Telling, named: Named) -> str:
    locale = telling.locale
    who, day = telling.names.get(data.who, data.who), _day(data.at)
    lines = [f"# {say('privacy.file_title', locale)}", ""]
    lines += [say("privacy.readme", locale, who=who, day=day), ""]
    for heading, texts in (("mine", data.written), ("released", data.released)):
        lines += [f"## {say(f'privacy.heading_{heading}', locale)}", ""]
        if not texts:
            lines += [say(f"privacy.{heading}_none", locale), ""]
        for each in reversed(texts):
            lines += _entry(each, telling, named)
    return "\n".join(lines)


def _entry(each: Written, telling: Telling, named: Named) -> list[str]:
    others = [telling.names.get(m, m) for m in each.partners]
    author = _author(each, telling)
    people = ", ".join(dict.fromkeys(filter(None, [author, *others])))
    quoted = [f"> {line}".rstrip() for line in each.words.splitlines()]
    return [f"### {named[each.id]}", "", f"{_day(each.written_at)} · {people}", "", *quoted, ""]


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
