"""What Slack's client raises, read once: a refusal of Slack's own, or an answer that is none."""

from slack_sdk.errors import SlackApiError

from bot.retries import RateLimited, Refused, ServerFailed

_TOO_MANY = 429
_SERVER = 500
_WAIT_UNTOLD = 30.0


def refusal(error: SlackApiError) -> RateLimited | Refused | ServerFailed:
    """What Slack's answer means; what is not Slack's own kind of answer may hide a success."""
    answer = error.response
    status = int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0))
    if status == _TOO_MANY:
        told = answer.headers.get("Retry-After") or answer.headers.get("retry-after")
        return RateLimited(float(told) if told else _WAIT_UNTOLD)
    data = getattr(answer, "data", None)
    if status < _SERVER and isinstance(data, dict) and data.get("ok") is False:
        return Refused(str(data.get("error") or "unknown_error"))
    return ServerFailed(status)


def word(error: SlackApiError) -> str:
    """Slack's word for what went wrong, or the status where it has none."""
    match refusal(error):
        case Refused(said):
            return said
        case RateLimited():
            return "ratelimited"
        case ServerFailed(status):
            return f"http_{status}"
