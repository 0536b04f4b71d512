"""`/coach-reflect` and the week's prompt: private first, shown only by one's own choice."""

from typing import Any, assert_never

from slack_bolt.async_app import AsyncAck

from flows import channel, own_prompts, reflecting
from flows.ids import MemberId, PartnershipId, PieceId
from flows.partnership import PartnershipState
from flows.ports import Lock, Reader, Work
from flows.prompting import PostedPrompt
from flows.reflecting import Empty, Gone, NotAMember, Reflection, TooLong, Where
from handlers import answers, forms, payloads
from handlers.payloads import Answers
from handlers.seams import Desk, Telling
from handlers.views import invitation as pages
from handlers.views import reflections as views
from handlers.views.reflections import Asked
from handlers.words import say

Partners = dict[PartnershipId, tuple[MemberId, ...]]


async def reflect_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-reflect`: this week's question, a blank page, and one's own earlier ones."""
    del body, client
    who, locale = desk.who, await desk.locale()

    def look(reader: Reader) -> tuple[PostedPrompt | None, list[Reflection], Asked] | None:
        known = reader.members.get(who)
        if known is None or known.program is None:
            return None
        current = channel.current(reader, known.program)
        return current, reflecting.mine(reader, who), _asked(reader, who)

    found = await desk.look(look)
    if found is None:
        await ack(text=say("weekly.no_member", locale))
        return
    person = await desk.person(who)
    shown = views.listed(*found, person.zone if person else "UTC", locale)
    await ack(text=shown.text, blocks=shown.blocks)


async def page_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Write privately first], or a blank page."""
    used, who = payloads.value(body), desk.who
    view = views.form(
        used.get("prompt", ""),
        used.get("name", ""),
        key=desk.draw(),
        locale=await desk.locale(),
        own=await desk.look(lambda reader: _asked(reader, who)),
    )
    await forms.show(client, body, view)
    await ack()


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Open]: one's own words, to read on and to write on."""
    name, who = PieceId(payloads.value(body).get("reflection", "")), desk.who
    found = await desk.look(lambda reader: reflecting.one(reader, who, name))
    locale = await desk.locale()
    if isinstance(found, Gone):
        await ack()
        answers.whisper(body, desk, say("weekly.gone_page", locale))
        return
    view = views.form(
        found.prompt,
        found.name,
        key=desk.draw(),
        locale=locale,
        words=found.words,
        reflection=found.id,
        own=await desk.look(lambda reader: _asked(reader, who)),
    )
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def page_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: kept for its author, then the preview asks where it may go."""
    del client
    memory, who, locale = payloads.metadata(body), desk.who, await desk.locale()
    words = Answers.of(body).text("words")
    prompt, name = memory.get("prompt", ""), memory.get("name", "")
    earlier = PieceId(memory["reflection"]) if memory.get("reflection") else None
    outcome = await desk.tell(
        Lock.member(who), lambda work: reflecting.write(work, who, prompt, name, words, earlier)
    )
    match outcome:
        case Reflection():
            partners = await desk.look(lambda reader: _partners(reader, who))
            people = frozenset(m for members in partners.values() for m in members)
            telling = Telling(locale, await desk.names(people))
            copied = await desk.look(
                lambda reader: any(reflecting.copied(reader, pair) for pair in partners)
            )
            view = views.preview(outcome, partners, telling, key=desk.draw(), copied=copied)
            await answers.turn_into(ack, view)
        case Empty():
            await answers.refuse(ack, {"words": say("weekly.empty", locale)})
        case TooLong(n):
            await answers.refuse(ack, {"words": say("weekly.too_long", locale, n=n)})
        case NotAMember():
            await answers.refuse(ack, {"words": say("weekly.no_member", locale)})
        case Gone():
            await answers.refuse(ack, {"words": say("weekly.gone_page", locale)})
        case _:
            assert_never(outcome)


async def preview_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Done] under the preview: kept, shown to a partner, or posted under one's own name."""
    del client
    memory, who, locale = payloads.metadata(body), desk.who, await desk.locale()
    reflection = PieceId(memory.get("reflection", ""))
    where, _, pair = (Answers.of(body).choice("where") or Where.KEPT).partition(":")
    partnership = PartnershipId(pair)
    match Where(where):
        case Where.KEPT:
            await _turned(ack, "weekly.done_kept", locale)
            return
        case Where.PARTNER:
            lock = Lock.partnership(partnership)

            def carry(work: Work) -> Reflection | Gone:
                return reflecting.show(work, who, reflection, partnership)
        case Where.CHANNEL:
            lock = Lock.member(who)

            def carry(work: Work) -> Reflection | Gone:
                return reflecting.post(work, who, reflection)

        case never:
            assert_never(never)
    outcome = await desk.tell(lock, carry)
    gone = isinstance(outcome, Gone)
    await _turned(ack, "weekly.gone_page" if gone else f"weekly.done_{where}", locale)


async def taken_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take the post back]: it goes from the channel, the words stay their author's."""
    del client
    name, who = PieceId(payloads.value(body).get("reflection", "")), desk.who
    outcome = await desk.tell(Lock.member(who), lambda work: reflecting.take_back(work, who, name))
    await ack()
    key = "weekly.gone_page" if isinstance(outcome, Gone) else "weekly.taken_back"
    answers.whisper(body, desk, say(key, await desk.locale()))


async def erased(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Delete]: gone, with every copy."""
    del client
    name, who = PieceId(payloads.value(body).get("reflection", "")), desk.who
    outcome = await desk.tell(Lock.member(who), lambda work: reflecting.erase(work, who, name))
    await ack()
    key = "weekly.gone_page" if isinstance(outcome, Gone) else "weekly.erased"
    answers.whisper(body, desk, say(key, await desk.locale()))


async def read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read]: what a partner showed."""
    used, who, locale = payloads.value(body), desk.who, await desk.locale()
    partnership = PartnershipId(used.get("partnership", ""))
    name = PieceId(used.get("reflection", ""))
    words = await desk.look(lambda reader: reflecting.shown(reader, who, name, partnership))
    if words is None:
        await ack()
        answers.whisper(body, desk, say("weekly.gone_page", locale))
        return
    await client.views_open(trigger_id=body["trigger_id"], view=views.page(words, locale))
    if await desk.look(lambda reader: reflecting.copied(reader, partnership)):
        await desk.tell(
            Lock.partnership(partnership),
            lambda work: reflecting.opened(work, who, name, partnership),
        )
    await ack()


async def _turned(ack: AsyncAck, key: str, locale: str) -> None:
    await answers.turn_into(ack, pages.page("weekly.title", say(key, locale), locale))


def _asked(reader: Reader, who: MemberId) -> Asked:
    """The own questions of this person's program."""
    known = reader.members.get(who)
    own = own_prompts.of(reader, known.program) if known and known.program else ()
    return {each.prompt.name: each.words for each in own}


def _partners(reader: Reader, who: MemberId) -> Partners:
    return {
        pair.id: pair.others(who)
        for pair in reader.partnerships.of_member(who)
        if pair.state is PartnershipState.ACTIVE
    }
