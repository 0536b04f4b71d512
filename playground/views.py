"""Forms and Homes: opening, stacking, changing and closing what stands before a person."""

from typing import Any, Literal

from playground.block_rules import check_view
from playground.elements import interactive, state_values
from playground.parts import Parts
from playground.refusal import SlackRefusal
from playground.stored_form import stored_blocks
from playground.workspace import View

DEEPEST_STACK = 3


def open_modal(parts: Parts, person: str, given: Any) -> View:
    """A new form stands before the person; what was open before is gone."""
    body = checked(parts, given, "modal")
    view = _new(parts, person, body)
    parts.workspace.keep_stack(person, [view])
    return view


def push_modal(parts: Parts, person: str, given: Any) -> View:
    """A form stands on top of the one that the person has open."""
    stack = parts.workspace.stack(person)
    if not stack:
        raise SlackRefusal("not_found")
    if len(stack) >= DEEPEST_STACK:
        raise SlackRefusal("push_limit_reached")
    body = checked(parts, given, "modal")
    view = _new(parts, person, body, root_id=stack[0].root_id, previous_id=stack[-1].id)
    parts.workspace.keep_stack(person, [*stack, view])
    return view


def replace(parts: Parts, view: View, given: Any) -> View:
    """The view shows something else; what was typed stays where block and action ids stay."""
    body = checked(parts, given, "home" if view.is_home else "modal", replacing=view)
    kept = {
        block["block_id"]: {element["action_id"]: typed}
        for block, element in interactive(body["blocks"])
        if (typed := view.state.get(block["block_id"], {}).get(element["action_id"])) is not None
        and typed["type"] == element["type"]
    }
    view.body = body
    view.hash = _hash(parts)
    view.errors = {}
    view.state = state_values(body["blocks"], kept)
    parts.workspace.keep_view(view)
    return view


def publish(parts: Parts, person: str, given: Any) -> View:
    """The person's App Home shows this."""
    published = parts.workspace.homes.get(person)
    if published is not None:
        return replace(parts, published, given)
    view = _new(parts, person, checked(parts, given, "home"))
    parts.workspace.keep_home(view)
    return view


def close(parts: Parts, view: View) -> None:
    """The form is gone; the one beneath it shows again."""
    stack = [each for each in parts.workspace.stack(view.person) if each is not view]
    parts.workspace.keep_stack(view.person, stack)


def checked(
    parts: Parts,
    given: Any,
    kind: Literal["modal", "home"],
    replacing: View | None = None,
) -> dict[str, Any]:
    """The view's body as Slack stores it; refused in Slack's words."""
    check_view(given, kind)
    external = parts.workspace.view_of_external_id(given.get("external_id", ""))
    if external is not None and external is not replacing:
        raise SlackRefusal("duplicate_external_id")
    return {**given, "blocks": stored_blocks(given["blocks"], parts.workspace.fresh)}


def _new(
    parts: Parts,
    person: str,
    body: dict[str, Any],
    root_id: str | None = None,
    previous_id: str | None = None,
) -> View:
    view_id = parts.workspace.fresh("V")
    return View(
        id=view_id,
        person=person,
        body=body,
        hash=_hash(parts),
        root_id=root_id or view_id,
        previous_id=previous_id,
        state=state_values(body["blocks"], {}),
    )


def _hash(parts: Parts) -> str:
    return f"{int(parts.clock.now())}.{parts.workspace.fresh('')}"
