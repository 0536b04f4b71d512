"""Whether a lesson that was revised would be taught to the same class again (practice B8)."""

from collections.abc import Mapping

from flows import documents
from flows.documents import Version
from flows.ports import Reader

CLASS = "class"


def same_again(reader: Reader, found: Version, entered: Mapping[str, str]) -> bool:
    """Whether the class of the lesson before stands there once more."""
    here = entered.get(CLASS, "").strip().casefold()
    earlier = [(run, number) for run, number in found.all if run != found.run.id]
    if not here or not earlier:
        return False
    run, number = earlier[-1]
    before = documents.read(reader, found.who, found.course.pair.id, run, number)
    known = before.entered.get(CLASS, "") if isinstance(before, Version) else ""
    return known.strip().casefold() == here
