"""Things to store: each call is a whole value, with what the test cares about named."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flows.agreement import Agreement, Consent, Rhythm, Terms
from flows.goal import Goal, GoalState
from flows.ids import (
    ConversationId,
    GoalId,
    InvitationId,
    MemberId,
    PartnershipId,
    PieceId,
    ProgramId,
    WorkspaceId,
)
from flows.notices import Dm, Effect, Notice, Priority
from flows.own_dates import OwnDates
from flows.partnership import Invitation, InvitationState, Partnership, PartnershipState
from flows.people import Hours, Member, Program, WordPack
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Lock, Work
from flows.schooldays import Days
from flows.timetable import Lesson, Span

T1 = WorkspaceId("T1")
T2 = WorkspaceId("T2")
ANNA = MemberId("UANNA")
BEN = MemberId("UBEN")
CAREN = MemberId("UCAREN")
OAK = ProgramId("oak")
PAIR = PartnershipId("pair")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ANNAS = Lock.member(ANNA)
PAIRS = Lock.partnership(PAIR)


def program(**changes: Any) -> Program:
    fields: dict[str, Any] = {
        "id": OAK,
        "name": "Oak Grove 🌳",
        "channel": ConversationId("C1"),
        "country": "GB",
        "region": "SCT",
        "zone": "Europe/London",
        "founded_by": ANNA,
        "founded_at": NOW,
        "facilitators": frozenset({ANNA, BEN}),
        "word_pack": WordPack.WORKPLACE,
        "slot": time(16, 5),
        "holidays": frozenset({date(2026, 12, 24)}),
        "covered_until": date(2027, 7, 31),
        "own_dates": OwnDates(
            days_off=(Days(date(2026, 10, 26), date(2026, 10, 30)),),
            extra=(date(2026, 9, 5),),
            terms=(date(2026, 12, 18),),
            until=date(2027, 7, 2),
        ),
        "pulse_extras": ("confidence",),
    }
    return Program(**(fields | changes))


def member(**changes: Any) -> Member:
    fields: dict[str, Any] = {
        "id": ANNA,
        "program": OAK,
        "zone": "Asia/Kolkata",
        "locale": "de",
        "slot": time(7, 30),
        "joined_at": NOW,
        "snoozed_until": NOW + timedelta(days=3),
        "stopped": True,
        "most_partnerships": 3,
        "not_with": frozenset({CAREN}),
        "closed_to_invitations": True,
        "deactivated": True,
        "seeks": ("wait_time",),
        "offers": ("writing", "routines"),
        "lessons": (Lesson(3, time(11, 10), time(11, 50), "2B", "14"),),
        "listed": True,
        "hours": Hours(time(8), time(16, 30)),
        "leave": (Days(date(2026, 3, 9), date(2026, 3, 13)),),
        "away": Days(date(2026, 4, 1), date(2026, 4, 2)),
        "undisturbed": Span(NOW, NOW + timedelta(hours=10)),
    }
    return Member(**(fields | changes))


def agreement(*members: MemberId) -> Agreement:
    terms = Terms(visit_minutes=20, rhythm=Rhythm.MONTHLY, first=members[0], copies=True)
    yes = Consent(members[0], version=0, at=NOW, power=True, chosen=True)
    return Agreement(members=members).proposed(terms, yes)


def invitation(**changes: Any) -> Invitation:
    fields: dict[str, Any] = {
        "id": InvitationId("i1"),
        "program": OAK,
        "by": ANNA,
        "to": BEN,
        "state": InvitationState.SENT,
        "agreement": agreement(ANNA, BEN),
        "sent_at": NOW,
        "expires_at": NOW + timedelta(days=7),
        "answered_at": None,
    }
    return Invitation(**(fields | changes))


def partnership(**changes: Any) -> Partnership:
    fields: dict[str, Any] = {
        "id": PAIR,
        "program": OAK,
        "members": (ANNA, BEN),
        "state": PartnershipState.ACTIVE,
        "agreement": agreement(ANNA, BEN),
        "began_at": NOW,
    }
    return Partnership(**(fields | changes))


def goal(**changes: Any) -> Goal:
    fields: dict[str, Any] = {
        "id": GoalId("g1"),
        "owner": ANNA,
        "partnership": None,
        "state": GoalState.ACTIVE,
        "version": 2,
        "made_at": NOW,
        "review_on": date(2026, 6, 1),
    }
    return Goal(**(fields | changes))


def piece(identity: str = "x1", words: str = "I want to wait longer.", **changes: Any) -> Piece:
    fields: dict[str, Any] = {
        "id": PieceId(identity),
        "vault": Vault(ANNA, PAIR),
        "about": "run:1",
        "key": "want",
        "words": words,
        "sharing": Sharing.ON_SHARE,
        "shared": False,
        "written_at": NOW,
    }
    return Piece(**(fields | changes))


def notice(key: str = "k1", **changes: Any) -> Notice:
    fields: dict[str, Any] = {
        "kind": "invite",
        "lane": Dm(ANNA),
        "effect": Effect.POST,
        "priority": Priority.NOTICE,
        "key": key,
        "why": "invited",
        "due": NOW,
    }
    return Notice(**(fields | changes))


def school(work: Work) -> None:
    """A program with two members who are partners."""
    work.programs.put(program())
    work.members.put(member())
    work.members.put(member(id=BEN))
    work.partnerships.put(partnership())


def say(*notices: Notice) -> "Saying":
    """A body that says these."""
    return Saying(notices)


class Saying:
    """A body that says its notices."""

    def __init__(self, notices: tuple[Notice, ...]) -> None:
        self._notices = notices

    def __call__(self, work: Work) -> None:
        for one in self._notices:
            work.outbox.say(one)
