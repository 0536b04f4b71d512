import json
from pathlib import Path

import pytest

from flows import library
from flows.faults import SAYINGS, UnsoundProtocol, fault
from flows.protocol import CoachingProtocol, Frame, digest, pinned
from tests.flows.courses import DATA, protocol

BASE = (DATA / "everything.yml").read_text(encoding="utf-8")
ROUNDS = (DATA / "rounds.yml").read_text(encoding="utf-8")
READING = (DATA / "reciprocal.yml").read_text(encoding="utf-8")
SHIPPED = Path(library.__file__).parent / "protocols"
VISITS = (SHIPPED / "observation.yml").read_text(encoding="utf-8")
COMMON = (SHIPPED / "common.yml").read_text(encoding="utf-8")


def refusals(text: str) -> list[str]:
    with pytest.raises(UnsoundProtocol) as refused:
        library.parse(text, "own.yml")
    assert [f.line for f in refused.value.faults] == sorted(f.line for f in refused.value.faults)
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (
            BASE,
            "turns: interleaved",
            "turns: interleaved\nturns: serial",
            "turns stands here twice",
        ),
        (BASE, "version: 3", "version: 3\nversoin: 3", "no key versoin. Remove it: version?"),
        (BASE, "version: 3", "version: 3\nqqqq: 3", "no key qqqq. Remove it."),
        (BASE, "version: 3\n", "", "version is missing"),
        (BASE, "turns: interleaved", "turns: never", "never is none of the known words"),
        (BASE, "id: theme\n", "id: The Theme\n", "The Theme cannot be a key"),
        (BASE, '"Our theme"', '"Our theme of this long year"', "27 characters. Shorten it to 24"),
        (BASE, "minutes: 5\n", "minutes: 12:30\n", "'12:30' does not fit"),
        (BASE, "guests: true", "guests: on", "'on' does not fit"),
        (BASE, "guests: true", "guests: no", "'no' does not fit"),
        (BASE, "key: now, star", "key: now, for_guest: true, star", "only a step for guests"),
        (BASE, "version: 3", "version: 2026-03-01", "'2026-03-01' does not fit"),
        (BASE, "version: 3", "version: &v 3", "anchors and aliases"),
        (BASE, "version: 3", "version: [3", "this is no YAML"),
        (BASE, "version: 3", "[version]: 3", "a key has to be a word"),
        (BASE, "size: {min: 2, max: 4, best: 2}", "size: {min: 4, max: 3, best: 4}", "add up"),
        (BASE, "{seats: [[thinker]", "{members: 3, seats: [[thinker]", "in a group of 4"),
        (BASE, "{seats: [[thinker]", "{members: 2, seats: [[thinker]", "members: 2 stands here"),
        (BASE, "[timekeeper]]}", "[timekeeper], [thinker], [thinker]]}", "5 seats for 4"),
        (
            BASE,
            "seats: [[thinker], [listener], [",
            "seats: [[boss], [listener], [",
            "boss is no role",
        ),
        (BASE, "roles: [thinker,", "roles: [boss, thinker,", "no seat has the role boss"),
        (BASE, "actor: [thinker, timekeeper]", "actor: [boss]", "boss is no role"),
        (BASE, "actor: [thinker, timekeeper]", "actor: [everyone, thinker]", "everyone already"),
        (BASE, "role: listener, para", "role: boss, para", "boss is no role"),
        (BASE, "for_role: listener", "for_role: boss", "boss is no role"),
        (BASE, "key: now, star", "key: now, confirmed_by: boss, star", "boss is no role"),
        (BASE, "after_days: 10", "minutes_each: true", "it needs after_days or on_schedule"),
        (BASE, "after_days: 10", "after_days: 10\n    on_schedule: true", "and not both"),
        (BASE, "after_days: 10", "on_schedule: true", "only live talks and class visits"),
        (BASE, "id: review", "id: sitting", "sitting stands here twice"),
        (BASE, "{key: welcome, k", "{key: three, k", "three stands here twice"),
        (BASE, "{key: stuck, label", "{key: ahead, label", "ahead stands here twice"),
        (BASE, "reopens: goal", "reopens: gaol", "there is no stage gaol"),
        (BASE, "reopens: goal", "reopens: review", "review stands on the wrong side"),
        (BASE, "share_from: review", "share_from: goal", "goal stands on the wrong side"),
        (BASE, "map, is: ahead}", "map, is: behind}", "no choice map with behind"),
        (BASE, "{stage: goal, key: map, is", "{stage: will, key: map, is", "on the wrong side"),
        (BASE, "{stage: goal, key: map, is", "{stage: gaol, key: map, is", "no stage gaol"),
        (BASE, "{stage: goal, key: map, is", "{stage: goal, key: mop, is", "no choice mop"),
        (BASE, "ideas_if: welcome", "ideas_if: now", "there is no prompt now"),
        (
            BASE,
            "ideas_if: welcome",
            "ideas_when: {stage: goal, key: map, is: behind}",
            "no choice map with behind",
        ),
        (BASE, "kind: yes_no, ask", "kind: choice, ask", "a choice has options"),
        (BASE, "default: ahead", "default: sideways", "sideways is none of the options"),
        (BASE, "share: together", "share: pool", "lock, pool and min_authors"),
        (BASE, "share: together", "share: to_coachee", "released and to_coachee"),
        (BASE, "done: each\n    share: together", "done: one\n    share: together", "needs each"),
        (
            BASE,
            "    document: theme",
            "    document: theme\n    offered: true\n    parallel_with: goal",
            "goal is not right before it",
        ),
        (
            BASE,
            "done: agreed\n    share: members",
            "done: one\n    share: members",
            "a shared document",
        ),
        (BASE, "reality, options, will]", "reality, will]", "do not follow each other"),
        (BASE, "reality, options, will]", "gone, will]", "there is no stage gone"),
        (BASE, "minutes: 20}\ng", "minutes: 20, fixed_with: goal}\ng", "goal stands on the wrong"),
        (BASE, "protocol: observation}", "stage: gone}", "there is no stage gone"),
        (BASE, "protocol: observation}", "stage: goal, protocol: observation}", "an exit leads"),
        (BASE, "exits:\n", "packs: []\nexits:\n", "no wording is offered"),
        (BASE, "turns: interleaved", "turns: none", "there are no turns for it"),
        (BASE, "    follow_up: true", "    beside_next_turn: true", "beside the next turn"),
        (
            BASE,
            "share: together\n    scope: cycle",
            "share: together\n    scope: cycle\n    offered: true",
            "an offer needs",
        ),
        (BASE, "    equal_minutes: true", "    scope: cycle\n    equal_minutes: true", ""),
        (
            BASE,
            "    equal_minutes: true",
            "    equal_minutes: true\n    own_minutes: [{does: speaks, minutes: 3}]",
            "these are not the 10 minutes",
        ),
        (
            BASE,
            "    reopens: goal",
            "    scope: cycle\n    reopens: goal",
            "scope turn are not together",
        ),
        (
            BASE,
            "turns: interleaved",
            "turns: interleaved\nrepeats: {set_by: goal, min: 1, max: 2}",
            "repeats and stages",
        ),
        (BASE, 'ask: "What did you do?"', 'looks_back_at: plan, ask: "Who?"', "no prompt plan"),
        (ROUNDS, "min_authors: 3", "min_authors: 4", "4 members have too few authors for 4"),
        (ROUNDS, "    min_authors: 3\n", "", "lock, pool and min_authors"),
        (ROUNDS, "hide: host", "hide: boss", "boss is no role"),
        (ROUNDS, "parallel_with: hostnote", "parallel_with: visit", "visit is not right before"),
        (ROUNDS, "size: {min: 4,", "size: {min: 2,", "2 members have too few authors"),
        (ROUNDS, "[observer, convenor], [observer]]", "[observer, convenor]]", ""),
        (
            ROUNDS,
            "[[host], [observer, convenor], [observer]]",
            "[[host, convenor]]",
            "nobody plays observer",
        ),
        (ROUNDS, "[[host], [observer, convenor], [observer]]", "[]", "nothing stands in this list"),
        (VISITS, "turns: serial", "turns: interleaved", "only serial turns change"),
        (ROUNDS, "id: analyse\n", "id: analyse\n    parallel_with: hostnote\n", ""),
        (READING, "set_by: choose", "set_by: share", "share stands on the wrong side"),
        (READING, "min: 3, max: 5}\nl", "min: 6, max: 5}\nl", "the size does not add up"),
        (READING, "repeats: {set_by: choose, min: 3, max: 5}\n", "", "repeats and stages"),
        (READING, "turns: none", "turns: serial", "no stage belongs to a turn"),
        (VISITS, "words: words, notes: notes}", "words: step, notes: notes}", "own words are self"),
        (VISITS, "words: words, notes: notes}", "words: wards, notes: notes}", "no stage wards"),
        (VISITS, "fixed_with: visit}", "fixed_with: step}", "step stands on the wrong side"),
        (
            VISITS,
            "    released_with: notes\n",
            "    released_with: gone\n",
            "there is no stage gone",
        ),
        (VISITS, "    released_with: notes\n", "", "released and to_coachee"),
        (
            VISITS,
            "      stage: debrief\n",
            "      stage: focus\n",
            "focus stands on the wrong side",
        ),
        (VISITS, "once_revealed: true", "", ""),
        (
            VISITS,
            "key: stood\n",
            "key: stood\n        once_revealed: true\n",
            "nothing is revealed",
        ),
        (VISITS, "speaking_order: [coachee, coach]", "speaking_order: [boss]", "boss is no role"),
        (VISITS, "key: level, is: [evidence_questions,", "key: level, is: [all,", "level with all"),
    ],
)
def test_what_could_not_run_is_refused_with_its_line(
    text: str, old: str, new: str, said: str
) -> None:
    changed = text.replace(old, new, 1)

    if not said:
        library.parse(changed, "own.yml")
        return
    found = refusals(changed)

    assert any(said in line for line in found), found
    assert all(line.startswith("own.yml:") for line in found)


def test_the_line_is_the_one_to_mend() -> None:
    wanted = next(n for n, line in enumerate(BASE.splitlines(), start=1) if "reopens: goal" in line)

    (said,) = refusals(BASE.replace("reopens: goal", "reopens: gaol"))

    assert said.startswith(f"own.yml:{wanted}: ")
    assert said.endswith("Use one of: theme, goal, reality, options, will, sitting, review.")


def test_several_faults_are_told_at_once() -> None:
    changed = BASE.replace("reopens: goal", "reopens: gaol").replace(
        "for_role: listener", "for_role: x"
    )

    assert len(refusals(changed)) == 2


@pytest.mark.parametrize("text", ["", "# only a remark\n", "\x07"])
def test_a_file_without_a_protocol_is_refused(text: str) -> None:
    assert refusals(text)


def test_a_list_is_no_protocol() -> None:
    assert "own.yml:1:" in refusals("- grow\n")[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("setup: open", "setup: gone", "there is no stage gone"),
        ("closing: close", "closing: gone", "there is no stage gone"),
        ("short: {done: [open], then: [spark]}", "short: {done: [x], then: [spark]}", "stage x"),
        ("outcome: next", "outcome: keep", "the closing stage has no such choice"),
        ("outcome: next", "outcome: gone", "the closing stage has no such choice"),
        ("{key: pause, label", "{key: sleep, label", "Offer same, other, differ, pause, finish"),
        ("    scope: cycle\n", "", "the scope cycle"),
        ("    after_days: 0\n", "", "it needs after_days"),
        ("id: common", "id: other", "other is none of the known words"),
    ],
)
def test_a_frame_that_could_not_run_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(UnsoundProtocol) as refused:
        library.parse_frame(COMMON.replace(old, new, 1), "common.yml")

    assert said in str(refused.value)


def test_the_shipped_protocols_load_by_id() -> None:
    assert "observation" in library.shipped()
    assert all(name == found.id for name, found in library.shipped().items())
    assert library.shipped() is library.shipped()
    assert library.frame().stage("common.spark") == library.frame().stage("spark")


@pytest.mark.parametrize("name", ["observation", "rounds", "reciprocal", "everything"])
def test_a_pinned_protocol_is_the_same_again(name: str) -> None:
    whole = protocol(name)

    assert pinned(whole.model_dump_json(by_alias=True)) == whole
    assert digest(pinned(whole.model_dump_json())) == digest(whole)


def test_a_change_of_wording_keeps_the_digest_and_a_change_of_structure_does_not() -> None:
    whole = protocol("observation")
    reworded = library.parse(VISITS.replace("What surprised you?", "Which surprise?"), "own.yml")
    changed = library.parse(VISITS.replace("swap_after_days: 3", "swap_after_days: 4"), "own.yml")

    assert digest(reworded) == digest(whole)
    assert digest(changed) != digest(whole)


def test_a_digest_is_the_same_in_every_process() -> None:
    assert digest(library.frame()) == digest(
        Frame.model_validate_json(library.frame().model_dump_json())
    )
    assert len(digest(protocol("rounds"))) == 32


def test_every_fault_has_a_problem_and_a_mend() -> None:
    for kind, (problem, mend) in SAYINGS.items():
        assert problem[0].islower() or problem[0] == "{", kind
        assert mend[0].isupper(), kind
    assert str(fault("a.yml", 3, "empty")) == "a.yml:3: nothing stands here. Write a protocol."


def test_a_protocol_holds_no_field_for_a_mark_about_anybody() -> None:
    """practice INV-06: no kind of answer is a number, and no option counts."""
    schema = json.dumps(CoachingProtocol.model_json_schema())

    for word in ("rating", "score", "stars", "grade", "rank"):
        assert word not in schema
