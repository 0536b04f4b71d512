import json

import pytest

from flows import leaving
from flows.ids import MemberId
from flows.partnership import PartnershipState
from handlers import ids
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, Staffroom

HIS, HERS = "agree <!channel> *too* soon", "leave it to five hands"


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    return room


@pytest.fixture
async def both_in(pair: Staffroom) -> Staffroom:
    await pair.answer(TOMAS, HIS)
    await pair.answer(MAYA, HERS)
    return pair


async def read_both(slack: Workspace, who: MemberId) -> Json:
    welcome = await slack.message("welcome")
    return (await slack.press(who, element(welcome.blocks, ids.READ_TOGETHER))).opened


async def menu(slack: Workspace) -> Json:
    return element((await slack.message("card")).blocks, ids.PARTNERSHIP_MENU)


async def test_both_are_read_in_a_form_and_nowhere_else(
    slack: Workspace, both_in: Staffroom
) -> None:
    """practice INV-05"""
    form = await read_both(slack, MAYA)

    quotes = [b["elements"][0] for b in form["blocks"] if b["type"] == "rich_text"]
    assert [q["elements"] for q in quotes] == [
        [{"type": "text", "text": HERS}],
        [{"type": "text", "text": HIS}],
    ]
    for said in await both_in.said():
        shown = await slack.shown(said)
        if said.kind != "home":
            assert "five hands" not in str(shown)
            assert "too" not in str(shown)


async def test_one_question_back_waits_in_the_others_form(
    slack: Workspace, both_in: Staffroom
) -> None:
    form = await read_both(slack, TOMAS)

    long = await slack.submit(TOMAS, form, back="x" * 241)
    empty = await slack.submit(TOMAS, form, back=" ")
    sent = await slack.submit(TOMAS, form, back="Which <@U0AYA> five?")

    assert "241 of 240" in long.errors["back"]
    assert (empty.status, empty.body, sent.status, sent.body) == (200, {}, 200, {})
    hers = await read_both(slack, MAYA)
    assert "Which <@U0AYA> five?" in str([b for b in hers["blocks"] if b["type"] == "rich_text"])
    assert "Which" not in str([b for b in hers["blocks"] if b["type"] == "section"])
    his = await read_both(slack, TOMAS)
    assert next(b for b in his["blocks"] if b["type"] == "input")["element"]["initial_value"]


async def test_use_mine_as_my_goal_shows_so_in_the_same_form(
    slack: Workspace, both_in: Staffroom
) -> None:
    form = await read_both(slack, MAYA)
    press = element(form["blocks"], ids.USE_AS_GOAL)

    first = await slack.press(MAYA, press, view=form)
    await slack.press(MAYA, press, view=form)

    (given,) = first.called("views.update")
    assert "is a draft of your goal" in str(given["view"])
    assert len(await both_in.read(lambda r: r.goals.of_owner(MAYA))) == 1
    kept_key = json.loads(given["view"]["private_metadata"])["key"]
    assert kept_key == json.loads(form["private_metadata"])["key"]


async def test_if_the_form_cannot_be_shown_anew_the_goal_is_kept(
    slack: Workspace, both_in: Staffroom
) -> None:
    form = await read_both(slack, MAYA)
    slack.wire.refused["views.update"] = "not_found"

    reply = await slack.press(MAYA, element(form["blocks"], ids.USE_AS_GOAL), view=form)

    assert reply.status == 200
    assert len(await both_in.read(lambda r: r.goals.of_owner(MAYA))) == 1


async def alone(slack: Workspace, pair: Staffroom) -> list[Json]:
    """The message to Tomás, who alone wrote."""
    await pair.answer(TOMAS, HIS)
    await pair.until("2026-03-09 08:00")
    return (await slack.message("ask_to_keep", f"dm:{TOMAS}")).blocks


async def test_who_alone_wrote_chooses_what_becomes_of_it(
    slack: Workspace, pair: Staffroom
) -> None:
    """practice 0.9a"""
    blocks = await alone(slack, pair)

    used = await slack.press(TOMAS, element(blocks, ids.USE_AS_GOAL), dm=True)
    shown = await slack.press(TOMAS, element(blocks, ids.SHOW_ANYWAY), dm=True)

    assert "is a draft of your goal" in used.whispered[0]
    assert shown.whispered == ["Your sentence is shown."]
    told = await slack.message("shared_sentence", f"dm:{MAYA}")
    assert told.text == "Tomás shared one sentence."
    form = (await slack.press(MAYA, element(told.blocks, ids.READ_TOGETHER), dm=True)).opened
    assert HIS in str([b for b in form["blocks"] if b["type"] == "rich_text"])
    assert "You left yours open" in str(form)
    mine = await slack.press(TOMAS, element(told.blocks, ids.READ_TOGETHER), dm=True)
    assert "open when both are in" in mine.whispered[0]


async def test_who_wrote_nothing_has_nobody_to_ask(slack: Workspace, pair: Staffroom) -> None:
    blocks = await alone(slack, pair)
    await slack.press(TOMAS, element(blocks, ids.SHOW_ANYWAY), dm=True)
    await pair.answer(MAYA, HERS)

    form = await read_both(slack, TOMAS)

    assert "submit" in form


async def test_the_agreement_names_both_and_their_day(slack: Workspace, both_in: Staffroom) -> None:
    card = await slack.message("card")

    reply = await slack.press(TOMAS, element(card.blocks, ids.SEE_AGREEMENT))

    shown = str(reply.opened)
    assert "15-minute visit, Maya first, every two weeks" in shown
    assert "Agreed by Maya" in shown
    assert "Agreed by Tomás" in shown


@pytest.mark.parametrize(("nth", "said"), [(0, "paused"), (1, "ended")])
async def test_two_clicks_pause_or_end_it(
    slack: Workspace, both_in: Staffroom, nth: int, said: str
) -> None:
    """practice INV-02"""
    form = (await slack.press(TOMAS, await menu(slack), chosen=nth)).opened
    assert not [b for b in form["blocks"] if b["type"] == "input"]  # Nobody is asked why.

    done = await slack.submit(TOMAS, form)

    state = (await both_in.state()).state
    assert state is (PartnershipState.PAUSED if nth == 0 else PartnershipState.ENDED)
    assert ("paused" if nth == 0 else "closed") in str(done.page)
    for who in (MAYA, TOMAS):
        message = await slack.message(said, f"dm:{who}")
        assert "Tomás" not in message.text
        assert "Maya" not in message.text
    texts = {(await slack.message(said, f"dm:{who}")).text for who in (MAYA, TOMAS)}
    assert len(texts) == 1
    again = await slack.submit(
        TOMAS, {**form, "private_metadata": form["private_metadata"].replace("key-", "other-")}
    )
    assert "moved on" in str(again.page)


async def test_the_end_names_its_date_wherever_it_is_told(
    slack: Workspace, both_in: Staffroom
) -> None:
    """practice INV-18"""
    form = (await slack.press(MAYA, await menu(slack), chosen=1)).opened
    done = await slack.submit(MAYA, form)

    places = [
        str(done.page),
        (await slack.message("ended", f"dm:{MAYA}")).text,
        (await slack.message("ended_pair")).text,
    ]
    assert all("2026-04-02" in text for text in places)


async def test_what_stands_in_the_group_shows_that_it_is_over(
    slack: Workspace, both_in: Staffroom
) -> None:
    await slack.submit(MAYA, (await slack.press(MAYA, await menu(slack), chosen=1)).opened)
    (card,) = [s for s in await both_in.said("card") if s.effect == "update"]
    (welcome,) = [s for s in await both_in.said("welcome") if s.effect == "update"]

    shown, first = str(await slack.shown(card)), await slack.shown(welcome)

    assert "This partnership is closed" in shown
    assert ids.PARTNERSHIP_MENU not in shown
    read = await slack.press(TOMAS, element(first.blocks, ids.READ_TOGETHER))  # type: ignore[union-attr]  # It is there.
    assert HERS in str(read.opened)  # Copies are there until their date.
    (posted,) = [s for s in await both_in.said("card") if s.effect == "post"]
    assert await slack.shown(posted) is None  # Nothing is posted for what has ended.


async def test_at_rest_it_goes_on_with_one_press(slack: Workspace, both_in: Staffroom) -> None:
    await slack.submit(MAYA, (await slack.press(MAYA, await menu(slack), chosen=0)).opened)
    card = await slack.message("card")
    message = await slack.message("paused", f"dm:{TOMAS}")
    home = await slack.home(TOMAS)
    resume = element(message.blocks, ids.RESUME)
    assert element(card.blocks, ids.RESUME)["value"] == resume["value"]
    assert element(home["blocks"], ids.RESUME)["value"] == resume["value"]

    first = await slack.press(TOMAS, resume, dm=True)
    second = await slack.press(MAYA, resume, dm=True)

    assert first.whispered == ["The partnership goes on."]
    assert "moved on" in second.whispered[0]
    assert (await both_in.state()).state is PartnershipState.ACTIVE
    assert "goes on" in (await slack.message("resumed", f"dm:{MAYA}")).text


async def test_a_pause_stops_the_box_of_the_welcome(slack: Workspace, pair: Staffroom) -> None:
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    (row,) = [s for s in await pair.said("welcome") if s.effect == "update"]

    assert ids.ANSWER_BOX not in str(await slack.shown(row))


@pytest.mark.parametrize(
    ("who", "value"),
    [
        (MAYA, ""),
        (MAYA, "garbage"),
        (MAYA, '{"partnership":"none","do":"end"}'),
        (AYA, "THEIRS"),
    ],
)
async def test_made_up_presses_change_nothing(
    slack: Workspace, both_in: Staffroom, who: MemberId, value: str
) -> None:
    if value == "THEIRS":
        value = json.dumps({"partnership": both_in.pair.id, "run": SPARK, "do": "end"})
    await both_in.all_sent()
    overflow = {
        "type": "overflow",
        "action_id": ids.PARTNERSHIP_MENU,
        "options": [{"value": value}],
    }

    replies = [
        await slack.press(who, button(ids.READ_TOGETHER, value)),
        await slack.press(who, button(ids.USE_AS_GOAL, value)),
        await slack.press(who, button(ids.SHOW_ANYWAY, value)),
        await slack.press(who, button(ids.SEE_AGREEMENT, value)),
        await slack.press(who, button(ids.RESUME, value)),
        await slack.press(who, overflow, chosen=0),
    ]

    for reply in replies:
        assert (reply.status, len(reply.whispered)) == (200, 1)
        assert reply.called("views.open") == []
    assert await both_in.said() == []
    assert (await both_in.state()).state is PartnershipState.ACTIVE


async def test_made_up_forms_change_nothing(slack: Workspace, both_in: Staffroom) -> None:
    leave = (await slack.press(MAYA, await menu(slack), chosen=1)).opened
    both = await read_both(slack, MAYA)
    await both_in.all_sent()
    memory = json.loads(leave["private_metadata"])
    odd = {**leave, "private_metadata": json.dumps({**memory, "do": "explode"})}
    lost = {**both, "private_metadata": '{"partnership":"none"}'}

    replies = [
        await slack.submit(MAYA, odd),
        await slack.submit(AYA, leave),
        await slack.submit(AYA, both, back="why?"),
        await slack.submit(MAYA, lost, back="why?"),
    ]

    assert "moved on" in str(replies[0].page)
    assert "belongs to other people" in str(replies[1].page)
    assert [list(r.errors) for r in replies[2:]] == [["back"], ["back"]]
    assert await both_in.said() == []


async def test_a_question_about_what_is_over_says_so(slack: Workspace, both_in: Staffroom) -> None:
    form = await read_both(slack, MAYA)
    await slack.submit(TOMAS, (await slack.press(TOMAS, await menu(slack), chosen=1)).opened)

    reply = await slack.submit(MAYA, form, back="why?")
    used = await slack.press(MAYA, element(form["blocks"], ids.USE_AS_GOAL), view=form)

    assert "moved on" in reply.errors["back"]
    assert "moved on" in used.whispered[0]


async def test_an_ended_partnership_is_not_paused(slack: Workspace, both_in: Staffroom) -> None:
    dots = await menu(slack)
    await slack.submit(TOMAS, (await slack.press(TOMAS, dots, chosen=1)).opened)

    reply = await slack.press(MAYA, dots, chosen=0)

    assert reply.called("views.open") == []
    assert "moved on" in reply.whispered[0]
