"""Slack's language, in and out: payloads become events and values, values become Block Kit."""

from handlers.listeners import register

__all__ = ["register"]
