import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.views import blocks, days
from playground.block_rules import block_problems
from tests.staffroom import at

TEXTS = st.text(alphabet=st.sampled_from("<>&*_~`!@#|ab \n\u202e\u2066é👩"), max_size=30)
MARKED = re.compile(r"(?<!\ufeff)[*_~]|[*_~](?!\ufeff)")


@example("<!channel> *bold* _it_ ~st~ `code` & \u202e")
@given(TEXTS)
def test_a_name_in_a_sentence_neither_links_nor_formats_nor_turns(text: str) -> None:
    shown = blocks.escaped(text)

    assert not set("<>`\u202e\u2066") & set(shown)
    assert not MARKED.search(shown)
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", shown, re.DOTALL)


@given(st.text(alphabet="abc ÄéЖ字🎉.,-'", max_size=30))
def test_an_ordinary_name_is_shown_as_it_is(text: str) -> None:
    assert blocks.escaped(text) == text


@given(TEXTS)
def test_what_somebody_wrote_is_one_literal_text(text: str) -> None:
    block = blocks.literal(text)

    (quote,) = block["elements"]
    assert quote["elements"] == [{"type": "text", "text": text or " "}]
    assert block_problems([block], "message", "/blocks") == []


@pytest.mark.parametrize("many", [1, 100, 101, 250])
def test_a_long_menu_is_grouped(many: int) -> None:
    options = [(str(n), f"Land {n}") for n in range(many)]

    menu = blocks.select("m", options, initial=str(many - 1), placeholder="Choose")

    assert ("option_groups" in menu) == (many > 100)
    assert menu["initial_option"]["value"] == str(many - 1)
    assert block_problems([blocks.field("f", "Country", menu)], "modal", "/blocks") == []
    assert "initial_option" not in blocks.select("m", options, initial="none")


def test_a_button_says_what_a_screen_reader_says_instead() -> None:
    said = blocks.button("a", "Open", says="Open the first step", style="primary", run="r")

    assert said["accessibility_label"] == "Open the first step"
    assert blocks.actions(said, block="row")["block_id"] == "row"


def test_an_input_may_act_at_once() -> None:
    typed = blocks.typed("t", multiline=False, placeholder="Here")

    assert blocks.field("b", "Name", typed, dispatch=True)["dispatch_action"] is True


def test_a_moment_is_shown_in_the_readers_zone_and_falls_back_with_the_zone_named() -> None:
    moment = at("2026-03-03 23:30")

    assert days.day(moment, "Europe/Madrid").endswith("|2026-03-03>")
    assert days.day(moment, "Asia/Tokyo").endswith("|2026-03-04>")
    assert days.moment(moment, "Europe/Madrid").endswith("|2026-03-03 23:30 (Europe/Madrid)>")
    assert days.moment(moment, "UTC").startswith(f"<!date^{int(moment.timestamp())}^")


def test_what_a_long_name_makes_too_long_still_fits_a_menu() -> None:
    name = "n" * 90
    menu = blocks.menu("act", "Read", [(name, {"run": "r"})])

    assert menu["options"][0]["text"]["text"] == "n" * 74 + "…"
    assert block_problems([blocks.actions(menu)], "message", "/blocks") == []
