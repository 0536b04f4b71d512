"""[A guest]: suggested by one, asked of all, invited; what the guest answers and reads (INV-25)."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, guest_page, guests
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.guest_page import Nothing, Page
from flows.guests import Entry, NoStep, OneOfYou, Taken
from flows.ids import MemberId, PartnershipId
from flows.inviting import PowerUnchosen, Yes
from flows.joining import Who
from flows.ports import Lock
from handlers import answers, forms, inviting, payloads, sessions
from handlers.entering import too_long
from handlers.payloads import Answers
from handlers.seams import Desk, Telling
from handlers.views import blocks
from handlers.views import guests as views
from handlers.views import invitation as pages
from handlers.words import say


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[A guest]: who is one or is to be one; where nobody is, the form to suggest one."""
    found = await _course(desk, _named(body)[0])
    if not isinstance(found, Course):
        await sessions.late(ack, body, client, desk, found)
        return
    if found.cycle.guests:
        view = views.page(found, desk.who, await _telling(desk, found))
    elif guests.free(found):
        view = views.form(found, key=desk.draw(), locale=await desk.locale())
    else:
        await sessions.late(ack, body, client, desk, Late())
        return
    await forms.show(client, body, view)
    await ack()


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Suggest a guest], above the page of those there are."""
    found = await _course(desk, _named(body)[0])
    if not isinstance(found, Course) or not guests.free(found):
        await sessions.late(ack, body, client, desk, Late())
        return
    view = views.form(found, key=desk.draw(), locale=await desk.locale())
    await forms.show(client, body, view)
    await ack()


async def suggested(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Ask the others]: this member's yes; everybody else is asked for theirs."""
    del client
    filled, memory, locale = Answers.of(body), payloads.metadata(body), await desk.locale()
    partnership, who = PartnershipId(memory.get("partnership", "")), desk.who
    whom, steps = filled.person(pages.WHOM), filled.ticked(views.STEPS)
    if whom is None or not steps:
        await answers.refuse(ack, {pages.WHOM: say("guests.none", locale)})
        return
    person = await desk.person(whom)
    if person is None:
        await answers.refuse(ack, {pages.WHOM: say("invite.refuse.nobody", locale)})
        return
    barred = inviting.barred(person, locale)
    if barred is not None:
        await answers.refuse(ack, {pages.WHOM: barred})
        return
    power = filled.choice(pages.POWER) == pages.YES
    yes = Yes(power=power, chosen=pages.YES in filled.ticked(pages.CHOOSE))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: guests.suggest(work, who, partnership, whom, steps, yes),
    )
    name = blocks.escaped(person.name)
    match outcome:
        case Entry():
            words = say("guests.kept", locale, who=name)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case OneOfYou():
            await answers.refuse(ack, {pages.WHOM: say("guests.one_of_you", locale, who=name)})
        case Taken():
            await answers.refuse(ack, {views.STEPS: say("guests.taken", locale)})
        case NoStep():
            await answers.refuse(ack, {views.STEPS: say("guests.no_step", locale)})
        case PowerUnchosen() if memory.get("power") == pages.YES:
            await answers.refuse(ack, {pages.CHOOSE: say("invite.power_needed", locale)})
        case PowerUnchosen():
            await _unfolded(ack, desk, partnership, whom, steps)
        case Late() | NotTheirs():
            await answers.refuse(ack, {pages.WHOM: answers.closed(outcome, locale)})


async def _unfolded(
    ack: AsyncAck, desk: Desk, partnership: PartnershipId, whom: MemberId, steps: frozenset[str]
) -> None:
    """The same form with INV-16's note in it."""
    found, locale = await _course(desk, partnership), await desk.locale()
    if not isinstance(found, Course):
        await answers.refuse(ack, {pages.WHOM: say("outage.late", locale)})
        return
    view = views.form(found, key=desk.draw(), locale=locale, whom=whom, steps=steps, power=True)
    await answers.turn_into(ack, view)


async def agreed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Yes] of a member; with the last one the guest is invited."""
    (partnership, guest), who = _named(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: guests.say_yes(work, who, partnership, guest),
    )
    agreed_by_all = isinstance(outcome, Entry) and outcome.agreed
    key = "all_yes" if agreed_by_all else "yes_kept"
    await _done(ack, body, client, desk, outcome, key)


async def refused(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not this time] of a member, before or after a yes."""
    (partnership, guest), who = _named(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: guests.say_no(work, who, partnership, guest),
    )
    await _done(ack, body, client, desk, outcome, "no_kept")


async def came(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Yes] of the guest."""
    partnership, guest = _named(body)
    person, locale = await desk.person(desk.who), await desk.locale()
    who = Who(desk.who, person.zone if person else "UTC", person.locale if person else locale)
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: guests.come(work, who, partnership, guest)
    )
    await _done(ack, body, client, desk, outcome, "came_kept")


async def declined(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not this time] of the guest, and [Rather not after all]."""
    (partnership, guest), who = _named(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: guests.decline(work, who, partnership, guest),
    )
    await _done(ack, body, client, desk, outcome, "declined")


async def page_read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read the plan]: what a guest may read, and their own question."""
    (partnership, guest), who = _named(body), desk.who
    found = await desk.look(lambda reader: guest_page.read(reader, who, partnership, guest))
    if not isinstance(found, Page):
        await sessions.late(ack, body, client, desk, found)
        return
    telling = await _telling(desk, found.entry.course)
    await forms.show(client, body, views.seen(found, key=desk.draw(), telling=telling))
    await ack()


async def words_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep it]: the guest's own answer, for the group to read beside their talk."""
    del client
    memory, filled, who = payloads.metadata(body), Answers.of(body), desk.who
    partnership, guest = PartnershipId(memory.get("partnership", "")), memory.get("guest", "")
    found = await desk.look(lambda reader: guest_page.read(reader, who, partnership, guest))
    asked = [each.field for each in found.asked] if isinstance(found, Page) else []
    entered = {field: filled.text(field) for field in asked}
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: guest_page.write(work, who, partnership, guest, entered),
    )
    locale = await desk.locale()
    match outcome:
        case Page():
            words = say("guests.page_kept", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Nothing():
            await answers.refuse_all(ack, body, say("guests.page_empty", locale))
        case Late() | NotTheirs():
            await answers.refuse_all(ack, body, answers.closed(outcome, locale))


async def _done(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    outcome: Entry | Late | NotTheirs,
    key: str,
) -> None:
    if not isinstance(outcome, Entry):
        await sessions.late(ack, body, client, desk, outcome)
        return
    telling = await _telling(desk, outcome.course, outcome.guest.member)
    words = views.told(key, outcome, telling)
    await forms.told(ack, body, client, desk, words)


async def _course(desk: Desk, partnership: PartnershipId) -> Course | Late | NotTheirs:
    return await desk.look(lambda reader: coaching.theirs(reader, desk.who, partnership))


async def _telling(desk: Desk, course: Course, *others: MemberId) -> Telling:
    known = {guest.member for guest in course.cycle.guests}
    people = frozenset({*course.cycle.members, *known, *others})
    return Telling(await desk.locale(), await desk.names(people))


def _named(body: dict[str, Any]) -> tuple[PartnershipId, str]:
    pressed = payloads.value(body)
    return PartnershipId(pressed.get("partnership", "")), pressed.get("guest", "")
