"""A goal and the form that gives it its words and its day."""

from flows.goal import Goal, GoalState
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say

STATEMENT = "statement"
REVIEW = "review"


def form(goal: Goal, statement: str, *, key: str, locale: str) -> Block:
    """The goal's sentence and the day to look again; only these two are needed (practice D)."""
    return blocks.modal(
        ids.GOAL_FORM,
        say("goal.title", locale),
        [
            blocks.field(
                STATEMENT,
                say("goal.statement", locale),
                blocks.typed(STATEMENT, initial=statement),
                hint=say("goal.statement_hint", locale),
            ),
            blocks.field(
                REVIEW,
                say("goal.review", locale),
                blocks.dates(REVIEW, goal.review_on.isoformat() if goal.review_on else None),
            ),
        ],
        submit=say("goal.save", locale),
        close=say("app.close", locale),
        key=key,
        goal=goal.id,
    )


def lines(goal: Goal, statement: str, day: str, locale: str) -> list[Block]:
    """The goal as its owner's Home shows it."""
    draft = goal.state is GoalState.DRAFT
    note = say("goal.draft_line", locale) if draft else say("goal.active_line", locale, day=day)
    press = say("goal.complete" if draft else "goal.open", locale)
    return [
        blocks.literal(statement),
        blocks.section(note, blocks.button(ids.OPEN_GOAL, press, goal=goal.id)),
    ]
