"""The whole list of what we listen for; whatever is not on it is acknowledged and does nothing."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from flows.balance import Way
from handlers import (
    agreements,
    answers,
    asking,
    asking_on,
    attending,
    balancing,
    choosing,
    commands,
    copies,
    documents,
    drafting,
    easing,
    expertise,
    feedbacks,
    gathering,
    giving,
    goal_talk,
    goals,
    good_question,
    guests,
    happenings,
    ids,
    inviting,
    item_answers,
    learning,
    offering,
    own_lessons,
    own_week,
    pairs,
    parking,
    prework,
    privacy,
    programs,
    quieting,
    reflections,
    regrouping,
    replies,
    rhythm,
    second_thoughts,
    sessions,
    setups,
    sharing,
    sitting,
    steering,
    steps,
    suggesting,
    talks,
    texts_together,
    typing,
    uninstalling,
    visits,
    workshops,
)
from handlers.answers import Listener, carried
from handlers.payloads import action
from handlers.seams import Desk
from handlers.words import say

COMMANDS: Mapping[str, Listener] = {
    ids.COACH: commands.understood(ids.COACH, commands.coach_asked),
    ids.PAIR: commands.understood(ids.PAIR, inviting.pair_asked, takes_person=True),
    ids.GOAL: commands.understood(ids.GOAL, goal_talk.goal_asked),
    ids.OBSERVE: commands.understood(ids.OBSERVE, sessions.observe_asked),
    ids.STATUS: commands.understood(ids.STATUS, commands.status_asked),
    ids.FEEDBACK: commands.understood(ids.FEEDBACK, feedbacks.feedback_asked),
    ids.PROGRAM: commands.understood(ids.PROGRAM, programs.program_asked),
    ids.REFLECT_COMMAND: commands.understood(ids.REFLECT_COMMAND, reflections.reflect_asked),
    ids.PAUSE: commands.understood(ids.PAUSE, quieting.pause_asked),
    ids.LEARN: commands.understood(ids.LEARN, learning.learn_asked),
    ids.PRIVACY: commands.understood(ids.PRIVACY, privacy.privacy_asked),
    ids.HELP: commands.understood(ids.HELP, commands.help_asked),
}

ACTIONS: Mapping[str, Listener] = {
    ids.JOIN: programs.joined,
    ids.EXPLAIN: programs.explained,
    ids.GOOD_QUESTION: good_question.opened,
    ids.OPEN_PROGRAM: programs.program_asked,
    ids.INVITE: inviting.invite_pressed,
    ids.SUGGEST: suggesting.suggested,
    ids.ASK_SUGGESTED: suggesting.chosen,
    ids.ASK_OTHER: suggesting.another,
    ids.SEE_INVITATION: quieting.noticed(gathering.seen),
    ids.ASK_GROUP: gathering.wanted,
    ids.GROUP_NEED: gathering.wanted,
    ids.SEE_ANSWERS: quieting.noticed(gathering.answers_seen),
    ids.START_GROUP: gathering.start_pressed,
    ids.CALL_OFF: gathering.called_off,
    ids.STEP_BACK: gathering.stepped_back,
    ids.ANOTHER_WAY: regrouping.wanted,
    ids.GUESTS: guests.opened,
    ids.SUGGEST_GUEST: guests.wanted,
    ids.GUEST_YES: guests.agreed,
    ids.GUEST_NO: guests.refused,
    ids.GUEST_COME: guests.came,
    ids.GUEST_DECLINE: guests.declined,
    ids.GUEST_READ: quieting.noticed(guests.page_read),
    ids.NOT_THIS_TIME: inviting.declined,
    ids.NEVER_AGAIN: inviting.declined_for_good,
    ids.WITHDRAW: inviting.declined,
    ids.CHANGE_TERMS: inviting.terms_unfolded,
    ids.ANSWER_BOX: steps.box_sent,
    ids.OPEN_STEP: quieting.noticed(visits.with_request(steps.step_opened)),
    ids.SKIP_STEP: steps.step_skipped,
    ids.START_NOW: second_thoughts.started,
    ids.MY_LEVEL: asking.opened,
    ids.LESSON: learning.played,
    ids.LESSONS: learning.list_opened,
    ids.LESSON_NOW: learning.begun,
    ids.LESSON_TRAINED: learning.put_off,
    ids.LESSON_LATER: learning.put_off,
    ids.LEVEL_HERE: asking.changed_here,
    ids.ASK_AFTER_ALL: second_thoughts.asked_after_all,
    ids.WANT_NOTES: second_thoughts.notes_wanted,
    ids.MORE_QUESTIONS: drafting.unfolded,
    ids.CHANGE_CHOICES: drafting.unfolded,
    ids.NEED: choosing.needed,
    ids.WAY_PICKED: drafting.edited,
    ids.SAVE_DRAFT: drafting.saved,
    ids.EDIT_STEP: drafting.edited,
    ids.GOAL_VERDICT: drafting.edited,
    ids.READ_SHARED: quieting.noticed(sharing.shared_read),
    ids.OWN_ANSWERS: sharing.own_opened,
    ids.UNCOPY: copies.copy_taken_back,
    ids.READ_NOTES: feedbacks.notes_read,
    ids.WAIVE_WORDS: feedbacks.words_waived,
    ids.RECALL: feedbacks.note_recalled,
    ids.ADD_NOTE: feedbacks.addition_opened,
    ids.READ_TOGETHER: quieting.noticed(pairs.both_read),
    ids.SHOW_ANYWAY: pairs.shown_anyway,
    ids.KEEP_MINE: pairs.kept_for_oneself,
    ids.USE_AS_GOAL: pairs.goal_drafted,
    ids.OPEN_GOAL: quieting.noticed(goals.goal_opened),
    ids.GOAL_BEGIN: goal_talk.goal_begun,
    ids.GOAL_ANSWER: goal_talk.box_answered,
    ids.GOAL_BACK: goal_talk.moved_back,
    ids.GOAL_SKIP: goal_talk.skipped,
    ids.GOAL_ASK: goal_talk.question_chosen,
    ids.GOAL_LATER: goal_talk.put_aside,
    ids.GOAL_STOP: goal_talk.stopped,
    ids.GOAL_IN_FORM: goal_talk.form_opened,
    ids.GOAL_TAKE_FIRST: goal_talk.day_taken,
    ids.GOAL_TAKE_LAST: goal_talk.day_taken,
    ids.GOAL_SET: goal_talk.goal_set,
    ids.GOAL_KEEP: goals.decision_opened,
    ids.GOAL_ADJUST: goals.decision_opened,
    ids.GOAL_REACHED: goals.decided,
    ids.GOAL_SET_ASIDE: goals.decided,
    ids.GOAL_NOTE: goals.note_opened,
    ids.GOAL_SHARE: goals.part_shared,
    ids.GOAL_UNSHARE: goals.part_taken_back,
    ids.READ_SHARED_GOAL: quieting.noticed(goals.shared_read),
    ids.SEE_AGREEMENT: quieting.noticed(agreements.agreement_opened),
    ids.KEEP_AGREEMENT: agreements.kept_as_it_is,
    ids.PARTNERSHIP_MENU: pairs.menu_used,
    ids.RESUME: pairs.resumed,
    ids.PICK_VISIT: visits.time_picked,
    ids.UNFOLD_REQUEST: visits.request_unfolded,
    ids.OTHER_TIMES: visits.other_times,
    ids.WORKS: sessions.time_works,
    ids.TAKE_BACK: sessions.taken_back,
    ids.SEE_SESSION: quieting.noticed(sessions.session_seen),
    ids.CANCEL_SESSION: sessions.cancelled,
    ids.SESSION_OFF: sessions.cancelled,
    ids.SESSION_HELD: sessions.held,
    ids.UNDO_HELD: sessions.unheld,
    ids.PLAN_TOGETHER: sessions.planned_together,
    ids.ASK_TALK: talks.talk_wanted,
    ids.TALK_HELD: talks.held_opened,
    ids.TALK_NOTES: talks.notes_opened,
    ids.TALK_QUESTIONS: talks.questions_opened,
    ids.GO_ON: sitting.gone_on,
    ids.STEP_BACK_IN: sitting.gone_back,
    ids.STOP_SITTING: sitting.stop_wanted,
    ids.MORE_OF_SITTING: sitting.unfolded,
    ids.REOPEN_STEP: steps.gone_back,
    ids.CHANGE_CHOICE: talks.choice_changed,
    ids.OWN_LESSON: own_lessons.wanted,
    ids.PARK: parking.opened,
    ids.TAKE_WAY: parking.way_taken,
    ids.KEEP_WAY: parking.way_kept,
    ids.REPLY: quieting.noticed(replies.opened),
    ids.READ_REPLY: quieting.noticed(replies.read),
    ids.CONFIRM_THEME: replies.theme_confirmed,
    ids.MY_LESSONS: own_week.opened,
    ids.ITEM_KIND: item_answers.kind_picked,
    ids.ADD_PREWORK: prework.wanted,
    ids.MARK_PREWORK: prework.marked,
    ids.PREWORK_DONE: prework.all_done,
    ids.PREWORK_NOT_NOW: prework.not_this_time,
    ids.READ_PREWORK: prework.read,
    ids.READ_PART: prework.part_read,
    ids.EXPERTISE: expertise.opened,
    ids.WARM_UP: prework.warm_up_opened,
    ids.WORKSHOPS: workshops.all_wanted,
    ids.NEW_WORKSHOP: workshops.form_wanted,
    ids.LEAD_WORKSHOP: workshops.one_wanted,
    ids.CHANGE_WORKSHOP: workshops.form_wanted,
    ids.ANNOUNCE_WORKSHOP: workshops.announced,
    ids.CALL_OFF_WORKSHOP: workshops.called_off,
    ids.TAKE_DOWN_WORKSHOP: workshops.taken_down,
    ids.ADD_GIVEN: giving.wanted,
    ids.GIVEN_MENU: giving.menu_used,
    ids.SEE_WORKSHOP: quieting.noticed(attending.seen),
    ids.COME: attending.came,
    ids.STAY_AWAY: attending.stayed_away,
    ids.MARK_GIVEN: attending.marked,
    ids.GIVEN_DONE: attending.all_done,
    ids.GIVEN_NOT_NOW: attending.not_this_time,
    ids.WARM_UP_GIVEN: attending.recall_opened,
    ids.TRY_COLLEAGUE: attending.colleague_wanted,
    ids.TRY_PARTNER: attending.partner_wanted,
    ids.TRY_NOT_NOW: attending.not_now,
    ids.READ_TOGETHER_TEXT: quieting.noticed(documents.read),
    ids.AGREE_VERSION: documents.agreed,
    ids.CHANGE_VERSION: documents.change_opened,
    ids.EARLIER_VERSION: documents.earlier,
    ids.OUTSIDE_YES: documents.said_outside,
    ids.OUTSIDE_NO: documents.said_outside,
    ids.TAKE_CARD_AWAY: documents.card_taken_away,
    ids.MESSAGE_MENU: quieting.menu_used,
    ids.QUIET: quieting.quiet_chosen,
    ids.STOP_ALL: quieting.stopped,
    ids.START_AGAIN: quieting.started,
    ids.TERM_KEEP: balancing.kept_for_next_term,
    ids.CHECK_RHYTHM: balancing.rhythm_checked,
    ids.RHYTHM_FINE: balancing.rhythm_answered(Way.FINE),
    ids.RHYTHM_LIGHTEN: balancing.rhythm_answered(Way.LIGHTEN),
    ids.RHYTHM_PAUSE: balancing.rhythm_answered(Way.PAUSE),
    ids.RHYTHM_FINISH: balancing.rhythm_answered(Way.FINISH),
    ids.SWAP_NEXT: balancing.swap_wished,
    ids.TALK_ABOUT_IT: balancing.talk_wished,
    ids.ASK_ON: asking_on.day_wanted,
    ids.SCHOOL_DATES: rhythm.dates_wanted,
    ids.OFFERING: offering.wanted,
    ids.QUESTIONS: rhythm.questions_wanted,
    ids.REMOVE_QUESTION: rhythm.question_removed,
    ids.MY_HOURS: steering.hours_wanted,
    ids.MY_LEAVE: steering.leave_wanted,
    ids.COME_BACK: steering.came_back,
    ids.STEP_LATER: easing.put_off,
    ids.EASE_KEEP: easing.kept,
    ids.EASE_STAY: easing.stayed,
    ids.EASE_LIGHTEN: easing.lightened,
    ids.EASE_MOVE: easing.move_wanted,
    ids.EASE_SKIP: easing.skipped,
    ids.EASE_PAUSE: easing.pause_wanted,
    ids.EASE_FINISH: easing.finish_wanted,
    ids.PULSE: easing.pulse_answered,
    ids.REFLECT: reflections.page_wanted,
    ids.REFLECT_BLANK: reflections.page_wanted,
    ids.OPEN_REFLECTION: reflections.opened,
    ids.UNPOST_REFLECTION: reflections.taken_back,
    ids.ERASE_REFLECTION: reflections.erased,
    ids.READ_REFLECTION: quieting.noticed(reflections.read),
    ids.MY_DATA: privacy.privacy_asked,
    ids.OWN_WRITING: privacy.page_opened,
    ids.OWN_RELEASED: privacy.page_opened,
    ids.YOUNGER: privacy.page_turned,
    ids.OLDER: privacy.page_turned,
    ids.OWN_FILE: privacy.file_asked,
    ids.DELETE_TEXT: privacy.text_deleted,
    ids.DELETE_COPY: privacy.copy_deleted,
    ids.DELETE_ALL: privacy.all_asked,
}

FORMS: Mapping[str, Listener] = {
    ids.PROGRAM_FORM: programs.program_saved,
    ids.INVITE_FORM: inviting.invitation_sent,
    ids.GROUP_FORM: gathering.sent,
    ids.GROUP_ANSWER_FORM: gathering.answered,
    ids.GROUP_START_FORM: gathering.start_sent,
    ids.ANOTHER_WAY_FORM: regrouping.sent,
    ids.GUEST_FORM: guests.suggested,
    ids.GUEST_WORDS_FORM: guests.words_sent,
    ids.INVITATION_FORM: inviting.invitation_answered,
    ids.VERSION_FORM: documents.sent,
    ids.STEP_FORM: steps.step_sent,
    ids.BEFORE_FORM: texts_together.begun,
    ids.LEVEL_FORM: asking.saved,
    ids.LESSON_FORM: learning.answer_sent,
    ids.WORDS_FORM: feedbacks.words_sent,
    ids.ANSWER_FORM: feedbacks.answer_sent,
    ids.RELEASE_FORM: feedbacks.note_released,
    ids.ADDED_FORM: feedbacks.addition_sent,
    ids.SHARE_FORM: sharing.ticked_shared,
    ids.SETUP_FORM: setups.setup_sent,
    ids.TOGETHER_FORM: pairs.question_sent,
    ids.GOAL_STEPS_FORM: goal_talk.form_sent,
    ids.GOAL_READY_FORM: goal_talk.ready_sent,
    ids.GOAL_DECISION_FORM: goals.decision_sent,
    ids.GOAL_NOTE_FORM: goals.noted,
    ids.AGREEMENT_FORM: agreements.agreement_sent,
    ids.LEAVE_FORM: pairs.left,
    ids.QUIET_FORM: quieting.quiet_sent,
    ids.HOURS_FORM: steering.hours_sent,
    ids.ASK_ON_FORM: asking_on.day_sent,
    ids.DATES_FORM: rhythm.dates_sent,
    ids.OFFERING_FORM: offering.sent,
    ids.QUESTIONS_FORM: rhythm.questions_sent,
    ids.LEAVE_DAYS_FORM: steering.leave_sent,
    ids.MOVE_TURN_FORM: easing.move_sent,
    ids.REFLECT_FORM: reflections.page_sent,
    ids.REFLECT_PREVIEW: reflections.preview_sent,
    ids.REQUEST_FORM: visits.request_sent,
    ids.TIME_FORM: visits.time_sent,
    ids.TALK_FORM: talks.talk_sent,
    ids.HELD_FORM: talks.held_sent,
    ids.STOP_FORM: sitting.stopped,
    ids.SITTING_FORM: sitting.kept,
    ids.REPLY_FORM: replies.sent,
    ids.PARK_FORM: parking.sent,
    ids.OWN_LESSON_FORM: own_lessons.sent,
    ids.LESSONS_FORM: own_week.saved,
    ids.PREWORK_FORM: prework.added,
    ids.WARM_UP_FORM: prework.warmed_up,
    ids.WORKSHOP_FORM: workshops.saved,
    ids.GIVEN_FORM: giving.sent,
    ids.GIVEN_QUESTION_FORM: giving.question_sent,
    ids.GIVEN_MORE_FORM: giving.more_sent,
    ids.WARM_UP_GIVEN_FORM: attending.recalled,
    ids.DELETE_ALL_FORM: privacy.all_deleted,
}

EVENTS: Mapping[str, Listener] = {
    ids.HOME_OPENED: happenings.home_opened,
    ids.MESSAGE: typing.typed,
    ids.USER_CHANGE: happenings.person_changed,
    ids.UNINSTALLED: uninstalling.uninstalled,
    ids.TOKENS_REVOKED: uninstalling.tokens_revoked,
    ids.DND_CHANGED: happenings.quiet_hours_changed,
}


def register(app: AsyncApp) -> None:
    """Tells Bolt about every listener; the nets come last, since the first match wins.

    Buttons and forms have one each, which finds its own by name: Bolt asks its listeners one after
    the other, and asking twenty costs more than all else that it does for a delivery.
    """
    anything = re.compile(".*")
    app.action(anything)(
        named(ACTIONS, lambda body: str(action(body).get("action_id")), late_click)
    )
    app.view(anything)(
        named(FORMS, lambda body: str(body["view"].get("callback_id")), nothing_to_do)
    )
    for event, listener in EVENTS.items():
        app.event(event)(carried(listener))
    app.event(anything)(nothing_to_do)
    for command, listener in COMMANDS.items():
        app.command(command)(carried(listener))
    app.command(anything)(carried(commands.nothing_known))
    app.view_closed(anything)(nothing_to_do)
    app.shortcut(anything)(nothing_to_do)


def named(
    listeners: Mapping[str, Listener], name: Callable[[dict[str, Any]], str], otherwise: Listener
) -> Listener:
    """The listener of a delivery's name, or the net below them all."""
    known = {each: carried(listener) for each, listener in listeners.items()}
    net = carried(otherwise)

    async def heard(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
        await known.get(name(body), net)(ack, body, client, desk)

    return heard


async def nothing_to_do(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Something that concerns us not: acknowledged, so that Slack does not send it again."""
    del body, client, desk
    await ack()


async def late_click(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """A button or menu that nothing listens to: an input read later, or a very old message."""
    del client
    used = body.get("actions") or [{}]
    await ack()
    if used[0].get("type") == "button" and "url" not in used[0]:
        answers.whisper(body, desk, say("outage.late", await desk.locale()))
