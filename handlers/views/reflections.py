"""The week's prompt in the channel, and reflections: written privately, previewed, listed."""

from collections.abc import Mapping, Sequence

from flows.ids import MemberId, PartnershipId
from flows.prompting import PostedPrompt
from flows.reflecting import LONGEST, Reflection, Where
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, days
from handlers.words import knows, say

MOST_LISTED = 8


Asked = Mapping[str, str]
"""The program's own questions, by name."""


def question(prompt: str, locale: str, own: Asked | None = None) -> str:
    """The sentence of a prompt; of a blank page its own."""
    if own and prompt in own:
        return own[prompt]
    named = prompt.rpartition("bank:")[2]
    key = f"weekly.{named}"
    return say(key if prompt and knows(key) else "weekly.blank", locale)


def weekly(posted: PostedPrompt, own: Asked, by: MemberId, telling: Telling) -> Message:
    """The prompt in the channel, with the name of who set it up; it tags nobody."""
    locale = telling.locale
    asked = blocks.escaped(question(posted.name, locale, own))
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    write = blocks.button(
        ids.REFLECT, say("weekly.private", locale), prompt=posted.id, name=posted.name
    )
    return Message(
        asked,
        [
            blocks.section(f"{say('weekly.intro', locale, who=who)}\n{asked}"),
            blocks.actions(write),
            blocks.context(say("weekly.reply", locale)),
        ],
    )


def form(
    prompt: str,
    name: str,
    *,
    key: str,
    locale: str,
    words: str = "",
    reflection: str = "",
    own: Asked | None = None,
) -> Block:
    """A page for one person alone."""
    return blocks.modal(
        ids.REFLECT_FORM,
        say("weekly.title", locale),
        [
            blocks.section(blocks.escaped(question(name, locale, own))),
            blocks.field(
                "words",
                say("weekly.words", locale),
                blocks.typed("words", initial=words),
                hint=say("weekly.words_hint", locale, most=f"{LONGEST:,}"),
            ),
        ],
        submit=say("weekly.save", locale),
        close=say("app.close", locale),
        key=key,
        prompt=prompt,
        name=name,
        reflection=reflection,
    )


def preview(
    found: Reflection,
    partners: Mapping[PartnershipId, Sequence[MemberId]],
    telling: Telling,
    *,
    key: str,
    copied: bool = False,
) -> Block:
    """The words as they would be read, and where they may go; kept is the choice that stands.

    `copied` says that what a partner is shown there goes into a group DM as well.
    """
    locale, nobody = telling.locale, say("app.somebody", telling.locale)
    options = [(Where.KEPT.value, say("weekly.kept", locale))]
    for pair, members in partners.items():
        names = ", ".join(telling.names.get(m, nobody) for m in members)
        options.append((f"{Where.PARTNER}:{pair}", say("weekly.to_partner", locale, who=names)))
    options.append((Where.CHANNEL.value, say("weekly.to_channel", locale)))
    return blocks.modal(
        ids.REFLECT_PREVIEW,
        say("weekly.title", locale),
        [
            blocks.section(say("weekly.preview", locale)),
            blocks.literal(found.words),
            blocks.field(
                "where",
                say("weekly.next", locale),
                blocks.radio("where", options, initial=Where.KEPT.value),
                hint=say("weekly.to_channel_hint", locale),
            ),
            *([blocks.context(say("weekly.copied", locale))] if copied else []),
        ],
        submit=say("weekly.done", locale),
        close=say("app.close", locale),
        key=key,
        reflection=found.id,
    )


def posted(by: MemberId, words: str, telling: Telling, *, on_prompt: bool) -> Message:
    """The author's own words under their name, by their own choice (INV-05)."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    intro = say("weekly.posted" if on_prompt else "weekly.posted_blank", locale, who=who)
    return Message(intro, [blocks.section(intro), blocks.literal(words)])


def shared(by: MemberId, partnership: PartnershipId, reflection: str, telling: Telling) -> Message:
    """A partner's reflection is there to read; its words are read in a form."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    text = say("weekly.shared", locale, who=who)
    read = blocks.button(
        ids.READ_REFLECTION,
        say("weekly.read", locale),
        partnership=partnership,
        reflection=reflection,
    )
    return Message(text, [blocks.section(text), blocks.actions(read)])


def page(words: str, locale: str) -> Block:
    """Somebody's words in a form, exactly as typed."""
    return blocks.modal(
        ids.PAGE,
        say("weekly.read_title", locale),
        [blocks.literal(words)],
        close=say("app.done", locale),
    )


def listed(
    current: PostedPrompt | None,
    own: Sequence[Reflection],
    asked_by_us: Asked,
    zone: str,
    locale: str,
) -> Message:
    """`/coach-reflect`: this week's question, a blank page, and one's own earlier ones."""
    title = say("weekly.list", locale)
    shown = [blocks.section(title)]
    buttons = [blocks.button(ids.REFLECT_BLANK, say("weekly.write_blank", locale))]
    if current is not None:
        named = blocks.escaped(question(current.name, locale, asked_by_us))
        asked = say("weekly.list_now", locale, question=named)
        shown.append(blocks.section(asked))
        now = blocks.button(
            ids.REFLECT,
            say("weekly.write_now", locale),
            style="primary",
            prompt=current.id,
            name=current.name,
        )
        buttons.insert(0, now)
    shown.append(blocks.actions(*buttons))
    for each in own[:MOST_LISTED]:
        shown += _entry(each, asked_by_us, zone, locale)
    if not own:
        shown.append(blocks.context(say("weekly.list_none", locale)))
    return Message(title, shown)


def _entry(each: Reflection, ours: Asked, zone: str, locale: str) -> list[Block]:
    day = days.day(each.written_at, zone)
    asked = blocks.escaped(question(each.name, locale, ours))
    row = [
        blocks.button(ids.OPEN_REFLECTION, say("weekly.open", locale), reflection=each.id),
        *(
            [
                blocks.button(
                    ids.UNPOST_REFLECTION, say("weekly.take_back", locale), reflection=each.id
                )
            ]
            if each.posted
            else []
        ),
        blocks.button(ids.ERASE_REFLECTION, say("weekly.erase", locale), reflection=each.id),
    ]
    return [
        blocks.section(say("weekly.entry", locale, day=day, question=asked)),
        blocks.actions(*row),
    ]
