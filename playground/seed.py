"""Harbour School, the workspace that every new playground starts with."""

from playground.workspace import (
    BOT_USER,
    TEAM_TZ,
    Conversation,
    Member,
    Workspace,
)

TEACHERS = ("U0MAYA", "U0TOMAS", "U0AOIFE", "U0JUN", "U0LEILA", "U0PIOTR")


def seed(workspace: Workspace, bot_name: str, created: int) -> None:
    """The school is there, unless the workspace was filled before."""
    if workspace.members:
        return
    for member in _members(bot_name):
        workspace.keep_member(member)
    for conversation in _channels(created):
        workspace.keep_conversation(conversation)
    for teacher in TEACHERS:
        name = workspace.members[teacher].name
        workspace.keep_conversation(
            Conversation(
                id=f"D0{teacher.removeprefix('U0')}",
                kind="im",
                name=name,
                members=[teacher, BOT_USER],
                creator=BOT_USER,
                created=created,
            )
        )


def _members(bot_name: str) -> list[Member]:
    return [
        Member("U0MAYA", "maya", "Maya Okafor", "Maths"),
        Member("U0TOMAS", "tomas", "Tomás Rivera", "History"),
        Member(
            "U0AOIFE",
            "aoife",
            "Aoife Byrne",
            "Science, staff learning",
            is_admin=True,
            is_owner=True,
        ),
        Member("U0JUN", "jun", "Jun Sato", "Art"),
        Member("U0LEILA", "leila", "Leila Haddad", "English"),
        Member("U0PIOTR", "piotr", "Piotr Nowak", "Sport", tz="Europe/Warsaw"),
        Member("U0GUEST", "gwen", "Gwen Hart", "visiting artist", is_restricted=True),
        Member("U0LEFT", "dara", "Dara Quinn", deleted=True),
        Member("U0OTHERBOT", "noticeboard", "noticeboard", is_bot=True),
        Member(BOT_USER, bot_name.lower(), bot_name, is_bot=True, tz=TEAM_TZ, dnd_enabled=False),
    ]


def _channels(created: int) -> list[Conversation]:
    staff = [*TEACHERS, "U0OTHERBOT"]
    return [
        Conversation("C0STAFF", "channel", "staffroom", [*staff], "U0AOIFE", created),
        Conversation(
            "C0COACH", "channel", "peer-coaching", [*TEACHERS, BOT_USER], "U0AOIFE", created
        ),
        Conversation("C0HEADS", "private", "heads-only", ["U0AOIFE"], "U0AOIFE", created),
    ]
