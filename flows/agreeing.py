"""The whole agreement: read, changed and agreed to by its members, version by version (G1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows import another_way, answered, copying, reading, saying
from flows.agreement import Consent, Terms
from flows.coaching import Late, NotTheirs, TooLong
from flows.ids import MemberId, PartnershipId
from flows.inviting import PowerUnchosen, Yes
from flows.partnership import Partnership, PartnershipState
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.unchanged import Unchanged
from flows.written import keep_text

OUT, USUAL, POWER_DO = "out", "usual", "power_do"
"""What the members put in words of their own: AG2, AG5's usual slot, AG9."""

LONGEST: Mapping[str, int] = {OUT: 1500, USUAL: 80, POWER_DO: 1500}

PROPOSED = "agreement_proposed"
IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Reading:
    """The agreement as one member reads it: the version that waits, else the one in force."""

    pair: Partnership
    version: int
    texts: Mapping[str, str]
    asked: bool

    @property
    def terms(self) -> Terms:
        """What that version says."""
        return self.pair.agreement.terms(self.version)

    @property
    def waits(self) -> bool:
        """Whether that version is not in force yet."""
        return self.version > self.pair.agreement.in_force

    @property
    def power_named(self) -> bool:
        """Whether somebody answered AG9 with yes."""
        return self.pair.agreement.power_named(self.version)


@dataclass(frozen=True, slots=True)
class Same(Unchanged):
    """Nothing differs from what is agreed already."""


@dataclass(frozen=True, slots=True)
class Newer(Unchanged):
    """Another version came meanwhile; it is to be read first."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class Suggested:
    """The version waits for the others' yes; the one in force stays so."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class InForce:
    """All members agreed to the version."""

    pair: Partnership


@dataclass(frozen=True, slots=True)
class KeptAsItIs:
    """The version in force stays; the other one is not taken up."""

    pair: Partnership


Refused = NotTheirs | Late | Newer | Same | TooLong | PowerUnchosen


def read(reader: Reader, who: MemberId, partnership: PartnershipId) -> Reading | NotTheirs:
    """The agreement, for its members."""
    pair = reader.partnerships.get(partnership)
    if pair is None or who not in pair.members:
        return NotTheirs()
    return _reading(reader, who, pair)


def _reading(reader: Reader, who: MemberId, pair: Partnership) -> Reading:
    agreement = pair.agreement
    version = agreement.pending or agreement.in_force
    texts = reading.of_pair(reader, _about(pair, version), who, pair)
    asked = version == agreement.pending and who in agreement.waiting(version)
    return Reading(pair, version, {piece.key: piece.words for piece in texts}, asked)


def submit(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    version: int,
    terms: Terms,
    texts: Mapping[str, str],
    yes: Yes,
) -> Suggested | InForce | Refused:
    """A yes to the version read, or with anything changed a new version that all agree to anew."""
    found = _current(work, who, partnership, version)
    if not isinstance(found, Reading):
        return found
    said = {key: words for key, words in texts.items() if key in LONGEST and words.strip()}
    long = {key: len(words) for key, words in said.items() if len(words) > LONGEST[key]}
    if long:
        return TooLong(long, {key: LONGEST[key] for key in long})
    consent = Consent(who, version, work.now, yes.power, yes.chosen)
    if terms == found.terms and said == dict(found.texts):
        if found.asked:
            return _agreed(work, who, found, consent)
        if found.power_named or not yes.power:
            return Same()
    if yes.power and not yes.chosen:
        return PowerUnchosen()
    agreement = found.pair.agreement.kept_as_it_is().proposed(terms, consent)
    pair = replace(found.pair, agreement=agreement)
    for key, words in said.items():
        _keep(work, pair, key, words)
    _put(work, pair)
    _ask(work, pair, agreement.waiting(agreement.newest), by=who)
    return Suggested(_reading(work, who, pair))


def keep_as_it_is(
    work: Work, who: MemberId, partnership: PartnershipId, version: int
) -> KeptAsItIs | NotTheirs | Late | Newer:
    """The version in force stays; nobody gives or reads a reason."""
    found = _current(work, who, partnership, version)
    if not isinstance(found, Reading):
        return found
    if not found.waits:
        return Late()
    pair = replace(found.pair, agreement=found.pair.agreement.kept_as_it_is())
    _put(work, pair)
    _show(work, pair, version)
    return KeptAsItIs(pair)


def _agreed(
    work: Work, who: MemberId, found: Reading, consent: Consent
) -> Suggested | InForce | PowerUnchosen:
    agreement = found.pair.agreement.accepted(consent)
    version = found.version
    if who not in agreement.counted(version):
        return PowerUnchosen()
    pair = replace(found.pair, agreement=agreement)
    _put(work, pair)
    waiting = agreement.waiting(version)
    if waiting:
        _ask(work, pair, waiting, by=who)
        return Suggested(_reading(work, who, pair))
    copying.switched(work, pair)
    _show(work, pair, version)
    another_way.agreed(work, pair)
    for member in pair.others(who):
        saying.event(
            work,
            member,
            IN_FORCE,
            f"{IN_FORCE}:{pair.id}:{version}:{member}",
            partnership=pair.id,
            version=version,
        )
    return InForce(pair)


def _current(
    reader: Reader, who: MemberId, partnership: PartnershipId, version: int
) -> Reading | NotTheirs | Late | Newer:
    found = read(reader, who, partnership)
    if not isinstance(found, Reading):
        return found
    if found.pair.state in {PartnershipState.ENDED, PartnershipState.FORMING}:
        return Late()
    return found if version == found.version else Newer(found)


def _ask(work: Work, pair: Partnership, members: tuple[MemberId, ...], *, by: MemberId) -> None:
    """Those asked have not seen these words, or their yes counts no more (INV-16)."""
    agreement = pair.agreement
    version = agreement.newest
    for member in members:
        again = "again" if member in agreement.agreed(version) else "first"
        saying.event(
            work,
            member,
            PROPOSED,
            f"{PROPOSED}:{pair.id}:{version}:{member}:{again}",
            partnership=pair.id,
            version=version,
            by=by,
        )


def _show(work: Work, pair: Partnership, version: int) -> None:
    """The messages that asked show how it ended."""
    asked = f"{PROPOSED}:{pair.id}:{version}"
    names = [f"{asked}:{m}:{again}" for m in pair.members for again in ("first", "again")]
    answered.show(work, *names)


def _put(work: Work, pair: Partnership) -> None:
    work.partnerships.put(pair)
    saying.home(work, *pair.members)


def _keep(work: Work, pair: Partnership, key: str, words: str) -> None:
    keep_text(
        work,
        Vault(None, pair.id),
        _about(pair, pair.agreement.newest),
        key,
        words,
        Sharing.MEMBERS,
        shared=True,
    )


def _about(pair: Partnership, version: int) -> str:
    return f"agreement:{pair.id}/{version}"
