import pytest

from flows.ids import MemberId, RunId
from handlers import ids
from handlers.views.pair import SENTENCE
from tests.handlers.workspace import Json, Workspace, button, element, filled
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, Staffroom

HOSTILE = "<!channel> <@U0MAYA> *bold* & https://x.test \u202eabc 👩‍🏫\nsecond line"


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    return room


async def opened(slack: Workspace, who: MemberId) -> Json:
    home = await slack.home(who)
    reply = await slack.press(who, element(home["blocks"], ids.OPEN_STEP), view=home)
    return reply.opened


async def test_both_sentences_by_the_box_open_together(slack: Workspace, pair: Staffroom) -> None:
    welcome = await slack.message("welcome")
    send_it = element(welcome.blocks, ids.ANSWER_BOX)

    first = await slack.press(TOMAS, send_it, values=filled(welcome.blocks, why=HOSTILE))
    second = await slack.press(MAYA, send_it, values=filled(welcome.blocks, why="hers"))

    assert first.whispered == ["Your sentence is kept. Both open together."]
    assert second.whispered == ["Both sentences are in. Press Read both."]
    assert (await pair.spark_pieces())[TOMAS].words == HOSTILE
    shown = await slack.message("welcome")
    assert element(shown.blocks, ids.READ_TOGETHER)
    late = await slack.press(TOMAS, send_it, values=filled(welcome.blocks, why="again"))
    assert late.whispered == ["Both sentences are open already. Press Read both."]
    assert (await pair.spark_pieces())[TOMAS].words == HOSTILE


@pytest.mark.parametrize("words", ["", "   \n "])
async def test_an_empty_box_says_so_and_keeps_nothing(
    slack: Workspace, pair: Staffroom, words: str
) -> None:
    welcome = await slack.message("welcome")
    press = element(welcome.blocks, ids.ANSWER_BOX)

    reply = await slack.press(TOMAS, press, values=filled(welcome.blocks, why=words))

    assert "The box is empty" in reply.whispered[0]
    assert await pair.spark_pieces() == {}


async def test_a_sentence_too_long_comes_back_whole_with_its_count(
    slack: Workspace, pair: Staffroom
) -> None:
    words = HOSTILE + "x" * 300
    welcome = await slack.message("welcome")
    press = element(welcome.blocks, ids.ANSWER_BOX)

    reply = await slack.press(TOMAS, press, values=filled(welcome.blocks, why=words))

    assert reply.status == 200
    alert = next(b for b in reply.opened["blocks"] if b["type"] == "alert")
    assert f"{len(words)} of 240" in alert["text"]["text"]
    field = next(b for b in reply.opened["blocks"] if b["type"] == "input")
    assert field["element"]["initial_value"] == words
    assert await pair.spark_pieces() == {}

    again = await slack.submit(TOMAS, reply.opened)
    assert again.errors == {
        SENTENCE: f"{len(words)} of 240 characters. Nothing was cut: please shorten it a little."
    }
    mended = await slack.submit(TOMAS, reply.opened, why="short")
    assert "Kept" in str(mended.page)
    assert (await pair.spark_pieces())[TOMAS].words == "short"


async def test_the_form_shows_what_was_written_and_takes_it_anew(
    slack: Workspace, pair: Staffroom
) -> None:
    form = await opened(slack, TOMAS)
    assert "initial_value" not in str(form)
    await slack.submit(TOMAS, form, why=HOSTILE)
    button_ = button(ids.OPEN_STEP, {"partnership": pair.pair.id, "run": SPARK})

    again = await slack.press(TOMAS, button_)
    field = next(b for b in again.opened["blocks"] if b["type"] == "input")
    assert field["element"]["initial_value"] == HOSTILE
    await slack.submit(TOMAS, again.opened, why="better")

    assert (await pair.spark_pieces())[TOMAS].words == "better"


async def test_an_empty_form_says_what_is_missing(slack: Workspace, pair: Staffroom) -> None:
    form = await opened(slack, TOMAS)

    reply = await slack.submit(TOMAS, form, why="  ")

    assert "Please fill this in" in reply.errors[SENTENCE]
    assert await pair.spark_pieces() == {}


async def test_the_same_form_twice_keeps_it_once(slack: Workspace, pair: Staffroom) -> None:
    form = await opened(slack, TOMAS)

    await slack.submit(TOMAS, form, why="one")
    second = await slack.submit(TOMAS, form, why="two")

    assert (second.status, second.body) == (200, {})
    assert (await pair.spark_pieces())[TOMAS].words == "one"


async def test_a_late_form_keeps_its_words_and_changes_nothing(
    slack: Workspace, pair: Staffroom
) -> None:
    form = await opened(slack, TOMAS)
    await pair.answer(TOMAS, "one")
    await pair.answer(MAYA, "two")

    reply = await slack.submit(TOMAS, form, why="three")

    assert "done already" in reply.errors[SENTENCE]
    assert (await pair.spark_pieces())[TOMAS].words == "one"
    home = await slack.home(MAYA)
    assert ids.OPEN_STEP not in str(home["blocks"])


@pytest.mark.parametrize(
    "value",
    [
        "",
        "garbage",
        "[]",
        {"partnership": "none", "run": SPARK},
        {"partnership": "OURS", "run": "nothing/9"},
        {"partnership": "OURS"},
    ],
)
async def test_made_up_buttons_open_and_keep_nothing(
    slack: Workspace, pair: Staffroom, value: str | dict[str, str]
) -> None:
    if isinstance(value, dict) and value["partnership"] == "OURS":
        value = {**value, "partnership": pair.pair.id}
    await pair.all_sent()

    replies = [
        await slack.press(TOMAS, button(ids.OPEN_STEP, value)),
        await slack.press(TOMAS, button(ids.SKIP_STEP, value)),
        await slack.press(
            TOMAS,
            button(ids.ANSWER_BOX, value),
            values={SENTENCE: {SENTENCE: {"type": "plain_text_input", "value": "mine"}}},
        ),
    ]

    for reply in replies:
        assert reply.status == 200
        assert reply.called("views.open") == []
        assert len(reply.whispered) == 1
    assert await pair.said() == []


async def test_what_belongs_to_others_is_neither_read_nor_written(
    slack: Workspace, pair: Staffroom
) -> None:
    await pair.answer(TOMAS, "secret words")
    form = await opened(slack, MAYA)
    await pair.all_sent()
    ours = {"partnership": pair.pair.id, "run": SPARK}
    typed = {SENTENCE: {SENTENCE: {"type": "plain_text_input", "value": "mine"}}}

    replies = [
        await slack.press(AYA, button(ids.OPEN_STEP, ours)),
        await slack.press(AYA, button(ids.SKIP_STEP, ours)),
        await slack.press(AYA, button(ids.ANSWER_BOX, ours), values=typed),
        await slack.submit(AYA, form, why="mine"),
    ]

    assert [r.status for r in replies] == [200] * 4
    assert "secret words" not in str(replies)
    assert "belongs to other people" in replies[3].errors[SENTENCE]
    assert list(await pair.spark_pieces()) == [TOMAS]
    assert await pair.said() == []


async def test_a_partners_words_are_not_in_ones_own_form(slack: Workspace, pair: Staffroom) -> None:
    await pair.answer(TOMAS, "secret words")

    assert "secret words" not in str(await opened(slack, MAYA))


async def test_fields_that_the_step_does_not_have_are_not_kept(
    slack: Workspace, pair: Staffroom
) -> None:
    form = await opened(slack, TOMAS)
    body = slack.submit_body(TOMAS, form, why="mine")
    body["view"]["state"]["values"]["made_up"] = {"x": {"value": "x" * 2000}}

    reply = await slack.deliver(body)

    assert reply.errors
    assert await pair.spark_pieces() == {}


async def test_a_step_is_announced_opened_and_left_out(slack: Workspace, pair: Staffroom) -> None:
    await pair.answer(TOMAS, "one")
    await pair.answer(MAYA, "two")
    await pair.until("2026-03-04 15:45")
    message = await slack.message("open", f"dm:{MAYA}")

    form = await slack.press(MAYA, element(message.blocks, ids.OPEN_STEP), dm=True)
    inputs = [b["block_id"] for b in form.opened["blocks"] if b["type"] == "input"]
    assert 0 < len(inputs) <= 6
    skipped = await slack.press(MAYA, element(message.blocks, ids.SKIP_STEP), dm=True)
    late = await slack.press(MAYA, element(message.blocks, ids.SKIP_STEP), dm=True)

    assert "Nobody is told" in skipped.whispered[0]
    assert "done already" in late.whispered[0]
    run = (await pair.course()).cycle.run(RunId("observation.focus/1"))
    assert run is not None
    assert run.finished
