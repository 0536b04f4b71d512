"""The tables. Every primary and foreign key starts with the workspace, so that no two ever meet."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    Time,
    UniqueConstraint,
    false,
    literal_column,
    text,
)
from sqlalchemy.schema import SchemaItem

from flows.agreement import Agreement
from flows.assigned import Marked
from flows.copied import CopyState
from flows.draft import DraftState
from flows.goal import GoalState, Source, TrailWord
from flows.ids import MemberId
from flows.levels import Level
from flows.micro_lessons import Asked
from flows.notices import Effect, InDoubt
from flows.nudge import Kind, Why
from flows.own_dates import OwnDates
from flows.partnership import InvitationState, PartnershipState
from flows.people import Hours, WordPack
from flows.pieces import Sharing
from flows.prework import ItemKind, Mark
from flows.proposal import ProposalState
from flows.schooldays import Days
from flows.slip import SlipState
from flows.timetable import Lesson, Span
from flows.workshop import WorkshopState
from storage.columns import SEQUENCE, Json, OneOf, UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def spelt(state: str) -> ColumnElement[str]:
    """The state written out: a bound one would hide that a partial index serves the condition."""
    return literal_column(f"'{state}'", Text)


DATA = MetaData(naming_convention=NAMES)
Sequence(SEQUENCE, metadata=DATA)


def _in_workspace(name: str, key: tuple[str, ...], *items: SchemaItem) -> Table:
    return Table(
        name,
        DATA,
        Column("workspace_id", Text, nullable=False, key="workspace"),
        *items,
        PrimaryKeyConstraint("workspace", *key),
    )


def _inside(table: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace", column], [f"{table}.workspace", f"{table}.id"], use_alter=False
    )


programs = _in_workspace(
    "programs",
    ("id",),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("region", Text),
    Column("zone", Text, nullable=False),
    Column("founded_by", Text, nullable=False),
    Column("founded_at", UtcDateTime, nullable=False),
    Column("facilitators", Json(frozenset[MemberId]), nullable=False),
    Column("word_pack", OneOf(WordPack), nullable=False),
    Column("slot", Time, nullable=False),
    Column("holidays", Json(frozenset[date]), nullable=False),
    Column("covered_until", Date),
    Column("keep_days", Integer, nullable=False, server_default="30"),
    Column("own_dates", Json(OwnDates), nullable=False, server_default="{}"),
    Column("pulse_extras", Json(tuple[str, ...]), nullable=False, server_default="[]"),
    Column("protocols", Json(frozenset[str])),
)

members = _in_workspace(
    "members",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program"),
    Column("zone", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("slot", Time),
    Column("joined_at", UtcDateTime),
    Column("snoozed_until", UtcDateTime),
    Column("stopped", Boolean, nullable=False),
    Column("most_partnerships", Integer, nullable=False),
    Column("not_with", Json(frozenset[MemberId]), nullable=False),
    Column("closed_to_invitations", Boolean, nullable=False),
    Column("deactivated", Boolean, nullable=False),
    Column("seeks", Json(tuple[str, ...]), nullable=False, server_default="[]"),
    Column("offers", Json(tuple[str, ...]), nullable=False, server_default="[]"),
    Column("lessons", Json(tuple[Lesson, ...]), nullable=False, server_default="[]"),
    Column("listed", Boolean, nullable=False, server_default=false()),
    Column("told_of_typing", Boolean, nullable=False, server_default=false()),
    Column("level", OneOf(Level), nullable=False, server_default=Level.LIGHT),
    Column("level_at", UtcDateTime),
    Column("training", Json(tuple[Asked, ...]), nullable=False, server_default="[]"),
    Column("hours", Json(Hours), nullable=False, server_default="{}"),
    Column("leave", Json(tuple[Days, ...]), nullable=False, server_default="[]"),
    Column("away", Json(Days)),
    Column("undisturbed", Json(Span)),
    # Topics, classes and rooms as they typed them; what the columns above keep of these is times.
    Column("words_key", Text),
    Column("words", LargeBinary),
    _inside("programs", "program"),
    Index(None, "workspace", "program"),
)

invitations = _in_workspace(
    "invitations",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("to_id", Text, key="to", nullable=False),
    Column("state", OneOf(InvitationState), nullable=False),
    Column("agreement", Json(Agreement), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("partnership_id", Text, key="partnership"),
    _inside("programs", "program"),
    Index(None, "workspace", "to", "sent_at"),
    Index(None, "workspace", "by", "sent_at"),
    Index(None, "workspace", "partnership"),
)
_SENT = text("state = 'sent'")
Index(
    "ix_invitations_expiring",
    invitations.c.expires_at,
    sqlite_where=_SENT,
    postgresql_where=_SENT,
)

partnerships = _in_workspace(
    "partnerships",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("members", Json(tuple[MemberId, ...]), nullable=False),
    Column("state", OneOf(PartnershipState), nullable=False),
    Column("agreement", Json(Agreement), nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("erase_after", UtcDateTime),
    Column("conversation", Text),
    Column("version", Integer, nullable=False),
    Column("formation", Integer, nullable=False, server_default="1"),
    Column("instead_of_id", Text, key="instead_of"),
    _inside("programs", "program"),
)

partnership_members = _in_workspace(
    "partnership_members",
    ("member", "partnership"),
    Column("member_id", Text, key="member", nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    _inside("partnerships", "partnership"),
    Index(None, "workspace", "partnership"),
)

protocol_versions = _in_workspace(
    "protocol_versions",
    ("digest",),
    Column("digest", Text, nullable=False),
    Column("body", Text, nullable=False),
)

cycles = _in_workspace(
    "cycles",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("next_at", UtcDateTime),
    Column("current", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    _inside("partnerships", "partnership"),
    ForeignKeyConstraint(
        ["workspace", "digest"], ["protocol_versions.workspace", "protocol_versions.digest"]
    ),
    Index(None, "workspace", "partnership"),
)
_CURRENT = text("current")
Index(
    "uq_cycles_current",
    cycles.c.workspace,
    cycles.c.partnership,
    unique=True,
    sqlite_where=_CURRENT,
    postgresql_where=_CURRENT,
)
_WAITS = text("next_at IS NOT NULL")
Index("ix_cycles_due", cycles.c.next_at, sqlite_where=_WAITS, postgresql_where=_WAITS)

goals = _in_workspace(
    "goals",
    ("id",),
    Column("id", Text, nullable=False),
    Column("owner_id", Text, key="owner", nullable=False),
    Column("partnership_id", Text, key="partnership"),
    Column("state", OneOf(GoalState), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("review_on", Date),
    Column("asked_on", Date),
    _inside("partnerships", "partnership"),
    Index(None, "workspace", "owner"),
)

goal_trail = _in_workspace(
    "goal_trail",
    ("id",),
    Column("id", Text, nullable=False),
    Column("goal_id", Text, key="goal", nullable=False),
    Column("noticed_on", Date, key="on", nullable=False),
    Column("word", OneOf(TrailWord)),
    Column("source", OneOf(Source), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    _inside("goals", "goal"),
    Index(None, "workspace", "goal"),
)

drafts = _in_workspace(
    "drafts",
    ("id",),
    Column("id", Text, nullable=False),
    Column("owner_id", Text, key="owner", nullable=False),
    Column("goal_id", Text, key="goal", nullable=False),
    Column("partnership_id", Text, key="partnership"),
    Column("asked", Text, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("after", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("posted", Integer, nullable=False),
    Column("state", OneOf(DraftState), nullable=False),
    _inside("partnerships", "partnership"),
    Index(None, "workspace", "owner"),
)

proposals = _in_workspace(
    "proposals",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("cycle_id", Text, key="cycle", nullable=False),
    Column("run", Text, nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("start_at", UtcDateTime, key="start", nullable=False),
    Column("end_at", UtcDateTime, key="end", nullable=False),
    Column("place_id", Text, key="place"),
    Column("yes", Json(tuple[MemberId, ...]), nullable=False),
    Column("state", OneOf(ProposalState), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    _inside("partnerships", "partnership"),
    _inside("cycles", "cycle"),
    Index(None, "workspace", "partnership"),
    Index(None, "workspace", "cycle", "run"),
)

prework = _in_workspace(
    "prework",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("cycle_id", Text, key="cycle", nullable=False),
    Column("run", Text, nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("kind", OneOf(ItemKind), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("marks", Json(tuple[Marked, ...]), nullable=False),
    Column("optional", Boolean, server_default=false(), nullable=False),
    Column("for_roles", Json(tuple[str, ...]), server_default="[]", nullable=False),
    Column("start_second", Integer),
    Column("end_second", Integer),
    Column("given_id", Text, key="given"),
    Column("declined", Boolean, server_default=false(), nullable=False),
    _inside("partnerships", "partnership"),
    _inside("cycles", "cycle"),
    Index(None, "workspace", "partnership"),
    Index(None, "workspace", "cycle", "run"),
)

copies = _in_workspace(
    "copies",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("cycle_id", Text, key="cycle", nullable=False),
    Column("run", Text, nullable=False),
    Column("author_id", Text, key="author", nullable=False),
    Column("keys", Json(tuple[str, ...]), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("opened_by", Json(tuple[MemberId, ...]), nullable=False),
    Column("state", OneOf(CopyState), nullable=False),
    Column("about", Text, server_default="", nullable=False),
    _inside("partnerships", "partnership"),
    Index(None, "workspace", "partnership"),
)

slips = _in_workspace(
    "slips",
    ("id",),
    Column("id", Text, nullable=False),
    Column("member_id", Text, key="member", nullable=False),
    Column("kind", OneOf(Kind), nullable=False),
    Column("due_at", UtcDateTime, key="due", nullable=False),
    Column("why", OneOf(Why), nullable=False),
    Column("about", Text, nullable=False),
    Column("cycle", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("refs", Json(dict[str, str | int]), nullable=False),
    Column("expires_at", UtcDateTime, key="expires"),
    Column("in_group", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", OneOf(SlipState), nullable=False),
    Column("sent_at", UtcDateTime),
    Column("bundle", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("answered_at", UtcDateTime),
    Index(None, "workspace", "member", "state"),
    Index(None, "workspace", "about"),
)
_STILL_PLANNED = text("state = 'planned'")
Index(
    "ix_slips_of_cycle",
    slips.c.workspace,
    slips.c.cycle,
    sqlite_where=_STILL_PLANNED,
    postgresql_where=_STILL_PLANNED,
)

_OVER = text("state IN ('sent', 'dropped')")
Index("ix_slips_over", slips.c.due, sqlite_where=_OVER, postgresql_where=_OVER)

alarms = _in_workspace(
    "alarms",
    ("of", "id"),
    Column("of", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("at", UtcDateTime),
    Index("ix_alarms_at", "at"),
)

posted_prompts = _in_workspace(
    "posted_prompts",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("name", Text, nullable=False),
    Column("posted_at", UtcDateTime, nullable=False),
    _inside("programs", "program"),
    Index(None, "workspace", "program", "posted_at"),
)

pulse_counts = _in_workspace(
    "pulse_counts",
    ("program", "month", "question", "choice"),
    Column("program_id", Text, key="program", nullable=False),
    Column("month", Date, nullable=False),
    Column("question", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("n", Integer, nullable=False),
    _inside("programs", "program"),
)

workshops = _in_workspace(
    "workshops",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("state", OneOf(WorkshopState), nullable=False),
    Column("start_at", UtcDateTime, key="start", nullable=False),
    Column("end_at", UtcDateTime, key="end", nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("topic", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("announced_at", UtcDateTime),
    _inside("programs", "program"),
    Index(None, "workspace", "program", "end"),
    Index(None, "workspace", "by"),
)

workshop_seats = _in_workspace(
    "workshop_seats",
    ("id",),
    Column("id", Text, nullable=False),
    Column("workshop_id", Text, key="workshop", nullable=False),
    Column("member_id", Text, key="member", nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("marks", Json(dict[str, Mark]), nullable=False),
    _inside("workshops", "workshop"),
    Index(None, "workspace", "workshop"),
    Index(None, "workspace", "member"),
)

given_items = _in_workspace(
    "given_items",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("workshop_id", Text, key="workshop"),
    Column("by_id", Text, key="by", nullable=False),
    Column("kind", OneOf(ItemKind), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("stage", Text, nullable=False),
    Column("optional", Boolean, nullable=False),
    Column("start_second", Integer),
    Column("end_second", Integer),
    _inside("programs", "program"),
    _inside("workshops", "workshop"),
    Index(None, "workspace", "program"),
    Index(None, "workspace", "workshop"),
)

vaults = _in_workspace(
    "vaults",
    ("author", "partnership"),
    Column("author_id", Text, key="author", nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("key_id", Text, nullable=False),
    UniqueConstraint("workspace", "key_id"),
    Index(None, "workspace", "partnership"),
)

pieces = _in_workspace(
    "pieces",
    ("id",),
    Column("id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("author_id", Text, key="author", nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("key_id", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("sharing", OneOf(Sharing), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Index(None, "workspace", "about", "seq"),
    Index(None, "workspace", "key_id"),
    Index(None, "seq"),
)

# Vaults that are gone: their keys and what lies under them go next.
destroyed_keys = _in_workspace(
    "destroyed_keys",
    ("key_id",),
    Column("key_id", Text, nullable=False),
)

# That vaults were destroyed, for who began before: a number for whose, and which transaction did.
destructions = _in_workspace(
    "destructions",
    ("of", "xact"),
    Column("of", BigInteger, nullable=False),
    Column("xact", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)

inbox = _in_workspace(
    "inbox",
    ("delivery",),
    Column("delivery", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Index(None, "seen_at"),
)

outbox = _in_workspace(
    "outbox",
    ("id",),
    Column("id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("effect", OneOf(Effect), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("refs", Json(dict[str, str | int]), nullable=False),
    Column("anchor", Text),
    Column("expires_at", UtcDateTime),
    Column("when_in_doubt", OneOf(InDoubt), nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("owner", Text),
    Column("lease_until", UtcDateTime),
    Column("sending_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("channel", Text),
    Column("ts", Text),
    Column("reason", Text),
    UniqueConstraint("workspace", "key"),
    Index(None, "seq"),
)
_PENDING = text("state = 'pending'")
_UNSETTLED = text("state IN ('pending', 'sending', 'in_doubt')")
_SETTLED = text("state IN ('sent', 'dropped')")
Index(
    "ix_outbox_due",
    outbox.c.priority,
    outbox.c.due_at,
    outbox.c.seq,
    sqlite_where=_PENDING,
    postgresql_where=_PENDING,
)
Index(
    "ix_outbox_lane",
    outbox.c.workspace,
    outbox.c.lane,
    outbox.c.priority,
    outbox.c.due_at,
    outbox.c.seq,
    sqlite_where=_UNSETTLED,
    postgresql_where=_UNSETTLED,
)
_HELD = text("state IN ('sending', 'in_doubt', 'failed')")
Index(
    "ix_outbox_held",
    outbox.c.state,
    outbox.c.lease_until,
    sqlite_where=_HELD,
    postgresql_where=_HELD,
)
Index(
    "ix_outbox_settled",
    outbox.c.settled_at,
    sqlite_where=_SETTLED,
    postgresql_where=_SETTLED,
)

places = _in_workspace(
    "places",
    ("anchor",),
    Column("anchor", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("ts", Text, nullable=False),
)

conversations = _in_workspace(
    "conversations",
    ("lane",),
    Column("lane", Text, nullable=False),
    Column("conversation", Text, nullable=False),
)

KEYS = MetaData(naming_convention=NAMES)

vault_keys = Table(
    "vault_keys",
    KEYS,
    Column("workspace_id", Text, nullable=False, key="workspace"),
    Column("key_id", Text, nullable=False),
    Column("wrapped_by", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    PrimaryKeyConstraint("workspace", "key_id"),
)

# Names that no process may wrap with again, whatever copy of the key file it has.
retired_keys = Table("retired_keys", KEYS, Column("name", Text, primary_key=True))
