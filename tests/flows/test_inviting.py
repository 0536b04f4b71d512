from dataclasses import replace
from datetime import timedelta

import pytest

from flows import inviting
from flows.agreement import Agreement, Consent, Rhythm, Terms
from flows.ids import InvitationId, MemberId, ProgramId
from flows.inviting import (
    Full,
    Invited,
    Newer,
    NotAMember,
    NotOpen,
    NotTheirs,
    Over,
    OwnLimit,
    Partnered,
    Partners,
    PowerUnchosen,
    Sent,
    Themselves,
    Waiting,
    Yes,
)
from flows.joining import Who
from flows.partnership import Invitation, InvitationState, PartnershipState
from flows.ports import SeenBefore, Work
from tests.staffroom import (
    AYA,
    CHOSEN,
    KNOWINGLY,
    MAYA,
    NAMED,
    NO,
    OLE,
    TOMAS,
    ZONE,
    Staffroom,
    at,
    weekly,
)


async def send(room: Staffroom, by: MemberId, to: MemberId, yes: Yes = NO) -> object:
    return await room.write(lambda w: inviting.send(w, by, to, Terms(first=by), yes))


async def propose(
    room: Staffroom, who: MemberId, invitation: Invitation, version: int, yes: Yes = NO
) -> object:
    return await room.write(
        lambda w: inviting.propose(w, Who(who, ZONE), invitation.id, version, weekly(), yes)
    )


async def decline(
    room: Staffroom, who: MemberId, invitation: Invitation, *, never_again: bool = False
) -> object:
    return await room.write(
        lambda w: inviting.decline(w, who, invitation.id, never_again=never_again)
    )


async def test_an_invitation_holds_the_inviters_yes_to_version_one(room: Staffroom) -> None:
    outcome = await send(room, MAYA, TOMAS)

    assert isinstance(outcome, Sent)
    kept = await room.invitation(outcome.invitation.id)
    assert kept == outcome.invitation
    assert kept.agreement.agreed(1) == {MAYA}
    assert kept.agreement.in_force == 0
    assert not outcome.later
    assert await room.lines() == [
        "post invite dm:U0TOMAS 1 03-03 08:05",
        "publish_home home home:U0MAYA 0 03-03 08:05",
        "publish_home home home:U0TOMAS 0 03-03 08:05",
    ]
    (invite,) = await room.said("invite")
    assert invite.refs == {"invitation": kept.id}
    assert invite.anchor == invite.key
    assert invite.expires == kept.expires_at
    assert (invite.why, invite.in_doubt) == ("somebody_acted", "must_arrive")


@pytest.mark.parametrize(
    ("sent", "expires"),
    [
        ("2026-03-03 08:05", "2026-03-10 18:00"),
        ("2026-03-06 23:00", "2026-03-13 18:00"),  # From a Friday night, weekends aside.
        ("2026-03-25 12:00", "2026-04-15 18:00"),  # Over Easter.
        ("2026-03-28 12:00", "2026-04-17 18:00"),  # Sent on a Saturday before it.
    ],
)
async def test_an_invitation_stays_open_for_five_school_days(
    room: Staffroom, sent: str, expires: str
) -> None:
    room.now = at(sent)

    assert (await room.invited()).expires_at == at(expires)


@pytest.mark.parametrize(
    ("sent", "arrives"),
    [("2026-03-03 19:00", "2026-03-04 07:30"), ("2026-03-27 18:00", "2026-04-13 07:30")],
)
async def test_in_quiet_hours_it_arrives_on_the_next_school_morning(
    room: Staffroom, sent: str, arrives: str
) -> None:
    room.now = at(sent)

    outcome = await send(room, MAYA, TOMAS)

    assert isinstance(outcome, Sent)
    assert outcome.later
    assert await room.said("invite") == []
    room.now = at(arrives) - timedelta(minutes=1)
    await room.on_time()
    assert await room.said("invite") == []
    room.now = at(arrives)
    await room.on_time()
    (invite,) = await room.said("invite")
    assert invite.due == at(arrives)


async def test_somebody_from_outside_is_asked_in_hours_of_their_own(room: Staffroom) -> None:
    stranger = MemberId("U0NEW")
    who = Who(stranger, "America/New_York", "en-US")

    outcome = await room.write(
        lambda w: inviting.send(w, MAYA, stranger, Terms(first=MAYA), NO, who)
    )

    assert isinstance(outcome, Sent)
    assert outcome.later
    known = await room.member(stranger)
    assert known is not None
    assert (known.program, known.joined_at, known.zone) == (None, None, "America/New_York")
    assert await room.said("invite") == []
    room.now = at("2026-03-03 07:30", "America/New_York")
    await room.on_time()
    assert (await room.said("invite"))[0].lane == "dm:U0NEW"


async def test_who_is_known_stays_as_known(room: Staffroom) -> None:
    who = Who(TOMAS, "America/New_York")

    await room.write(lambda w: inviting.send(w, MAYA, TOMAS, Terms(first=MAYA), NO, who))

    known = await room.member(TOMAS)
    assert known is not None
    assert known.zone == ZONE


async def test_what_hinders_an_invitation_is_said_and_nothing_is_stored(room: Staffroom) -> None:
    outsider = MemberId("U0OUT")
    await room.partnered(AYA, OLE)
    first = await room.invited(MAYA, TOMAS)
    await room.put(AYA, most_partnerships=1)
    await room.all_sent()
    expected = {
        (outsider, MAYA): NotAMember(),
        (MAYA, MAYA): Themselves(),
        (AYA, OLE): Partners(),
        (OLE, AYA): Partners(),
        (MAYA, TOMAS): Invited(first),
        (TOMAS, MAYA): Invited(first),
        (AYA, MAYA): OwnLimit(1),
        (MAYA, AYA): NotOpen(),
    }

    found = {pair: await send(room, *pair) for pair in expected}

    assert found == expected
    assert await room.said() == []
    assert [i.id for i in await room.read(lambda r: r.invitations.open_from(MAYA))] == [first.id]


@pytest.mark.parametrize(
    "changes",
    [
        {"not_with": frozenset({MAYA})},
        {"closed_to_invitations": True},
        {"deactivated": True},
        {"most_partnerships": 0},
        {"program": "another"},
    ],
)
async def test_every_reason_that_is_nobodys_business_is_one_answer(
    room: Staffroom, changes: dict[str, object]
) -> None:
    """practice INV-15"""
    if "program" in changes:
        changes = {"program": (await room.found(name="Another", channel="C0OTHER")).id}
    await room.put(TOMAS, **changes)
    await room.all_sent()

    assert await send(room, MAYA, TOMAS) == NotOpen()
    assert await room.said() == []


async def test_who_does_not_want_to_be_asked_can_ask(room: Staffroom) -> None:
    await room.put(MAYA, not_with=frozenset({TOMAS}))

    assert isinstance(await send(room, MAYA, TOMAS), Sent)


async def test_an_outsider_is_asked_once_a_week_by_all_together(room: Staffroom) -> None:
    outsider = MemberId("U0OUT")
    first = await room.invited(MAYA, outsider)
    await decline(room, outsider, first)

    assert await send(room, TOMAS, outsider) == NotOpen()
    room.now = at("2026-03-10 08:04")
    assert await send(room, TOMAS, outsider) == NotOpen()
    room.now = at("2026-03-10 08:06")
    assert isinstance(await send(room, TOMAS, outsider), Sent)


async def test_dont_invite_me_again_holds_until_they_join_themselves(room: Staffroom) -> None:
    outsider = MemberId("U0OUT")
    await decline(room, outsider, await room.invited(MAYA, outsider), never_again=True)
    room.now = at("2026-03-20 09:00")

    known = await room.member(outsider)
    assert known is not None
    assert known.closed_to_invitations
    assert known.program is None
    assert await send(room, MAYA, outsider) == NotOpen()

    await room.joined(outsider)
    assert isinstance(await send(room, MAYA, outsider), Sent)


async def test_two_who_invite_each_other_find_the_first_invitation(room: Staffroom) -> None:
    first = await room.invited(MAYA, TOMAS)

    assert await send(room, TOMAS, MAYA) == Invited(first)
    assert inviting.between(MAYA, TOMAS) == inviting.between(TOMAS, MAYA)
    assert inviting.between(MAYA, TOMAS) != inviting.between(MAYA, AYA)


async def test_the_second_yes_makes_the_partnership(room: Staffroom) -> None:
    """practice INV-01"""
    invitation = await room.invited()
    await room.all_sent()

    outcome = await room.agree(TOMAS, invitation)

    assert isinstance(outcome, Partnered)
    pair = await room.read(lambda r: r.partnerships.get(outcome.partnership.id))
    assert pair == outcome.partnership
    assert pair is not None
    assert (pair.members, pair.state) == ((MAYA, TOMAS), PartnershipState.ACTIVE)
    assert pair.agreement.in_force == 1
    assert (await room.invitation(invitation.id)).state is InvitationState.ACCEPTED
    assert await room.lines() == [
        "post welcome pair:" + pair.id + " 1 03-03 08:05",
        "publish_home home home:U0MAYA 0 03-03 08:05",
        "publish_home home home:U0TOMAS 0 03-03 08:05",
        "update invite dm:U0TOMAS 0 03-03 08:05",
    ]


async def test_a_yes_twice_makes_one_partnership(room: Staffroom) -> None:
    invitation = await room.invited()

    assert isinstance(await room.agree(TOMAS, invitation), Partnered)
    again = await room.agree(TOMAS, invitation)

    assert isinstance(again, Over)
    assert len(await room.read(lambda r: r.partnerships.of_member(MAYA))) == 1


async def test_the_same_delivery_is_carried_out_once(room: Staffroom) -> None:
    invitation = await room.invited()

    def yes(work: Work) -> object:
        return inviting.agree(work, Who(TOMAS, ZONE), invitation.id, 1, NO)

    assert isinstance(await room.write(yes, delivery="form:1"), Partnered)
    with pytest.raises(SeenBefore):
        await room.write(yes, delivery="form:1")


async def test_the_inviters_own_yes_again_tells_nobody_anything(room: Staffroom) -> None:
    invitation = await room.invited()
    await room.all_sent()

    assert isinstance(await room.agree(MAYA, invitation), Waiting)
    assert await room.said("invite", "proposed_agreement") == []


@pytest.mark.parametrize("who", [AYA, MemberId("U0NOBODY")])
async def test_an_invitation_is_nobody_elses(room: Staffroom, who: MemberId) -> None:
    invitation = await room.invited()
    ghost = replace(invitation, id=InvitationId("none"))
    await room.all_sent()

    outcomes = [
        await room.agree(who, invitation),
        await propose(room, who, invitation, 1),
        await decline(room, who, invitation),
        await room.agree(TOMAS, ghost),
    ]

    assert outcomes == [NotTheirs()] * 4
    assert await room.invitation(invitation.id) == invitation
    assert await room.said() == []


async def test_a_changed_version_waits_for_the_other(room: Staffroom) -> None:
    invitation = await room.invited()
    await room.all_sent()

    outcome = await propose(room, TOMAS, invitation, 1)

    assert isinstance(outcome, Waiting)
    assert outcome.invitation.agreement.waiting(2) == (MAYA,)
    assert await room.lines("proposed_agreement") == [
        "post proposed_agreement dm:U0MAYA 1 03-03 08:05"
    ]
    old = await room.agree(MAYA, invitation, 1)
    assert old == Newer(outcome.invitation)
    assert await propose(room, MAYA, invitation, 1) == Newer(outcome.invitation)

    done = await room.agree(MAYA, invitation, 2)
    assert isinstance(done, Partnered)
    agreement = done.partnership.agreement
    assert agreement.in_force == 2
    assert agreement.terms(2).rhythm is Rhythm.WEEKLY


async def test_an_outsider_who_changed_the_words_joins_with_the_others_yes(
    room: Staffroom,
) -> None:
    outsider = MemberId("U0OUT")
    invitation = await room.invited(MAYA, outsider)
    who = Who(outsider, "Asia/Tokyo", "ja-JP")
    await room.write(lambda w: inviting.propose(w, who, invitation.id, 1, weekly(), NO))

    waiting = await room.member(outsider)
    assert waiting is not None
    assert waiting.program is None
    assert isinstance(await room.agree(MAYA, invitation, 2), Partnered)

    joined = await room.member(outsider)
    assert joined is not None
    assert joined.program == room.program.id
    assert (joined.zone, joined.locale) == ("Asia/Tokyo", "ja-JP")
    assert joined.joined_at == room.now
    inviter = await room.member(MAYA)
    assert inviter is not None
    assert inviter.zone == ZONE


async def test_an_outsiders_yes_is_also_their_way_in(room: Staffroom) -> None:
    outsider = MemberId("U0OUT")

    outcome = await room.agree(outsider, await room.invited(MAYA, outsider))

    assert isinstance(outcome, Partnered)
    joined = await room.member(outsider)
    assert joined is not None
    assert joined.program == room.program.id


POWER = [
    # inviter's yes, the other's yes, then what it takes
    (NO, NO, "partners"),
    (CHOSEN, NO, "unchosen"),
    (CHOSEN, KNOWINGLY, "partners"),
    (CHOSEN, CHOSEN, "partners"),
    (NO, NAMED, "unchosen"),
    (NO, CHOSEN, "inviter asked"),
    (KNOWINGLY, CHOSEN, "partners"),
]


@pytest.mark.parametrize(("first", "second", "then"), POWER)
async def test_with_power_named_a_yes_counts_only_if_chosen(
    room: Staffroom, first: Yes, second: Yes, then: str
) -> None:
    """practice INV-16"""
    invitation = await room.invited(yes=first)
    await room.all_sent()

    outcome = await room.agree(TOMAS, invitation, yes=second)

    if then == "partners":
        assert isinstance(outcome, Partnered)
    elif then == "unchosen":
        assert outcome == PowerUnchosen()
        assert await room.said() == []
        assert await room.invitation(invitation.id) == invitation
    else:
        assert isinstance(outcome, Waiting)
        assert [s.lane for s in await room.said("proposed_agreement")] == ["dm:U0MAYA"]
        assert await room.agree(MAYA, invitation, yes=NO) == PowerUnchosen()
        assert isinstance(await room.agree(MAYA, invitation, yes=KNOWINGLY), Partnered)


async def test_naming_power_without_choosing_sends_and_proposes_nothing(room: Staffroom) -> None:
    assert await send(room, MAYA, TOMAS, NAMED) == PowerUnchosen()
    invitation = await room.invited()
    await room.all_sent()

    assert await propose(room, TOMAS, invitation, 1, NAMED) == PowerUnchosen()
    assert await room.said() == []


async def test_at_a_limit_nobody_becomes_partners(room: Staffroom) -> None:
    """practice INV-24"""
    invitation = await room.invited()
    await room.put(TOMAS, most_partnerships=0)
    assert await room.agree(TOMAS, invitation) == Full(own=True)

    await room.put(TOMAS, most_partnerships=2)
    await room.put(MAYA, most_partnerships=0)
    assert await room.agree(TOMAS, invitation) == Full(own=False)
    assert (await room.invitation(invitation.id)).open


async def test_not_this_time_is_all_that_the_inviter_learns(room: Staffroom) -> None:
    """practice INV-15"""
    invitation = await room.invited()
    await room.all_sent()

    outcome = await decline(room, TOMAS, invitation)

    assert isinstance(outcome, Invitation)
    assert outcome.state is InvitationState.DECLINED
    assert outcome.answered_at == room.now
    assert await room.lines() == [
        "post not_this_time dm:U0MAYA 1 03-03 08:05",
        "publish_home home home:U0MAYA 0 03-03 08:05",
        "publish_home home home:U0TOMAS 0 03-03 08:05",
        "update invite dm:U0TOMAS 0 03-03 08:05",
    ]
    assert isinstance(await decline(room, TOMAS, invitation), Over)


async def test_a_withdrawn_invitation_says_so_where_it_stands(room: Staffroom) -> None:
    invitation = await room.invited()
    await room.all_sent()

    outcome = await decline(room, MAYA, invitation, never_again=True)

    assert isinstance(outcome, Invitation)
    assert outcome.state is InvitationState.WITHDRAWN
    assert await room.said("not_this_time") == []
    assert await room.lines("invite") == ["update invite dm:U0TOMAS 0 03-03 08:05"]


async def test_an_invitation_runs_out_silently(room: Staffroom) -> None:
    invitation = await room.invited()
    await room.all_sent()

    room.now = at("2026-03-10 17:59")
    await room.write(lambda w: inviting.expire(w, invitation.id))
    assert (await room.invitation(invitation.id)).open

    room.now = at("2026-03-10 18:00")
    assert isinstance(await room.agree(TOMAS, invitation), Over)
    await room.write(lambda w: inviting.expire(w, invitation.id))
    await room.write(lambda w: inviting.expire(w, InvitationId("none")))

    assert (await room.invitation(invitation.id)).state is InvitationState.EXPIRED
    assert {s.effect for s in await room.said()} == {"update", "publish_home"}


async def test_an_invitation_without_its_program_is_a_mistake_of_ours(room: Staffroom) -> None:
    invitation = await room.invited()
    await room.put(MAYA, program=None)

    def lost(work: Work) -> None:
        inviting._own_program(work, MAYA)

    def gone(work: Work) -> None:
        inviting._program(work, replace(invitation, program=ProgramId("none")))

    for body in (lost, gone):
        with pytest.raises(LookupError):
            await room.write(body)


def test_a_yes_to_a_version_replaces_an_earlier_one_to_it() -> None:
    terms = Terms()
    first = Consent(MAYA, 1, at("2026-03-03 08:00"))
    agreement = Agreement((MAYA, TOMAS)).proposed(terms, first)

    again = replace(first, chosen=True)

    assert agreement.accepted(again).consents == (again,)
