"""Every name that Slack and we share: commands, events, buttons, menus and forms."""

from typing import Final

COACH: Final = "/coach"
PAIR: Final = "/coach-pair"
STATUS: Final = "/coach-status"
PROGRAM: Final = "/coach-program"
HELP: Final = "/coach-help"

COMMANDS: Final = (COACH, PAIR, STATUS, PROGRAM, HELP)

HOME_OPENED: Final = "app_home_opened"
MESSAGE: Final = "message"
USER_CHANGE: Final = "user_change"

EVENTS: Final = (HOME_OPENED, "message.im", USER_CHANGE)
"""As the manifest names them; Bolt knows `message.im` as `message`."""

JOIN: Final = "join"
EXPLAIN: Final = "explain"
INVITE: Final = "invite"
SEE_INVITATION: Final = "see_invitation"
NOT_THIS_TIME: Final = "not_this_time"
NEVER_AGAIN: Final = "never_again"
WITHDRAW: Final = "withdraw"
CHANGE_TERMS: Final = "change_terms"
ANSWER_BOX: Final = "answer_box"
OPEN_STEP: Final = "open_step"
SKIP_STEP: Final = "skip_step"
SHOW_ANYWAY: Final = "show_anyway"
READ_TOGETHER: Final = "read_together"
USE_AS_GOAL: Final = "use_as_goal"
OPEN_GOAL: Final = "open_goal"
SEE_AGREEMENT: Final = "see_agreement"
PARTNERSHIP_MENU: Final = "partnership_menu"
RESUME: Final = "resume"
OPEN_PROGRAM: Final = "open_program"

PROGRAM_FORM: Final = "program_form"
INVITE_FORM: Final = "invite_form"
INVITATION_FORM: Final = "invitation_form"
STEP_FORM: Final = "step_form"
TOGETHER_FORM: Final = "together_form"
GOAL_FORM: Final = "goal_form"
LEAVE_FORM: Final = "leave_form"
PAGE: Final = "page"
"""A form that only shows something."""
