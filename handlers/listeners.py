"""The whole list of what we listen for; whatever is not on it is acknowledged and does nothing."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import answers, commands, goals, happenings, ids, inviting, pairs, programs, steps
from handlers.answers import Listener, carried
from handlers.seams import Desk
from handlers.words import say

COMMANDS: Mapping[str, Listener] = {
    ids.COACH: commands.understood(ids.COACH, commands.coach_asked),
    ids.PAIR: commands.understood(ids.PAIR, inviting.pair_asked, takes_person=True),
    ids.STATUS: commands.understood(ids.STATUS, commands.status_asked),
    ids.PROGRAM: commands.understood(ids.PROGRAM, programs.program_asked),
    ids.HELP: commands.understood(ids.HELP, commands.help_asked),
}

ACTIONS: Mapping[str, Listener] = {
    ids.JOIN: programs.joined,
    ids.EXPLAIN: programs.explained,
    ids.OPEN_PROGRAM: programs.program_asked,
    ids.INVITE: inviting.invite_pressed,
    ids.SEE_INVITATION: inviting.invitation_opened,
    ids.NOT_THIS_TIME: inviting.declined,
    ids.NEVER_AGAIN: inviting.declined_for_good,
    ids.WITHDRAW: inviting.declined,
    ids.CHANGE_TERMS: inviting.terms_unfolded,
    ids.ANSWER_BOX: steps.box_sent,
    ids.OPEN_STEP: steps.step_opened,
    ids.SKIP_STEP: steps.step_skipped,
    ids.READ_TOGETHER: pairs.both_read,
    ids.SHOW_ANYWAY: pairs.shown_anyway,
    ids.USE_AS_GOAL: pairs.goal_drafted,
    ids.OPEN_GOAL: goals.goal_opened,
    ids.SEE_AGREEMENT: pairs.agreement_read,
    ids.PARTNERSHIP_MENU: pairs.menu_used,
    ids.RESUME: pairs.resumed,
}

FORMS: Mapping[str, Listener] = {
    ids.PROGRAM_FORM: programs.program_saved,
    ids.INVITE_FORM: inviting.invitation_sent,
    ids.INVITATION_FORM: inviting.invitation_answered,
    ids.STEP_FORM: steps.step_sent,
    ids.TOGETHER_FORM: pairs.question_sent,
    ids.GOAL_FORM: goals.goal_settled,
    ids.LEAVE_FORM: pairs.left,
}

EVENTS: Mapping[str, Listener] = {
    ids.HOME_OPENED: happenings.home_opened,
    ids.MESSAGE: happenings.typed,
    ids.USER_CHANGE: happenings.person_changed,
}


def register(app: AsyncApp) -> None:
    """Tells Bolt about every listener; the nets come last, since the first match wins."""
    for command, listener in COMMANDS.items():
        app.command(command)(carried(listener))
    for action, listener in ACTIONS.items():
        app.action(action)(carried(listener))
    for form, listener in FORMS.items():
        app.view(form)(carried(listener))
    for event, listener in EVENTS.items():
        app.event(event)(carried(listener))
    anything = re.compile(".*")
    app.event(anything)(nothing_to_do)
    app.action(anything)(carried(late_click))
    app.view(anything)(nothing_to_do)
    app.view_closed(anything)(nothing_to_do)
    app.command(anything)(carried(commands.nothing_known))
    app.shortcut(anything)(nothing_to_do)


async def nothing_to_do(ack: AsyncAck) -> None:
    """Something that concerns us not: acknowledged, so that Slack does not send it again."""
    await ack()


async def late_click(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """A button or menu that nothing listens to: an input read later, or a very old message."""
    del client
    used = body.get("actions") or [{}]
    await ack()
    if used[0].get("type") == "button" and "url" not in used[0]:
        answers.whisper(body, desk, say("outage.late", await desk.locale()))
