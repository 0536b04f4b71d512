"""The composition root: it wires Slack, the flows and the store, and runs the process."""
