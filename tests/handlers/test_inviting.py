import json

import pytest

from flows.agreement import Rhythm
from flows.ids import MemberId
from flows.partnership import InvitationState, PartnershipState
from handlers import ids
from handlers.views import invitation as views
from tests.handlers.workspace import (
    GONE,
    GUEST,
    OUTSIDER,
    ROBOT,
    STRANGER,
    Json,
    Reply,
    Workspace,
    button,
    element,
    elements,
)
from tests.staffroom import AYA, CHOSEN, MAYA, OLE, TOMAS, Staffroom, at


async def asked(slack: Workspace, who: MemberId = MAYA, whom: str = TOMAS) -> Json:
    """The form that asks this colleague."""
    reply = await slack.command(who, ids.PAIR, f"<@{whom}|name>")
    assert reply.opened["callback_id"] == ids.INVITE_FORM
    return reply.opened


async def invited(slack: Workspace) -> Json:
    """The form of somebody who was asked."""
    await slack.submit(MAYA, await asked(slack))
    return await seen(slack)


async def seen(slack: Workspace) -> Json:
    """The form behind [See invitation], opened anew."""
    message = await slack.message("invite")
    reply = await slack.press(TOMAS, element(message.blocks, ids.SEE_INVITATION), dm=True)
    return reply.opened


async def open_invitations(slack: Workspace) -> int:
    room = slack.room
    return len(await room.read(lambda r: [*r.invitations.open_from(MAYA)]))


async def test_two_people_meet(slack: Workspace, room: Staffroom) -> None:
    form = await asked(slack)
    sent = await slack.submit(MAYA, form, topic="questioning")
    assert "Tomás gets your question now" in str(sent.page)

    message = await slack.message("invite", f"dm:{TOMAS}")
    assert "Maya would like to try peer coaching with you on questioning" in message.text
    opened = await slack.press(TOMAS, element(message.blocks, ids.SEE_INVITATION), dm=True)
    assert "*To look at together:* questioning" in str(opened.opened)
    answered = await slack.submit(TOMAS, opened.opened)

    assert "You and Maya are partners" in str(answered.page)
    (pair,) = await room.read(lambda r: r.partnerships.of_member(TOMAS))
    assert (pair.state, pair.members) == (PartnershipState.ACTIVE, (MAYA, TOMAS))
    assert pair.agreement.terms(1).topic == "questioning"
    assert [s.lane for s in await room.said("welcome")] == [f"pair:{pair.id}"]


async def test_from_the_button_nobody_is_chosen_yet(slack: Workspace) -> None:
    home = await slack.home(MAYA)

    reply = await slack.press(MAYA, element(home["blocks"], ids.INVITE), view=home)
    refused = await slack.submit(MAYA, reply.opened)

    assert views.WHOM in refused.errors
    assert await open_invitations(slack) == 0


REFUSED = {
    ROBOT: "is an app",
    GUEST: "is a guest",
    STRANGER: "is a guest",
    GONE: "has left",
    MAYA: "cannot invite yourself",
    MemberId("U0NOBODY"): "could not find",
}


@pytest.mark.parametrize("whom", REFUSED)
async def test_who_cannot_be_asked_is_said_in_one_kind_line(
    slack: Workspace, whom: MemberId
) -> None:
    by_name = await slack.command(MAYA, ids.PAIR, f"<@{whom}>")
    form = await asked(slack)
    picked = await slack.submit(MAYA, form, whom=whom)

    assert REFUSED[whom] in by_name.text
    assert by_name.calls == []
    assert REFUSED[whom] in picked.errors[views.WHOM]
    assert await slack.room.said() == []
    assert await open_invitations(slack) == 0


async def test_what_hinders_is_said_below_the_command_and_in_the_form(
    slack: Workspace, room: Staffroom
) -> None:
    form = await asked(slack)
    assert "Join a program first" in (await slack.submit(OUTSIDER, form)).errors[views.WHOM]
    line = await slack.command(OUTSIDER, ids.PAIR, f"<@{TOMAS}>")
    assert "Join a program first" in line.text
    await room.partnered(AYA, OLE)
    form = await asked(slack, AYA)
    for reply in (
        await slack.command(AYA, ids.PAIR, f"<@{OLE}|ole>"),
        await slack.submit(AYA, form, whom=OLE),
    ):
        assert "You and Ole are partners already" in str(reply.body)
    await room.put(AYA, most_partnerships=1)
    for reply in (
        await slack.command(AYA, ids.PAIR, f"<@{MAYA}|maya>"),
        await slack.submit(AYA, form, whom=MAYA),
    ):
        assert "You have one active partnership, " in str(reply.body)


async def test_both_see_that_they_asked_each_other(slack: Workspace) -> None:
    mine, his = await asked(slack), await asked(slack, TOMAS, MAYA)
    await slack.submit(MAYA, mine)

    late = await slack.submit(TOMAS, his)

    assert "Maya has asked you already" in late.errors[views.WHOM]
    again = await slack.command(MAYA, ids.PAIR, f"<@{TOMAS}>")
    assert "is on its way already" in again.text
    assert await open_invitations(slack) == 1


async def test_every_private_reason_reads_the_same(slack: Workspace, room: Staffroom) -> None:
    """practice INV-15"""
    changes: list[tuple[MemberId, dict[str, object]]] = [
        (TOMAS, {"not_with": frozenset({MAYA})}),
        (AYA, {"most_partnerships": 0}),
        (OLE, {"closed_to_invitations": True}),
    ]
    lines = set()
    for who, change in changes:
        await room.put(who, **change)
        reply = await slack.command(MAYA, ids.PAIR, f"<@{who}>")
        lines.add(reply.text.replace(slack.wire.names[who], "B"))
        form = await slack.submit(MAYA, await asked(slack, whom=OUTSIDER), whom=who)
        lines.add(form.errors[views.WHOM].replace(slack.wire.names[who], "B"))

    assert lines == {"B is not open to invitations now."}


async def test_in_the_evening_it_says_when_it_arrives(slack: Workspace, room: Staffroom) -> None:
    form = await asked(slack)
    room.now = at("2026-03-03 19:00")

    reply = await slack.submit(MAYA, form)

    assert "on the next school morning" in str(reply.page)


async def test_changed_terms_are_what_both_agree_to(slack: Workspace, room: Staffroom) -> None:
    form = await asked(slack)
    unfolded = await slack.press(MAYA, element(form["blocks"], ids.CHANGE_TERMS), view=form)
    (given,) = unfolded.called("views.update")
    assert given["hash"] == "1772520000.hash"
    assert (
        json.loads(given["view"]["private_metadata"])["key"]
        == json.loads(form["private_metadata"])["key"]
    )

    await slack.submit(
        MAYA, given["view"], whom=TOMAS, first=views.THEM, minutes="25", rhythm="weekly"
    )

    (found,) = await room.read(lambda r: r.invitations.open_to(TOMAS))
    terms = found.agreement.terms(1)
    assert (terms.first, terms.visit_minutes, terms.rhythm) == (TOMAS, 25, Rhythm.WEEKLY)


async def test_power_named_unfolds_the_note_and_keeps_what_was_chosen(slack: Workspace) -> None:
    """practice INV-16"""
    form = await asked(slack)
    noted = await slack.submit(MAYA, form, power=views.YES, topic="wait_time")
    assert noted.body["response_action"] == "update"
    page = noted.page
    assert await open_invitations(slack) == 0

    unticked = await slack.submit(MAYA, page, power=views.YES, topic="wait_time")
    assert list(unticked.errors) == [views.CHOOSE]
    ticked = await slack.submit(MAYA, page, power=views.YES, topic="wait_time", choose=[views.YES])

    assert "gets your question" in str(ticked.page)
    assert await open_invitations(slack) == 1


async def test_the_others_power_asks_the_inviter_once_more(
    slack: Workspace, room: Staffroom
) -> None:
    """practice INV-16"""
    form = await invited(slack)
    noted = await slack.submit(TOMAS, form, power=views.YES)
    page = noted.page
    kept = await slack.submit(TOMAS, page, power=views.YES, choose=[views.YES])
    assert "Maya is asked once more" in str(kept.page)

    message = await slack.message("proposed_agreement", f"dm:{MAYA}")
    opened = await slack.press(MAYA, element(message.blocks, ids.SEE_INVITATION), dm=True)
    unticked = await slack.submit(MAYA, opened.opened)
    assert list(unticked.errors) == [views.CHOOSE]
    done = await slack.submit(MAYA, opened.opened, choose=[views.YES])

    assert "You and Tomás are partners" in str(done.page)
    assert len(await room.read(lambda r: r.partnerships.of_member(MAYA))) == 1


async def test_words_changed_by_the_other_are_read_before_they_are_agreed(
    slack: Workspace, room: Staffroom
) -> None:
    form, other = await invited(slack), await seen(slack)
    unfolded = await slack.press(TOMAS, element(form["blocks"], ids.CHANGE_TERMS), view=form)
    (given,) = unfolded.called("views.update")
    proposed = await slack.submit(TOMAS, given["view"], rhythm="monthly")
    assert "Your yes is kept" in str(proposed.page)

    stale = await slack.submit(TOMAS, other)
    assert stale.page["callback_id"] == ids.INVITATION_FORM
    assert "every month" in str(stale.page)
    unfolded = await slack.press(TOMAS, element(other["blocks"], ids.CHANGE_TERMS), view=other)
    (given,) = unfolded.called("views.update")
    unread = {**given["view"], "private_metadata": other["private_metadata"]}
    stale_change = await slack.submit(TOMAS, unread, rhythm="weekly")
    assert "every month" in str(stale_change.page)

    home = await slack.home(MAYA)
    opened = await slack.press(MAYA, element(home["blocks"], ids.SEE_INVITATION), view=home)
    await slack.submit(MAYA, opened.opened)
    (pair,) = await room.read(lambda r: r.partnerships.of_member(MAYA))
    assert pair.agreement.terms(pair.agreement.in_force).rhythm is Rhythm.MONTHLY


async def test_a_power_note_keeps_the_changes_beside_it(slack: Workspace, room: Staffroom) -> None:
    form = await invited(slack)
    unfolded = await slack.press(TOMAS, element(form["blocks"], ids.CHANGE_TERMS), view=form)
    (given,) = unfolded.called("views.update")

    noted = await slack.submit(TOMAS, given["view"], rhythm="monthly", power=views.YES)
    await slack.submit(TOMAS, noted.page, rhythm="monthly", power=views.YES, choose=[views.YES])

    (found,) = await room.read(lambda r: r.invitations.open_to(TOMAS))
    assert found.agreement.newest == 2
    assert found.agreement.terms(2).rhythm is Rhythm.MONTHLY


async def test_not_this_time_is_one_press_and_a_late_one_changes_nothing(
    slack: Workspace, room: Staffroom
) -> None:
    await slack.submit(MAYA, await asked(slack))
    message = await slack.message("invite")
    press = element(message.blocks, ids.NOT_THIS_TIME)

    first = await slack.press(TOMAS, press, dm=True)
    second = await slack.press(TOMAS, press, dm=True)

    assert (first.status, first.whispered) == (200, [])
    assert "not open any more" in second.whispered[0]
    told = await slack.message("not_this_time", f"dm:{MAYA}")
    assert told.text.startswith("Tomás: not this time")
    closed = await slack.message("invite")
    assert "You said: not this time" in closed.text
    assert {e["action_id"] for e in elements(closed.blocks)} == {ids.MESSAGE_MENU}
    opened = await slack.press(TOMAS, element(message.blocks, ids.SEE_INVITATION), dm=True)
    assert opened.called("views.open") == []
    assert "not open any more" in opened.whispered[0]


async def test_an_outsider_can_say_never_again(slack: Workspace, room: Staffroom) -> None:
    await slack.submit(MAYA, await asked(slack, whom=OUTSIDER))
    message = await slack.message("invite")

    await slack.press(OUTSIDER, element(message.blocks, ids.NEVER_AGAIN), dm=True)

    known = await room.member(OUTSIDER)
    assert known is not None
    assert known.closed_to_invitations
    room.now = at("2026-03-20 09:00")
    again = await slack.command(MAYA, ids.PAIR, f"<@{OUTSIDER}>")
    assert again.text == "Olga is not open to invitations now."


async def test_an_invitation_can_be_taken_back(slack: Workspace, room: Staffroom) -> None:
    form = await invited(slack)
    home = await slack.home(MAYA)

    reply = await slack.press(MAYA, element(home["blocks"], ids.WITHDRAW), view=home)

    assert reply.status == 200
    late = await slack.submit(TOMAS, form)
    assert "not open any more" in late.errors[views.POWER]
    (row,) = [s for s in await room.said("invite") if s.effect == "update"]
    shown = await slack.shown(row)
    assert shown is not None
    assert "has taken this invitation back" in str(shown)


async def test_at_a_limit_the_form_says_so_and_can_be_sent_again(
    slack: Workspace, room: Staffroom
) -> None:
    form = await invited(slack)
    await room.put(TOMAS, most_partnerships=0)
    own = await slack.submit(TOMAS, form)
    assert "as many partnerships as you allow" in own.errors[views.POWER]
    await room.put(TOMAS, most_partnerships=2)
    await room.put(MAYA, most_partnerships=0)
    other = await slack.submit(TOMAS, form)
    assert other.errors[views.POWER] == "Maya is not open to invitations now."
    await room.put(MAYA, most_partnerships=2)

    done = await slack.submit(TOMAS, form)

    assert "You and Maya are partners" in str(done.page)


async def test_the_same_form_twice_is_one_invitation(slack: Workspace) -> None:
    form = await asked(slack)

    first, second = await slack.submit(MAYA, form), await slack.submit(MAYA, form)

    assert "gets your question" in str(first.page)
    assert (second.status, second.body) == (200, {})
    assert await open_invitations(slack) == 1


def forged(form: Json, **changes: str) -> Json:
    memory = {**json.loads(form["private_metadata"]), **changes}
    return {**form, "private_metadata": json.dumps(memory)}


@pytest.mark.parametrize(
    "metadata", ["", "not json", "[1]", '{"invitation":7}', '{"invitation":"none","version":"9"}']
)
async def test_a_form_with_no_memory_answers_nothing(slack: Workspace, metadata: str) -> None:
    form = {**await invited(slack), "private_metadata": metadata}
    await slack.room.all_sent()

    reply = await slack.submit(TOMAS, form)

    assert "belongs to other people" in reply.errors[views.POWER]
    assert await slack.room.said() == []


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "99"])
async def test_a_made_up_version_shows_the_one_there_is(slack: Workspace, version: str) -> None:
    form = forged(await invited(slack), version=version)

    reply = await slack.submit(TOMAS, form)

    assert reply.page["callback_id"] == ids.INVITATION_FORM
    assert await slack.room.read(lambda r: r.partnerships.of_member(TOMAS)) == []


async def test_nobody_else_reads_answers_or_ends_an_invitation(slack: Workspace) -> None:
    form = await invited(slack)
    message = await slack.message("invite")
    await slack.room.all_sent()

    replies: list[Reply] = [
        await slack.press(AYA, element(message.blocks, ids.SEE_INVITATION), dm=True),
        await slack.press(AYA, element(message.blocks, ids.NOT_THIS_TIME), dm=True),
        await slack.press(AYA, button(ids.NEVER_AGAIN, {"invitation": "none"})),
        await slack.press(AYA, button(ids.WITHDRAW, "garbage")),
        await slack.submit(AYA, form),
        await slack.press(AYA, element(form["blocks"], ids.CHANGE_TERMS), view=form),
    ]

    assert [r.status for r in replies] == [200] * 6
    assert all("views" not in name for r in replies for name, _ in r.calls)
    assert await slack.room.said() == []
    (kept,) = await slack.room.read(lambda r: r.invitations.open_to(TOMAS))
    assert kept.state is InvitationState.SENT


async def test_made_up_choices_are_not_kept(slack: Workspace, room: Staffroom) -> None:
    form = await asked(slack)
    body = slack.submit_body(MAYA, form)
    made_up = {"selected_option": {"value": "<!channel>"}}
    state = body["view"]["state"]["values"]
    for block in (views.TOPIC, views.FIRST, views.MINUTES, views.RHYTHM):
        state[block] = {block: made_up}

    reply = await slack.deliver(body)

    assert "gets your question" in str(reply.page)
    (found,) = await room.read(lambda r: r.invitations.open_to(TOMAS))
    terms = found.agreement.terms(1)
    assert (terms.topic, terms.first, terms.visit_minutes) == (None, MAYA, 15)
    assert terms.rhythm is Rhythm.FORTNIGHTLY


async def test_a_change_pressed_without_memory_still_unfolds(slack: Workspace) -> None:
    form = {**await asked(slack), "private_metadata": ""}

    reply = await slack.press(MAYA, element(form["blocks"], ids.CHANGE_TERMS), view=form)

    assert len(reply.called("views.update")) == 1
    reply = await slack.press(
        TOMAS,
        button(ids.CHANGE_TERMS),
        view={**form, "private_metadata": '{"invitation":"none"}'},
    )
    assert reply.called("views.update") == []


async def test_an_invitation_without_its_key_can_be_changed(slack: Workspace) -> None:
    form = await invited(slack)
    memory = json.loads(form["private_metadata"])
    del memory["key"]
    bare = {**form, "private_metadata": json.dumps(memory)}

    reply = await slack.press(TOMAS, element(form["blocks"], ids.CHANGE_TERMS), view=bare)

    assert len(reply.called("views.update")) == 1


async def test_a_power_named_by_the_inviter_is_seen_by_the_other(
    slack: Workspace, room: Staffroom
) -> None:
    await room.invited(yes=CHOSEN)
    home = await slack.home(TOMAS)

    opened = await slack.press(TOMAS, element(home["blocks"], ids.SEE_INVITATION), view=home)

    assert views.CHOOSE in {b.get("block_id") for b in opened.opened["blocks"]}
