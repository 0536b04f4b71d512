import pytest

from handlers import ids
from handlers.words import catalogue
from tests.handlers.workspace import OUTSIDER, Workspace
from tests.staffroom import ADMIN, MAYA, TOMAS, Staffroom

COMMANDS = sorted(ids.COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("typed", ["help", " HELP "])
async def test_every_command_answers_help_in_a_line(
    slack: Workspace, command: str, typed: str
) -> None:
    reply = await slack.command(MAYA, command, typed)

    assert reply.status == 200
    assert f"`{command}" in reply.text
    assert "\n" not in reply.text
    assert reply.calls == []


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("typed", ["frobnicate", "<@U0TOMAS|tomas> please", "@tomas"])
async def test_what_is_not_understood_is_answered_with_an_example_that_works(
    slack: Workspace, command: str, typed: str
) -> None:
    reply = await slack.command(MAYA, command, typed)

    example = catalogue("en")[f"command.example.{command[1:].replace('-', '_')}"]
    assert f"`{example}`" in reply.text
    assert reply.calls == []
    assert await slack.room.said() == []


@pytest.mark.parametrize("command", sorted({ids.COACH, ids.STATUS, ids.HELP}))
async def test_a_command_that_shows_something_shows_it_to_its_user_alone(
    slack: Workspace, command: str
) -> None:
    reply = await slack.command(MAYA, command)

    assert reply.status == 200
    assert "response_type" not in reply.body  # Private, as Slack's default.
    assert reply.text
    assert reply.body["blocks"]
    assert await slack.room.said() == []


async def test_a_mention_is_shown_as_it_was_typed(slack: Workspace) -> None:
    reply = await slack.command(
        MAYA, ids.COACH, "&lt;!channel&gt; <@U0TOMAS|tomas> <#C1|c> x &amp; y"
    )

    assert "&lt;!channel&gt; @tomas #c x &amp; y" in reply.text


async def test_help_lists_every_command(slack: Workspace) -> None:
    reply = await slack.command(MAYA, ids.HELP)

    shown = str(reply.body["blocks"])
    assert all(f"`{command}" in shown for command in COMMANDS)


async def test_a_command_of_an_older_manifest_is_answered_with_help(slack: Workspace) -> None:
    reply = await slack.command(MAYA, "/coach-moon")

    assert reply.status == 200
    assert "/coach-moon" in reply.text
    assert "`/coach-help`" in reply.text


async def test_coach_shows_what_waits(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()

    reply = await slack.command(TOMAS, ids.COACH)

    assert "Maya" in str(reply.body["blocks"])
    assert ids.OPEN_STEP in str(reply.body["blocks"])


async def test_status_names_partner_rhythm_and_step(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    await room.answer(TOMAS, "mine")

    his = str((await slack.command(TOMAS, ids.STATUS)).body["blocks"])
    hers = str((await slack.command(MAYA, ids.STATUS)).body["blocks"])

    assert "every two weeks" in his
    assert "One sentence each is in progress" in his
    assert "One sentence each waits for you" in hers


async def test_status_with_nothing_open_says_so(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    await room.answer(TOMAS, "mine")
    await room.answer(MAYA, "hers")

    reply = await slack.command(TOMAS, ids.STATUS)

    assert "Nothing is open just now" in str(reply.body["blocks"])


async def test_who_is_in_no_program_can_join_from_there(slack: Workspace) -> None:
    reply = await slack.command(OUTSIDER, ids.COACH)

    assert ids.JOIN in str(reply.body["blocks"])
    assert slack.room.program.name in str(reply.body["blocks"])


async def test_a_facilitator_is_shown_the_settings_of_an_own_program(slack: Workspace) -> None:
    reply = await slack.command(ADMIN, ids.PROGRAM)

    assert reply.opened["callback_id"] == ids.PROGRAM_FORM
    assert "Maple Street" in str(reply.opened)
