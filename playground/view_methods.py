"""`views.*` and `blocks.validate`: forms against a trigger, Homes at any time."""

from typing import Any

from playground import payloads, views
from playground.block_rules import problems_of
from playground.call import Call
from playground.refusal import SlackRefusal
from playground.triggers import Trigger
from playground.workspace import View


async def open_view(call: Call) -> dict[str, Any]:
    """A form stands before whoever acted in the last three seconds."""
    trigger = _trigger(call)
    return _shown(views.open_modal(call.parts, trigger.person, call.arguments["view"]))


async def push_view(call: Call) -> dict[str, Any]:
    """A form stands on top of the one in which someone acted."""
    trigger = _trigger(call)
    if trigger.from_modal is None:
        raise SlackRefusal("not_found")
    return _shown(views.push_modal(call.parts, trigger.person, call.arguments["view"]))


async def update_view(call: Call) -> dict[str, Any]:
    """An open form or a Home shows something else."""
    workspace = call.parts.workspace
    view_id, external_id = call.arguments.get("view_id"), call.arguments.get("external_id")
    if not view_id and not external_id:
        raise SlackRefusal("invalid_arguments", "[ERROR] missing required field: view_id")
    view = workspace.view(view_id) if view_id else workspace.view_of_external_id(external_id or "")
    if view is None:
        raise SlackRefusal("not_found")
    _same(call, view)
    return _shown(views.replace(call.parts, view, call.arguments["view"]))


async def publish_view(call: Call) -> dict[str, Any]:
    """Someone's App Home shows this."""
    if not call.parts.config.home_tab:
        raise SlackRefusal("not_enabled")
    member = call.member(call.arguments["user_id"])
    if member.is_bot or member.deleted:
        raise SlackRefusal("user_not_found")
    published = call.parts.workspace.homes.get(member.id)
    if published is not None:
        _same(call, published)
    return _shown(views.publish(call.parts, member.id, call.arguments["view"]))


async def validate(call: Call) -> dict[str, Any]:
    """What Block Kit's rules say about blocks, a view or a message."""
    given = [name for name in ("blocks", "view", "message") if name in call.arguments]
    if len(given) != 1:
        raise SlackRefusal("invalid_arguments", "[ERROR] exactly one of blocks, view, message")
    problems = problems_of(given[0], call.arguments[given[0]])
    if problems:
        raise SlackRefusal("invalid_blocks", errors=[problem.answer() for problem in problems])
    return {}


def _trigger(call: Call) -> Trigger:
    trigger_id = call.arguments.get("trigger_id") or call.arguments.get("interactivity_pointer")
    if not trigger_id:
        raise SlackRefusal("invalid_arguments", "[ERROR] missing required field: trigger_id")
    return call.parts.triggers.exchange(trigger_id)


def _same(call: Call, view: View) -> None:
    if call.arguments.get("hash") and call.arguments["hash"] != view.hash:
        raise SlackRefusal("hash_conflict")


def _shown(view: View) -> dict[str, Any]:
    return {"view": payloads.view(view)}
