"""A person as Slack's API shows them, and when they do not want to be disturbed."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playground.workspace import APP, BOT, TEAM, Member

NEVER = 1


def user_json(member: Member, now: float, *, locale: bool = False) -> dict[str, Any]:
    """The user object of users.info."""
    body: dict[str, Any] = {
        "id": member.id,
        "team_id": TEAM,
        "name": member.name,
        "deleted": member.deleted,
        "real_name": member.real_name,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": member.updated,
        "profile": {
            "title": member.title,
            "real_name": member.real_name,
            "real_name_normalized": member.real_name,
            "display_name": called(member),
            "display_name_normalized": called(member),
            "status_text": member.status_text,
            "status_emoji": "",
            "status_expiration": member.status_expiration,
            "team": TEAM,
        },
    }
    if member.is_bot:
        body["profile"] |= {"bot_id": BOT, "api_app_id": APP}
    if member.deleted:
        return body
    body |= {
        "is_admin": member.is_admin,
        "is_owner": member.is_owner,
        "is_primary_owner": member.is_owner,
        "is_restricted": member.is_restricted,
        "is_ultra_restricted": False,
    }
    if member.tz is not None:
        at = datetime.fromtimestamp(now, ZoneInfo(member.tz))
        offset = at.utcoffset() or timedelta()
        body |= {
            "tz": member.tz,
            "tz_label": at.tzname(),
            "tz_offset": int(offset.total_seconds()),
        }
    if locale:
        body["locale"] = member.locale
    return body


def called(member: Member) -> str:
    """What colleagues call the person: the first of their names."""
    return member.real_name.partition(" ")[0] or member.name


def do_not_disturb(member: Member, now: float) -> dict[str, Any]:
    """The schedule of dnd.info: the next or the present quiet hours, `1` where there are none."""
    if not member.dnd_enabled or member.tz is None:
        return {"dnd_enabled": False, "next_dnd_start_ts": NEVER, "next_dnd_end_ts": NEVER}
    zone = ZoneInfo(member.tz)
    today = datetime.fromtimestamp(now, zone).date()
    start_at, end_at = time.fromisoformat(member.dnd_from), time.fromisoformat(member.dnd_to)
    for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
        start = datetime.combine(day, start_at, zone)
        end_day = day if end_at > start_at else day + timedelta(days=1)
        end = datetime.combine(end_day, end_at, zone)
        if end.astimezone(UTC).timestamp() > now:
            return {
                "dnd_enabled": True,
                "next_dnd_start_ts": int(start.timestamp()),
                "next_dnd_end_ts": int(end.timestamp()),
            }
    raise AssertionError("quiet hours come every day")
