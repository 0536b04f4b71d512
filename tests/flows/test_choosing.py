import pytest

from flows import choosing, library
from flows.protocol import digest


@pytest.mark.parametrize(
    ("members", "need", "way"),
    [
        (2, "think", "grow"),
        (2, "stuck", "cognitive"),
        (2, "watch", "observation"),
        (3, "watch", "observation"),
        (5, "watch", "rounds"),
        (2, "build", "growing"),
        (4, "build", "lesson_study"),
        (6, "build", "lesson_study"),
        (4, "read", "reciprocal"),
        (8, "works", "ai"),
        (5, "unsure", "reflective"),
    ],
)
def test_a_need_has_one_way_and_one_reason(members: int, need: str, way: str) -> None:
    ways = library.library().offered(members, "school", None)

    found = choosing.suggest(ways, need, members)

    assert found is not None
    assert found.way.id == way
    assert found.why.endswith(".")


def test_what_no_way_helps_with_is_not_asked() -> None:
    eight = library.library().offered(8, "school", None)
    at_work = library.library().offered(2, "workplace", None)

    assert choosing.needs(eight, 8) == ("watch", "works")
    assert choosing.needs(at_work, 2) == ("think", "stuck", "read", "works", "unsure")
    assert choosing.suggest(at_work, "watch", 2) is None


def test_only_for_the_sizes_that_are_named() -> None:
    grow = library.shipped()["grow"]
    for_two = grow.helps[0].model_copy(update={"members": (2,)})
    ways = {"grow": grow.model_copy(update={"helps": (for_two,)})}

    assert choosing.suggest(ways, "think", 2) is not None
    assert choosing.suggest(ways, "think", 3) is None


def test_advice_on_choosing_is_no_structure() -> None:
    grow = library.shipped()["grow"]

    assert digest(grow) == digest(grow.model_copy(update={"helps": ()}))
