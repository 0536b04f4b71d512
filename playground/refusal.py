"""A refusal in Slack's words: the `error` of a Web API answer and what explains it."""

from typing import Any


class SlackRefusal(Exception):
    """`ok: false` with this error; `more` stands beside it in the answer."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = messages
        self.more = more

    def answer(self) -> dict[str, Any]:
        """The JSON of the answer."""
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer
