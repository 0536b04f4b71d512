"""What people type arrives escaped, and never as markup that they did not mean."""

import re

from hypothesis import given
from hypothesis import strategies as st

from playground.changes import Changes
from playground.clock import Clock
from playground.seed import seed
from playground.store import Store
from playground.typed_text import in_command, in_message
from playground.workspace import Workspace


def school() -> Workspace:
    workspace = Workspace(Store(), Clock(), Changes())
    seed(workspace, "Tandem", 0)
    return workspace


SCHOOL = school()
MARKUP = re.compile(r"<(@\w+(\|[\w-]+)?|#\w+\|[\w-]*|!(channel|here|everyone)|https?://[^<>]+)>")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(st.text())
def test_text_without_mentions_comes_back_as_typed(text: str) -> None:
    plain = text.replace("@", "").replace("#", "").replace("http", "")
    assert unescaped(in_message(SCHOOL, plain)) == plain
    assert unescaped(in_command(SCHOOL, plain, should_escape=True)) == plain
    assert unescaped(in_command(SCHOOL, plain, should_escape=False)) == plain


@given(st.text(alphabet="@#<>!&|ab tomasU0_-.:/htp", max_size=60))
def test_every_bracket_belongs_to_slack(text: str) -> None:
    for marked in (in_message(SCHOOL, text), in_command(SCHOOL, text, should_escape=True)):
        rest = MARKUP.sub("", marked)
        assert "<" not in rest
        assert ">" not in rest


def test_names_are_resolved_whole() -> None:
    assert in_message(SCHOOL, "@Tomas. @tomasito x@tomas.ie") == "<@U0TOMAS>. @tomasito x@tomas.ie"
    assert in_command(SCHOOL, "@maya", should_escape=True) == "<@U0MAYA|maya>"
    assert in_command(SCHOOL, "#staffroom", should_escape=True) == "<#C0STAFF|staffroom>"
    assert in_message(SCHOOL, "@here") == "<!here>"
    assert in_command(SCHOOL, "@here", should_escape=True) == "@here"
