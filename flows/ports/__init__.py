"""The roles that the decisions need played: work on stored things, and the store that lends it.

A body is an ordinary function of a `Work`, carried out in one transaction. It says beforehand which
aggregate it locks; then it reads, asks a pure flow, and writes. Moment, ids and chance are fixed
before it starts, so that it can be run again; either all that it wrote is kept or nothing.
"""

from flows.ports.messages import Place
from flows.ports.planned import Alarm
from flows.ports.work import Busy, Lock, Reader, SeenBefore, Store, Unsure, Work

__all__ = ["Alarm", "Busy", "Lock", "Place", "Reader", "SeenBefore", "Store", "Unsure", "Work"]
