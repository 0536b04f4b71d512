"""Everything that Tandem shows, once: gathered along one story through the running application."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from flows import channel, coaching
from flows.ids import MemberId
from flows.inviting import expire
from flows.partnership import Partnership
from flows.people import WordPack
from handlers import ids
from handlers.seams import HomeView, Message
from handlers.views import goal as goal_views
from handlers.views import invitation as invitation_views
from tests.handlers.gallery_of_groups import group
from tests.handlers.gallery_of_guests import guest
from tests.handlers.gallery_of_prework import before_a_visit
from tests.handlers.gallery_of_strategies import worth_trying
from tests.handlers.gallery_of_talks import equal, replied, sitting, tuned
from tests.handlers.gallery_of_workshops import workshop
from tests.handlers.workspace import OUTSIDER, Json, Reply, Workspace, button, element, filled
from tests.staffroom import ADMIN, AYA, CHOSEN, MAYA, OLE, SPARK, TOMAS, Staffroom, at

STORED_ID = re.compile(r"\b[0-9a-f]{20}\b")
KEY = re.compile(r"\bkey-\d+\b")


@dataclass
class Words:
    """What people wrote along the way."""

    program: str = "Maple Street"
    his: str = "agree with each other before they look at the source"
    hers: str = "leave the answering to the same five hands"
    question: str = "Which five?"
    goal: str = "In 2B, more students give a reason without my asking"
    step: str = "who brings evidence into a discussion"
    names: dict[MemberId, str] = field(default_factory=dict)


@dataclass
class Gallery:
    """What was shown, by name: a `modal`, a `home`, or a `message` with its text and blocks."""

    shown: dict[str, tuple[str, Json]] = field(default_factory=dict)

    def keep(self, name: str, what: Message | HomeView | Json | str) -> None:
        assert name not in self.shown, name
        match what:
            case Message():
                self.shown[name] = "message", {"text": what.text, "blocks": what.blocks}
            case HomeView():
                self.shown[name] = "home", what.view
            case str():
                self.shown[name] = "message", {"text": what}
            case _:
                kind = what.get("type", "message")
                self.shown[name] = kind, what

    def keep_reply(self, name: str, reply: Reply) -> None:
        """What a command was answered with."""
        self.keep(name, {k: reply.body[k] for k in ("text", "blocks") if k in reply.body})


def steady(payload: Json) -> Json:
    """The same with ids and keys that do not depend on how many were drawn before."""
    text = json.dumps(payload, ensure_ascii=False)
    found: Json = json.loads(KEY.sub("KEY", STORED_ID.sub("ID", text)))
    return found


async def gathered(
    words: Words | None = None, pack: WordPack = WordPack.SCHOOL
) -> dict[str, tuple[str, Json]]:
    """The whole story, with these words in it, in a program of that pack."""
    words = words or Words()
    room = Staffroom()
    slack = Workspace(room)
    slack.wire.names.update(words.names)
    kept = Gallery()
    try:
        await _program(slack, kept, words, pack)
        await _invitations(slack, kept)
        await _sentences(slack, kept, words)
        await _turn(slack, kept, words)
        await _goals(slack, kept, words)
        await _agreement(slack, kept, words)
        await _ending(slack, kept)
        await _alone(slack, kept, words)
    finally:
        await room.store.close()
    await _together(kept, words, pack)
    await _at_a_workshop(kept, words, pack)
    await _talks(kept, words, pack)
    await _reading(kept, words, pack)
    await _worth_trying(kept, words, pack)
    if pack is WordPack.SCHOOL:
        await _with_a_guest(kept, words)
    return {name: (kind, steady(payload)) for name, (kind, payload) in kept.shown.items()}


async def _together(kept: Gallery, words: Words, pack: WordPack) -> None:
    """Another staffroom: four who work as a group."""
    room = Staffroom()
    slack = Workspace(room)
    slack.wire.names.update(words.names)
    try:
        said = words.his, words.question
        await group(slack, kept.keep, words.program, pack, said)
    finally:
        await room.store.close()


async def _at_a_workshop(kept: Gallery, words: Words, pack: WordPack) -> None:
    """A third one: a session with input before it."""
    room = Staffroom()
    slack = Workspace(room)
    slack.wire.names.update(words.names)
    try:
        await workshop(slack, kept.keep, words.program, pack, words.step)
    finally:
        await room.store.close()


async def _talks(kept: Gallery, words: Words, pack: WordPack) -> None:
    """Staffrooms of their own, each with a pair whose talk is led from its card."""
    for story in (sitting, equal, tuned, replied):
        room = Staffroom()
        slack = Workspace(room)
        slack.wire.names.update(words.names)
        try:
            await room.found(name=words.program, word_pack=pack)
            await room.joined(MAYA, TOMAS)
            await room.all_sent()
            await story(slack, kept.keep, words.goal)
        finally:
            await room.store.close()


async def _reading(kept: Gallery, words: Words, pack: WordPack) -> None:
    """Another one: two who read before they meet."""
    room = Staffroom()
    slack = Workspace(room)
    slack.wire.names.update(words.names)
    try:
        await room.found(word_pack=pack)
        await before_a_visit(slack, kept.keep, words.his)
    finally:
        await room.store.close()


async def _worth_trying(kept: Gallery, words: Words, pack: WordPack) -> None:
    """A staffroom in which somebody keeps a card."""
    room = Staffroom()
    slack = Workspace(room)
    slack.wire.names.update(words.names)
    try:
        await room.found(word_pack=pack)
        await room.joined(MAYA, TOMAS)
        await worth_trying(slack, kept.keep, words.step, words.his)
    finally:
        await room.store.close()


async def _with_a_guest(kept: Gallery, words: Words) -> None:
    """A school's alone: no way of working of another workplace has steps for a guest."""
    room = Staffroom()
    slack = Workspace(room)
    slack.wire.names.update(words.names)
    try:
        await room.found()
        await room.joined(MAYA, TOMAS, AYA, OLE)
        await guest(slack, kept.keep, words.goal, words.question)
    finally:
        await room.store.close()


async def _program(slack: Workspace, kept: Gallery, words: Words, pack: WordPack) -> None:
    room = slack.room
    kept.keep_reply("coach_without_a_program", await slack.command(MAYA, ids.COACH))
    kept.keep_reply("program_for_admins_only", await slack.command(MAYA, ids.PROGRAM))
    form = (await slack.command(ADMIN, ids.PROGRAM)).opened
    kept.keep("program_form", form)
    saved = await slack.submit(
        ADMIN,
        form,
        name=words.program,
        channel="C0COACH",
        country="ES",
        region="md",
        pack=pack.value,
    )
    kept.keep("program_founded", saved.page)
    kept.keep("join_post", await slack.message("join"))
    room.program = (await room.read(lambda r: r.programs.all()))[0]
    again = (await slack.command(ADMIN, ids.PROGRAM)).opened
    kept.keep("program_form_change", again)
    kept.keep("program_changed", (await slack.submit(ADMIN, again)).page)
    again = (await slack.command(ADMIN, ids.PROGRAM)).opened
    await slack.submit(ADMIN, again, facilitators=[ADMIN, MAYA])
    kept.keep("looks_after", await slack.message("looks_after", f"dm:{MAYA}"))
    again = (await slack.command(ADMIN, ids.PROGRAM)).opened
    await slack.submit(ADMIN, again, facilitators=[ADMIN])
    await room.write(lambda w: channel.lost(w, room.program.id, room.program.channel))
    kept.keep("channel_lost", await slack.message("channel_lost", f"dm:{ADMIN}"))
    kept.keep("home_of_a_facilitator", await slack.home(ADMIN))
    explained = await slack.press(MAYA, button(ids.EXPLAIN))
    kept.keep("explanation", explained.opened)
    kept.keep_reply("coach_to_join", await slack.command(MAYA, ids.COACH))
    kept.keep("home_to_join", await slack.home(MAYA))
    await room.joined(MAYA, TOMAS, AYA, OLE)
    kept.keep("joined", await slack.message("joined", f"dm:{MAYA}"))
    kept.keep_reply("coach_joined", await slack.command(MAYA, ids.COACH))
    kept.keep_reply("status_joined", await slack.command(MAYA, ids.STATUS))
    kept.keep("home_joined", await slack.home(MAYA))
    kept.keep_reply("help", await slack.command(MAYA, ids.HELP))
    for command in ids.COMMANDS:
        kept.keep_reply(f"help_line_{command[1:]}", await slack.command(MAYA, command, "help"))
        kept.keep_reply(f"example_{command[1:]}", await slack.command(MAYA, command, "moon"))
    await slack.event({"type": "message", "channel_type": "im", "user": MAYA, "text": words.his})
    kept.keep("heard", await slack.message("heard"))


async def _invitations(slack: Workspace, kept: Gallery) -> None:
    room = slack.room
    form = (await slack.command(MAYA, ids.PAIR, f"<@{TOMAS}>")).opened
    kept.keep("invite_form", form)
    changed = await slack.press(MAYA, element(form["blocks"], ids.CHANGE_TERMS), view=form)
    kept.keep("invite_form_changing", changed.called("views.update")[0]["view"])
    noted = await slack.submit(MAYA, form, power=invitation_views.YES)
    kept.keep("invite_form_power", noted.page)
    sent = await slack.submit(MAYA, form, topic="questioning")
    kept.keep("invite_sent", sent.page)
    kept.keep("invite", await slack.message("invite"))
    kept.keep("home_asking", await slack.home(MAYA))
    kept.keep("home_asked", await slack.home(TOMAS))
    press = element((await slack.message("invite")).blocks, ids.SEE_INVITATION)
    answer = (await slack.press(TOMAS, press, dm=True)).opened
    kept.keep("invitation_form", answer)
    changed = await slack.press(TOMAS, element(answer["blocks"], ids.CHANGE_TERMS), view=answer)
    changing = changed.called("views.update")[0]["view"]
    kept.keep("invitation_form_changing", changing)
    noted = await slack.submit(TOMAS, answer, power=invitation_views.YES)
    kept.keep("invitation_form_power", noted.page)
    waiting = await slack.submit(TOMAS, changing, rhythm="weekly")
    kept.keep("invitation_waiting", waiting.page)
    kept.keep("proposed_agreement", await slack.message("proposed_agreement"))
    kept.keep("home_proposed", await slack.home(MAYA))
    read = element((await slack.message("proposed_agreement")).blocks, ids.SEE_INVITATION)
    done = await slack.submit(MAYA, (await slack.press(MAYA, read, dm=True)).opened)
    kept.keep("invitation_partnered", done.page)
    kept.keep("invite_accepted", await slack.message("invite"))
    (room.pair,) = await room.read(lambda r: r.partnerships.of_member(TOMAS))

    form = (await slack.command(AYA, ids.PAIR, f"<@{OUTSIDER}>")).opened
    await slack.submit(AYA, form)
    (outside,) = await room.read(lambda r: r.invitations.open_to(OUTSIDER))
    kept.keep("invite_outside", await slack.message("invite", f"dm:{OUTSIDER}"))
    no = button(ids.NOT_THIS_TIME, {"invitation": outside.id})
    await room.all_sent()
    await slack.press(OUTSIDER, no, dm=True)
    kept.keep("invite_declined", await slack.message("invite"))
    kept.keep("not_this_time", await slack.message("not_this_time"))
    back = await room.invited(AYA, OLE, yes=CHOSEN)
    await room.all_sent()
    await slack.press(AYA, button(ids.WITHDRAW, {"invitation": back.id}))
    kept.keep("invite_withdrawn", await slack.message("invite"))
    over = await room.invited(AYA, OLE)
    await room.all_sent()
    now, room.now = room.now, over.expires_at
    await room.write(lambda w: expire(w, over.id))
    kept.keep("invite_expired", await slack.message("invite"))
    room.now = at("2026-03-03 19:00")
    form = (await slack.command(AYA, ids.PAIR, f"<@{OLE}>")).opened
    kept.keep("invite_sent_later", (await slack.submit(AYA, form)).page)
    room.now = now


async def _sentences(slack: Workspace, kept: Gallery, words: Words) -> None:
    room = slack.room
    welcome = await slack.message("welcome")
    kept.keep("welcome", welcome)
    kept.keep("home_sentence", await slack.home(TOMAS))
    kept.keep_reply("coach_sentence", await slack.command(TOMAS, ids.COACH))
    kept.keep_reply("status_sentence", await slack.command(TOMAS, ids.STATUS))
    press = element(welcome.blocks, ids.ANSWER_BOX)
    long = await slack.press(TOMAS, press, values=filled(welcome.blocks, why="long " * 60))
    kept.keep("step_form_too_long", long.opened)
    await slack.press(TOMAS, press, values=filled(welcome.blocks, why=words.his))
    open_it = button(ids.OPEN_STEP, {"partnership": room.pair.id, "run": SPARK})
    form = (await slack.press(MAYA, open_it)).opened
    kept.keep("step_form", form)
    kept.keep("step_kept", (await slack.submit(MAYA, form, why=words.hers)).page)
    kept.keep("welcome_both_in", await slack.message("welcome"))
    kept.keep("card_both_in", await slack.message("card"))
    read = element((await slack.message("welcome")).blocks, ids.READ_TOGETHER)
    both = (await slack.press(TOMAS, read)).opened
    kept.keep("both_sentences", both)
    await slack.submit(TOMAS, both, back=words.question)
    both = (await slack.press(MAYA, read)).opened
    kept.keep("both_sentences_asked", both)
    use = element(both["blocks"], ids.USE_AS_GOAL)
    shown = await slack.press(MAYA, use, view=both)
    kept.keep("both_sentences_goal", shown.called("views.update")[0]["view"])
    home = await slack.home(MAYA)
    kept.keep("home_draft", home)
    page = (await slack.press(MAYA, element(home["blocks"], ids.OPEN_GOAL), view=home)).opened
    kept.keep("goal_page_draft", page)
    begun = await slack.press(MAYA, element(page["blocks"], ids.GOAL_BEGIN), view=page)
    form = begun.called("views.update")[0]["view"]
    kept.keep("goal_form", form)
    ready = await slack.submit(MAYA, form, statement=words.goal, review="2026-03-27")
    kept.keep("goal_ready", ready.page)
    kept.keep("goal_saved", (await slack.submit(MAYA, ready.page)).page)
    kept.keep("home_goal", await slack.home(MAYA))
    kept.keep_reply("status_both_in", await slack.command(MAYA, ids.STATUS))


async def _turn(slack: Workspace, kept: Gallery, words: Words) -> None:
    room = slack.room
    await room.until("2026-03-04 15:45")
    message = await slack.message("open", f"dm:{MAYA}")
    kept.keep("open", message)
    card = (await slack.message("card")).blocks
    kept.keep("card_step", await slack.message("card"))
    kept.keep("home_step", await slack.home(MAYA))
    form = (await slack.press(MAYA, element(message.blocks, ids.OPEN_STEP), dm=True)).opened
    kept.keep("step_form_focus", form)
    given: dict[str, Any] = {
        b["block_id"]: words.step
        for b in form["blocks"]
        if b["type"] == "input" and b["element"]["type"] == "plain_text_input"
    }
    await slack.submit(MAYA, form, **given)
    agreed = await slack.press(MAYA, element(card, ids.SEE_AGREEMENT))
    kept.keep("agreement", agreed.opened)


async def _asked(slack: Workspace) -> Message:
    """The question that was asked last."""
    posts = [s for s in await slack.room.said("goal_question", sent=True) if s.effect == "post"]
    found = await slack.shown(posts[-1])
    assert isinstance(found, Message)
    return found


async def _goals(slack: Workspace, kept: Gallery, words: Words) -> None:
    room, dm = slack.room, f"dm:{MAYA}"
    kept.keep_reply("goal_which", await slack.command(MAYA, ids.GOAL))
    await slack.press(MAYA, button(ids.GOAL_BEGIN), dm=True)
    first = await _asked(slack)
    kept.keep("goal_question", first)
    send = element(first.blocks, ids.GOAL_ANSWER)
    long = await slack.press(
        MAYA, send, dm=True, values=filled(first.blocks, statement=f"{words.goal} " * 9)
    )
    kept.keep("goal_form_too_long", long.opened)
    event = {"type": "message", "channel_type": "im", "user": MAYA, "ts": "1.1"}
    await slack.event({**event, "text": words.goal})
    kept.keep("typing", await slack.message("typing", dm))
    for _ in range(5):
        asked = await _asked(slack)
        await slack.press(MAYA, element(asked.blocks, ids.GOAL_SKIP), dm=True)
    kept.keep("goal_question_day", await _asked(slack))
    await slack.event({**event, "text": "soon", "ts": "1.2"})
    kept.keep("typed_not_a_day", await slack.message("typed_not_a_day", dm))
    await slack.event({**event, "text": "2026-04-02", "ts": "1.3"})
    advised = await _asked(slack)
    kept.keep("goal_question_advice", advised)
    await slack.press(MAYA, element(advised.blocks, ids.GOAL_LATER), dm=True)
    kept.keep("home_goal_begun", await slack.home(MAYA))
    goal = next(g for g in await room.read(lambda r: r.goals.of_owner(MAYA)) if g.review_on)
    page = (await slack.press(MAYA, button(ids.OPEN_GOAL, {"goal": goal.id}))).opened
    kept.keep("goal_page", page)
    form = await slack.press(MAYA, element(page["blocks"], ids.GOAL_NOTE), view=page)
    note = form.called("views.update")[0]["view"]
    kept.keep("goal_note", note)
    noted = await slack.submit(MAYA, note, noticed=words.step, word="trying")
    kept.keep("goal_page_trail", noted.page)
    page = noted.page
    await slack.press(MAYA, element(page["blocks"], ids.GOAL_SHARE), view=page)
    told = await slack.message("shared_goal", f"dm:{TOMAS}")
    kept.keep("shared_goal", told)
    read = await slack.press(TOMAS, element(told.blocks, ids.READ_SHARED_GOAL), dm=True)
    kept.keep("shared_goal_page", read.opened)
    adjust = await slack.press(MAYA, button(ids.GOAL_ADJUST, {"goal": goal.id}))
    kept.keep("goal_adjust", adjust.opened)
    kept.keep("review", goal_views.review(goal, "en", asked=True))


async def _agreement(slack: Workspace, kept: Gallery, words: Words) -> None:
    press = button(ids.SEE_AGREEMENT, {"partnership": slack.room.pair.id})
    form = (await slack.press(MAYA, press)).opened
    noted = await slack.submit(MAYA, form, power="yes", out=words.step)
    kept.keep("agreement_power", noted.page)
    sent = await slack.submit(MAYA, form, out=words.step, usual="Wed 13:00")
    kept.keep("agreement_suggested", sent.page)
    told = await slack.message("agreement_proposed", f"dm:{TOMAS}")
    kept.keep("agreement_proposed", told)
    read = await slack.press(TOMAS, element(told.blocks, ids.SEE_AGREEMENT), dm=True)
    kept.keep("agreement_asked", read.opened)
    await slack.submit(TOMAS, read.opened)
    kept.keep("in_force", await slack.message("in_force", f"dm:{MAYA}"))


async def _ending(slack: Workspace, kept: Gallery) -> None:
    room = slack.room
    dots = element((await slack.message("card")).blocks, ids.PARTNERSHIP_MENU)
    pause = (await slack.press(MAYA, dots, chosen=0)).opened
    kept.keep("leave_form_pause", pause)
    kept.keep("left_paused", (await slack.submit(MAYA, pause)).page)
    kept.keep("paused", await slack.message("paused", f"dm:{TOMAS}"))
    kept.keep("card_paused", await slack.message("card"))
    kept.keep("home_paused", await slack.home(TOMAS))
    resume = button(ids.RESUME, {"partnership": room.pair.id})
    await slack.press(TOMAS, resume)
    kept.keep("resumed", await slack.message("resumed", f"dm:{TOMAS}"))
    end = (await slack.press(MAYA, dots, chosen=1)).opened
    kept.keep("leave_form_end", end)
    kept.keep("left_ended", (await slack.submit(MAYA, end)).page)
    kept.keep("ended", await slack.message("ended", f"dm:{TOMAS}"))
    kept.keep("ended_pair", await slack.message("ended_pair"))
    (card,) = [s for s in await room.said("card") if s.effect == "update"]
    shown = await slack.shown(card)
    assert isinstance(shown, Message)
    kept.keep("card_ended", shown)


async def _alone(slack: Workspace, kept: Gallery, words: Words) -> None:
    room = slack.room
    room.now = at("2026-03-05 09:00")
    pair: Partnership = await room.partnered(MAYA, AYA)
    await room.answer(AYA, words.his)
    await room.all_sent()
    room.now = at("2026-03-11 09:00")
    await room.write(lambda w: coaching.pass_time(w, pair.id))
    await room.on_time()
    asked = await slack.message("ask_to_keep")
    kept.keep("ask_to_keep", asked)
    await slack.press(AYA, element(asked.blocks, ids.SHOW_ANYWAY), dm=True)
    told = await slack.message("shared_sentence")
    kept.keep("shared_sentence", told)
    read = element(told.blocks, ids.READ_TOGETHER)
    kept.keep("one_sentence", (await slack.press(MAYA, read, dm=True)).opened)
