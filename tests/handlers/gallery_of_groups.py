"""What Tandem shows to a group: asked, answered, told who said yes, begun."""

from collections.abc import Callable

from flows import group_answers
from flows.people import WordPack
from handlers import ids
from handlers.seams import Message
from tests.handlers.workspace import Json, Workspace, element
from tests.staffroom import AYA, MAYA, OLE, TOMAS

Keep = Callable[[str, Message | Json], None]
OTHERS = (TOMAS, AYA, OLE)
WAYS = {WordPack.SCHOOL: "rounds", WordPack.WORKPLACE: "reciprocal"}


async def group(slack: Workspace, keep: Keep, program: str, pack: WordPack) -> None:
    """A group of four, from the form for several to its welcome."""
    room = slack.room
    await room.found(name=program, word_pack=pack)
    await room.joined(MAYA, *OTHERS)
    await room.all_sent()
    opened = (await slack.command(MAYA, ids.PAIR)).opened
    reply = await slack.press(MAYA, element(opened["blocks"], ids.ASK_GROUP), view=opened)
    (updated,) = reply.called("views.update")
    keep("group_form", updated["view"])
    sent = await slack.submit(MAYA, updated["view"], whom=list(OTHERS), way=WAYS[pack])
    keep("group_sent", sent.page)
    keep("group_invite", await slack.message("invite", f"dm:{OLE}"))
    for who in OTHERS:
        message = await slack.message("invite", f"dm:{who}")
        press = element(message.blocks, ids.SEE_INVITATION)
        form = (await slack.press(who, press, dm=True)).opened
        kept = await slack.submit(who, form)
        if who == TOMAS:
            keep("group_answer_form", form)
            keep("group_answer_kept", kept.page)
    keep("home_group_asked", await slack.home(MAYA))
    await room.until("2026-03-03 16:00")
    told = await slack.message(group_answers.ANSWERED, f"dm:{MAYA}")
    keep("group_answered", told)
    seen = await slack.press(MAYA, element(told.blocks, ids.SEE_ANSWERS), dm=True)
    keep("group_who", seen.opened)
    await slack.press(MAYA, element(told.blocks, ids.START_GROUP), dm=True)
    keep("group_welcome", await slack.message("welcome"))
    keep("group_answers_over", await slack.message(group_answers.ANSWERED, f"dm:{MAYA}"))
