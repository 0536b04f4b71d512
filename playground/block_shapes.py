"""Block Kit's blocks, each with its published limits and the surfaces that it may stand on."""

from collections.abc import Iterator
from typing import Any, Literal

from playground.element_shapes import (
    ELEMENTS,
    IDENTIFIER,
    IMAGE_FIELDS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    URL,
    plain,
    words,
)
from playground.shapes import (
    Problem,
    Rule,
    anything,
    at_least_one,
    by_type,
    exactly_one,
    fails,
    flag,
    listed,
    number,
    one_of,
    shape,
    text,
)

Surface = Literal["message", "modal", "home"]

_ID: dict[str, Rule] = {"block_id": IDENTIFIER}
_IMAGE = ELEMENTS["image"]
_TABLE_CELLS = 20
_DATA_ROWS = 201


def _text_or_image(most: int) -> Rule:
    return by_type(
        {
            "plain_text": shape({"text": text(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": text(most)}, {"verbatim": flag}),
            "image": _IMAGE,
        }
    )


# Rich text ------------------------------------------------------------------------------------

_MARKS = (
    *("bold", "italic", "strike", "code", "underline"),
    *("highlight", "client_highlight", "unlink"),
)
_STYLE = shape({}, dict.fromkeys(_MARKS, flag))
_MENTION = {"style": _STYLE}
_INLINE = by_type(
    {
        "text": shape({"text": text(12_000)}, {"style": _STYLE}),
        "link": shape({"url": URL}, {"text": text(3000, 0), "unsafe": flag, "style": _STYLE}),
        "user": shape({"user_id": text(255)}, _MENTION),
        "channel": shape({"channel_id": text(255)}, _MENTION),
        "usergroup": shape({"usergroup_id": text(255)}, _MENTION),
        "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _MENTION),
        "emoji": shape(
            {"name": text(255)}, {"unicode": text(255), "skin_tone": number(1, 6), "style": _STYLE}
        ),
        "date": shape(
            {"timestamp": anything, "format": text(255)},
            {"url": URL, "fallback": text(255), "style": _STYLE},
        ),
        "color": shape({"value": text(255)}, {"style": _STYLE}),
        "tag": anything,
        "citation": anything,
    }
)
_INLINES = listed(_INLINE, most=1000, least=0)
_SECTION = shape({"elements": _INLINES})
_RICH_TEXT = listed(
    by_type(
        {
            "rich_text_section": _SECTION,
            "rich_text_quote": shape({"elements": _INLINES}, {"border": number(0, 1)}),
            "rich_text_preformatted": shape(
                {"elements": _INLINES}, {"border": number(0, 1), "language": text(50)}
            ),
            "rich_text_list": shape(
                {
                    "elements": listed(by_type({"rich_text_section": _SECTION}), most=1000),
                    "style": one_of("bullet", "ordered"),
                },
                {"indent": number(0, 8), "offset": number(0, 10_000), "border": number(0, 1)},
            ),
        }
    ),
    most=1000,
)
_RICH_TEXT_BLOCK = shape({"elements": _RICH_TEXT}, _ID)

# Tables and charts ----------------------------------------------------------------------------

_RAW = {
    "raw_text": shape({"text": text(10_000, 0)}),
    "raw_number": shape({"value": number(-1e300, 1e300)}, {"text": text(255)}),
    "rich_text": _RICH_TEXT_BLOCK,
}
_CELL = by_type(_RAW)
_DATA_CELL = by_type({**_RAW, "action_cell": anything})


def _unequal(value: Any) -> bool:
    return len({len(row) for row in value["rows"]}) > 1


def _rich_header(value: Any) -> bool:
    return any(cell["type"] == "rich_text" for cell in value["rows"][0])


def _chart(value: Any, at: str, found: list[Problem]) -> None:
    chart = value["chart"]
    if chart["type"] == "pie":
        return
    categories = chart["axis_config"]["categories"]
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        message = "series names must be unique"
        found.append(Problem(f"{at}/chart/series", "duplicate_value", message))
    for index, series in enumerate(chart["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            found.append(
                Problem(
                    f"{at}/chart/series/{index}/data",
                    "category_mismatch",
                    "must have exactly one point for every category",
                )
            )


_AXES = shape({"categories": listed(text(20), most=20)}, {"x_label": text(50), "y_label": text(50)})
_POINT = shape({"label": text(20), "value": number(-1e300, 1e300)})
_SERIES = shape({"name": text(20), "data": listed(_POINT, most=20)})
_LINES = shape({"series": listed(_SERIES, most=12), "axis_config": _AXES})
_SEGMENT = shape({"label": text(20), "value": number(1e-300, 1e300)})
_CHART = by_type(
    {
        "pie": shape({"segments": listed(_SEGMENT, most=12)}),
        "bar": _LINES,
        "line": _LINES,
        "area": _LINES,
    }
)

# All blocks -----------------------------------------------------------------------------------

_CARD = shape(
    {},
    {
        **_ID,
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": anything,
        "title": words(150),
        "subtitle": words(150),
        "body": words(200),
        "subtext": words(200),
        "actions": listed(by_type(ELEMENTS, {"button"}), most=3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
    fails(
        lambda card: bool(card.get("icon") and card.get("slack_icon")),
        "exclusive_fields",
        "exactly one of icon, slack_icon is allowed",
    ),
)
_TASK = shape(
    {"task_id": text(255), "title": text(255)},
    {
        **_ID,
        "details": _RICH_TEXT_BLOCK,
        "output": _RICH_TEXT_BLOCK,
        "sources": anything,
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
)

BLOCKS: dict[str, Rule] = {
    "section": shape(
        {},
        {
            **_ID,
            "text": words(3000),
            "fields": listed(words(2000), most=10),
            "accessory": by_type(ELEMENTS, IN_SECTION),
            "expand": flag,
        },
        at_least_one("text", "fields"),
    ),
    "header": shape({"text": plain(150)}, {**_ID, "level": number(1, 4)}),
    "divider": shape({}, _ID),
    "context": shape({"elements": listed(_text_or_image(3000), most=10)}, _ID),
    "actions": shape({"elements": listed(by_type(ELEMENTS, IN_ACTIONS), most=25)}, _ID),
    "input": shape(
        {"label": plain(2000), "element": by_type(ELEMENTS, IN_INPUT)},
        {**_ID, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
        fails(
            lambda block: bool(
                block.get("dispatch_action") and block["element"]["type"] == "file_input"
            ),
            "invalid_field",
            "dispatch_action is not available with file_input",
        ),
    ),
    "image": shape(
        {"alt_text": text(2000)},
        {**_ID, **IMAGE_FIELDS, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": _RICH_TEXT_BLOCK,
    "video": shape(
        {
            "alt_text": text(2000),
            "title": plain(199),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            **_ID,
            "title_url": URL,
            "description": plain(200),
            "author_name": text(49),
            "provider_name": text(49),
            "provider_icon_url": URL,
        },
    ),
    "card": _CARD,
    "carousel": shape({"elements": listed(by_type({"card": _CARD}), most=10)}, _ID),
    "table": shape(
        {"rows": listed(listed(_CELL, most=_TABLE_CELLS), most=100)},
        {**_ID, "column_settings": listed(anything, most=_TABLE_CELLS)},
    ),
    "data_table": shape(
        {
            "caption": text(3000),
            "rows": listed(listed(_DATA_CELL, most=_TABLE_CELLS), most=_DATA_ROWS, least=2),
        },
        {**_ID, "page_size": number(1, 100), "row_header_column_index": number(0, 19)},
        fails(_unequal, "unequal_rows", "rows must be of equal length", "rows"),
        fails(_rich_header, "invalid_type", "header cells must not be rich_text", "rows/0"),
    ),
    "data_visualization": shape({"title": text(50), "chart": _CHART}, _ID, _chart),
    "alert": shape(
        {"text": words(200)},
        {**_ID, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "markdown": shape({"text": text(12_000)}, _ID),
    "context_actions": shape(
        {"elements": listed(by_type(ELEMENTS, {"feedback_buttons", "icon_button"}), most=5)}, _ID
    ),
    "task_card": _TASK,
    "plan": shape(
        {"title": text(255)},
        {**_ID, "tasks": listed(by_type({"task_card": _TASK}), most=50, least=0)},
    ),
}

_CHILDREN = {
    "actions",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
}
BLOCKS["container"] = shape(
    {"child_blocks": listed(by_type(BLOCKS, _CHILDREN), most=10)},
    {
        **_ID,
        "title": plain(150),
        "rich_text_title": anything,
        "subtitle": words(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": anything,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
)

_EVERYWHERE = {
    "actions",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
}
_SHOWN = {"carousel", "container", "data_table", "data_visualization", "table"}
SURFACES: dict[Surface, set[str]] = {
    "message": _EVERYWHERE | _SHOWN | {"markdown", "context_actions", "plan", "task_card"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | _SHOWN,
}


def with_children(blocks: list[Any], at: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every block with its pointer, those inside containers and carousels included."""
    for index, block in enumerate(blocks):
        here = f"{at}/{index}"
        yield block, here
        if block["type"] == "container":
            yield from with_children(block["child_blocks"], f"{here}/child_blocks")
        if block["type"] == "carousel":
            yield from with_children(block["elements"], f"{here}/elements")
