"""Which protocol structures cycles began with, held against the files of today."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from flows.faults import ProtocolFault, fault
from flows.library import Library
from flows.protocol import digest, pinned
from storage.tables import protocol_versions

_KNOWN = select(protocol_versions.c.digest, protocol_versions.c.body).distinct()


def changed(connection: Connection, library: Library) -> Sequence[ProtocolFault]:
    """Every file whose structure changed while its version did not (design, Protocols are data)."""
    today = {p.id: (p.version, digest(p)) for p in library.protocols.values()}
    before: dict[str, set[str]] = {}
    for name, body in connection.execute(_KNOWN):
        protocol = pinned(body)
        version, _ = today.get(protocol.id, (None, ""))
        if version == protocol.version:
            before.setdefault(protocol.id, set()).add(name)
    return [
        fault(f"{name}.yml", 1, "same_version", id=name, version=today[name][0])
        for name, digests in sorted(before.items())
        if digests != {today[name][1]}
    ]
