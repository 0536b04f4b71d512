"""What is counted for the operator: deliveries, sends and what waits; ids and words never."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()

DELIVERIES = Histogram(
    "tandem_delivery_seconds",
    "Time from a delivery of Slack to our answer",
    ("kind", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0),
    registry=REGISTRY,
)
SENDS = Counter(
    "tandem_sends_total",
    "Calls that carried out an outbox row, by how they ended",
    ("method", "outcome"),
    registry=REGISTRY,
)
LATENESS = Histogram(
    "tandem_send_late_seconds",
    "Time from the moment a row was due to its arrival in Slack",
    buckets=(0.1, 0.5, 1.0, 5.0, 30.0, 120.0, 600.0, 3600.0),
    registry=REGISTRY,
)
WAITING = Gauge(
    "tandem_outbox_rows",
    "Rows of the outbox that are not at their end",
    ("state",),
    registry=REGISTRY,
)
SOCKET_LAST = Gauge(
    "tandem_socket_last_frame_seconds", "Age of the last Socket Mode frame", registry=REGISTRY
)


def exposition() -> bytes:
    """Everything counted, in the text format of Prometheus."""
    return generate_latest(REGISTRY)
