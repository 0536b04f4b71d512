"""What Tandem shows to a group: asked, answered, told who said yes, begun."""

from collections.abc import Callable, Sequence

from flows import group_answers
from flows.ids import MemberId
from flows.people import WordPack
from handlers import ids
from handlers.seams import Message
from tests.handlers.workspace import OUTSIDER, Json, Workspace, element
from tests.staffroom import ADMIN, AYA, MAYA, OLE, TOMAS

Keep = Callable[[str, Message | Json], None]
OTHERS = (TOMAS, AYA, OLE)
WAYS = {WordPack.SCHOOL: "rounds", WordPack.WORKPLACE: "reciprocal"}


async def group(
    slack: Workspace, keep: Keep, program: str, pack: WordPack, said: tuple[str, str]
) -> None:
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
    await growing(slack, keep, WAYS[pack])
    await sentences(slack, keep, (MAYA, *OTHERS, OUTSIDER), *said)


async def growing(slack: Workspace, keep: Keep, way: str) -> None:
    """A fifth is suggested twice: once somebody would rather not, once all say yes."""
    await slack.room.joined(ADMIN)
    await slack.room.all_sent()
    form, sent = await _ask(slack, ADMIN, way)
    keep("join_form", form)
    keep("join_sent", sent)
    keep("join_suggested", await slack.message("invite", f"dm:{TOMAS}"))
    keep("home_join_asked", await slack.home(TOMAS))
    asked = await slack.message("invite", f"dm:{TOMAS}")
    await slack.press(TOMAS, element(asked.blocks, ids.NOT_THIS_TIME), dm=True)
    keep("join_declined", await slack.message("invite", f"dm:{TOMAS}"))
    keep("join_withdrawn", await slack.message("invite", f"dm:{AYA}"))
    await slack.room.until("2026-03-04 16:00")
    keep("join_stays", await slack.message("bundle", f"dm:{MAYA}"))
    await _ask(slack, OUTSIDER, way)
    for who in (*OTHERS, OUTSIDER):
        message = await slack.message("invite", f"dm:{who}")
        form = (await slack.press(who, element(message.blocks, ids.SEE_INVITATION), dm=True)).opened
        kept = await slack.submit(who, form)
        if who == TOMAS:
            keep("join_answer_form", form)
            keep("join_answer_kept", kept.page)
            mine = await slack.home(MAYA)
            seen = await slack.press(MAYA, element(mine["blocks"], ids.SEE_ANSWERS), view=mine)
            keep("join_who", seen.opened)
    mine = await slack.home(MAYA)
    seen = await slack.press(MAYA, element(mine["blocks"], ids.SEE_ANSWERS), view=mine)
    await slack.submit(MAYA, seen.opened)
    keep("join_goodbye", await slack.message("ended_pair"))


async def sentences(
    slack: Workspace, keep: Keep, everybody: Sequence[MemberId], why: str, back: str
) -> None:
    """The five set it up; each writes one sentence, and all are read together."""
    await slack.room.until("2026-03-06 16:00")
    keep("group_card_setting_up", await slack.message("card"))
    for who in everybody:
        await slack.submit(who, await _next(slack, who))
    keep("group_card_sentence", await slack.message("card"))
    for who in everybody:
        form = await _next(slack, who)
        if who == MAYA:
            keep("group_sentence_form", form)
        await slack.submit(who, form, why=why)
    card = await slack.message("card")
    keep("group_card_sentences_in", card)
    keep("home_group_sentences_in", await slack.home(TOMAS))
    read = element(card.blocks, ids.READ_TOGETHER)
    all_of_them = (await slack.press(TOMAS, read)).opened
    keep("group_sentences", all_of_them)
    await slack.submit(TOMAS, all_of_them, back=back)
    keep("group_sentences_asked", (await slack.press(AYA, read)).opened)


async def _next(slack: Workspace, who: MemberId) -> Json:
    home = await slack.home(who)
    return (await slack.press(who, element(home["blocks"], ids.OPEN_STEP), view=home)).opened


async def _ask(slack: Workspace, whom: MemberId, way: str) -> tuple[Json, Json]:
    home = await slack.home(MAYA)
    press = element(home["blocks"], ids.ASK_TO_JOIN)
    form = (await slack.press(MAYA, press, view=home)).opened
    sent = await slack.submit(MAYA, form, whom=[whom], way=way)
    return form, sent.page
