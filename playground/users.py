"""`users.*`, `team.info`, `dnd.*`, `auth.test`: who is there, and who answers."""

from typing import Any

from playground.call import Call
from playground.pages import page
from playground.people import do_not_disturb, user_json
from playground.refusal import SlackRefusal
from playground.workspace import BOT, BOT_USER, TEAM, TEAM_DOMAIN, TEAM_NAME

MOST_AT_ONCE = 50
PAGE = 200


async def auth_test(call: Call) -> dict[str, Any]:
    """Whose token this is."""
    return {
        "url": f"{call.parts.url}/",
        "team": TEAM_NAME,
        "user": call.parts.workspace.members[BOT_USER].name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


async def user_info(call: Call) -> dict[str, Any]:
    """One person."""
    member = call.member(call.arguments["user"])
    locale = call.arguments.get("include_locale", False)
    return {"user": user_json(member, call.parts.clock.now(), locale=locale)}


async def user_list(call: Call) -> dict[str, Any]:
    """Everybody, bots and the deactivated included."""
    now = call.parts.clock.now()
    locale = call.arguments.get("include_locale", False)
    everybody = [*call.parts.workspace.members.values()]
    shown, cursor = page(everybody, call.arguments, default=PAGE)
    return {
        "members": [user_json(member, now, locale=locale) for member in shown],
        "cache_ts": int(now),
        "response_metadata": {"next_cursor": cursor},
    }


async def team_info(call: Call) -> dict[str, Any]:
    """The workspace."""
    if call.arguments.get("team", TEAM) != TEAM:
        raise SlackRefusal("team_not_found")
    return {
        "team": {
            "id": TEAM,
            "name": TEAM_NAME,
            "url": f"{call.parts.url}/",
            "domain": TEAM_DOMAIN,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


async def dnd_info(call: Call) -> dict[str, Any]:
    """One person's quiet hours; snoozes of others are never shown."""
    member = call.member(call.arguments.get("user") or BOT_USER)
    return do_not_disturb(member, call.parts.clock.now())


async def dnd_team_info(call: Call) -> dict[str, Any]:
    """The quiet hours of up to fifty people."""
    users = call.arguments["users"]
    if len(users) > MOST_AT_ONCE:
        raise SlackRefusal("too_many_users")
    now = call.parts.clock.now()
    return {"users": {user: do_not_disturb(call.member(user), now) for user in users}}
