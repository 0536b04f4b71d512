"""What is counted for the operator: deliveries, sends and what waits; ids and words never."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from handlers.words import say

REGISTRY = CollectorRegistry()

DELIVERIES = Histogram(
    "tandem_delivery_seconds",
    say("metrics.deliveries"),
    ("kind", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0),
    registry=REGISTRY,
)
SENDS = Counter(
    "tandem_sends_total",
    say("metrics.sends"),
    ("method", "outcome"),
    registry=REGISTRY,
)
PLAIN = Counter(
    "tandem_plain_messages_total",
    say("metrics.plain"),
    ("kind", "reason"),
    registry=REGISTRY,
)
LATENESS = Histogram(
    "tandem_send_late_seconds",
    say("metrics.late"),
    buckets=(0.1, 0.5, 1.0, 5.0, 30.0, 120.0, 600.0, 3600.0),
    registry=REGISTRY,
)
WAITING = Gauge(
    "tandem_outbox_rows",
    say("metrics.waiting"),
    ("state",),
    registry=REGISTRY,
)
SOCKET_SILENCE = Gauge("tandem_socket_silence_seconds", say("metrics.silence"), registry=REGISTRY)


def exposition() -> bytes:
    """Everything counted, in the text format of Prometheus."""
    return generate_latest(REGISTRY)
