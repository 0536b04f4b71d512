from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.agreement import Agreement, Consent, Rhythm, Terms
from flows.ids import MemberId
from tests.staffroom import AYA, MAYA, TOMAS, TUESDAY

MEMBERS = (MAYA, TOMAS, AYA)
TERMS = [Terms(visit_minutes=n) for n in (10, 15, 20)]


def yes(who: MemberId, version: int, *, power: bool = False, chosen: bool = False) -> Consent:
    return Consent(who, version, TUESDAY, power, chosen)


def test_without_versions_nothing_is_in_force() -> None:
    agreement = Agreement(MEMBERS)

    assert (agreement.newest, agreement.in_force) == (0, 0)
    assert agreement.waiting(1) == MEMBERS
    assert agreement.yes_of(MAYA, 1) is None


def test_a_version_stays_in_force_until_all_agree_to_the_next() -> None:
    first = Agreement((MAYA, TOMAS)).proposed(TERMS[0], yes(MAYA, 1)).accepted(yes(TOMAS, 1))
    second = first.proposed(TERMS[1], yes(TOMAS, 0))

    assert first.in_force == 1
    assert (second.newest, second.in_force) == (2, 1)
    assert second.waiting(2) == (MAYA,)
    assert second.accepted(yes(MAYA, 2)).in_force == 2
    assert second.terms(2) == TERMS[1]


def test_a_late_yes_to_an_older_version_does_not_bring_it_back() -> None:
    agreement = (
        Agreement((MAYA, TOMAS))
        .proposed(TERMS[0], yes(MAYA, 1))
        .proposed(TERMS[1], yes(MAYA, 2))
        .accepted(yes(TOMAS, 2))
    )

    assert agreement.accepted(yes(TOMAS, 1)).in_force == 2


@pytest.mark.parametrize(
    ("rhythm", "weeks"),
    [(Rhythm.WEEKLY, 1), (Rhythm.FORTNIGHTLY, 2), (Rhythm.THREE_WEEKLY, 3), (Rhythm.MONTHLY, 4)],
)
def test_a_rhythm_is_so_many_weeks(rhythm: Rhythm, weeks: int) -> None:
    assert rhythm.weeks == weeks


CONSENTS = st.lists(
    st.builds(
        Consent,
        st.sampled_from(MEMBERS),
        st.integers(1, 3),
        st.just(TUESDAY),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@given(CONSENTS)
def test_only_each_members_own_counted_yes_puts_a_version_in_force(
    consents: list[Consent],
) -> None:
    """practice INV-01, INV-16"""
    agreement = Agreement(MEMBERS, tuple(TERMS))
    for each in consents:
        agreement = agreement.accepted(each)

    for version in (1, 2, 3):
        mine = [agreement.yes_of(member, version) for member in MEMBERS]
        power = any(c is not None and c.power for c in mine)
        counts = [c is not None and (c.chosen or not power) for c in mine]
        assert agreement.power_named(version) == power
        assert (not agreement.waiting(version)) == all(counts)
        if all(counts):
            assert agreement.in_force >= version
    assert len({(c.member, c.version) for c in agreement.consents}) == len(agreement.consents)
    force = agreement.in_force
    assert force == 0 or set(agreement.agreed(force)) == set(MEMBERS)


@given(CONSENTS, st.sampled_from(MEMBERS), st.integers(1, 3))
def test_a_yes_said_again_replaces_itself(
    consents: list[Consent], member: MemberId, version: int
) -> None:
    agreement = Agreement(MEMBERS, tuple(TERMS), tuple(consents))
    again = yes(member, version, chosen=True)

    twice = agreement.accepted(replace(again, chosen=False)).accepted(again)

    assert twice.yes_of(member, version) == again
