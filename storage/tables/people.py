"""Programs and the people in them."""

from datetime import date

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, Text, Time, false

from flows.ids import MemberId
from flows.levels import Level
from flows.micro_lessons import Asked
from flows.own_dates import OwnDates
from flows.people import Hours, WordPack
from flows.schooldays import Days
from flows.timetable import Lesson, Span
from storage.columns import Json, OneOf, UtcDateTime
from storage.tables.kept import in_workspace, inside

programs = in_workspace(
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

members = in_workspace(
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
    inside("programs", "program"),
    Index(None, "workspace", "program"),
)
