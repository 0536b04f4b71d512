"""The documentation names every setting, command and target that there is, and none that is not."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from typer.models import CommandInfo

from bot import keys_commands
from bot.__main__ import app as command_line
from bot.pages import protocols as page_on_protocols
from bot.settings import Settings
from tests.house.reading import ROOT, sources

SETTING = re.compile(r"`((?:TANDEM|SLACK)_[A-Z_]+)`")
COMMAND = re.compile(r"(?<![\w/.-])/coach(?:-[a-z]+)?(?![\w/-])")
OPERATED = re.compile(r"(?:`|/bin/)tandem ([a-z-]+)")
TARGET = re.compile(r"`make ([a-z]+)")
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)")


def pages() -> Iterator[tuple[str, str]]:
    """Every page of documentation: its path and what it says."""
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def all_pages() -> str:
    """What the documentation says, in one piece."""
    return "\n".join(text for _, text in pages())


def dead_links(name: str, text: str, root: Path) -> Iterator[str]:
    """Links of this page to files that are not there."""
    for target in LINK.findall(text):
        if not (root / Path(name).parent / target).exists():
            yield f"{name}: {target}"


def settings_named_by_code() -> set[str]:
    """Every setting that the code reads."""
    return {str(field.validation_alias) for field in Settings.model_fields.values()}


def commands_of_manifest() -> set[str]:
    """Every slash command that the app has."""
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    return {each["command"] for each in manifest["features"]["slash_commands"]}


def typed(commands: Iterable[CommandInfo]) -> set[str]:
    """What is typed for these commands."""
    return {
        each.name or getattr(each.callback, "__name__", "").replace("_", "-") for each in commands
    }


def operated() -> set[str]:
    """The command line's commands, those that have commands of their own included."""
    inside = [group.typer_instance for group in command_line.registered_groups]
    groups = {str(each.info.name) for each in inside if each is not None}
    return typed(command_line.registered_commands) | groups


def commands_page() -> str:
    """What can be typed, as documented."""
    return (ROOT / "docs" / "commands.md").read_text("utf-8")


def targets_of_makefile() -> set[str]:
    """Every target that somebody can make."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def differing(documented: Iterable[str], there: Iterable[str]) -> str:
    """What is missing in the documentation, and what only stands there; empty where they agree."""
    undocumented = sorted(set(there) - set(documented))
    invented = sorted(set(documented) - set(there))
    return "".join(
        f"{what}: {', '.join(names)}. "
        for what, names in (("not documented", undocumented), ("not in the code", invented))
        if names
    )


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert not differing(SETTING.findall(page), settings_named_by_code())


def test_the_example_environment_holds_settings_only() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    named = set(re.findall(r"^#?\s?([A-Z_]+)=", example, re.MULTILINE))

    assert named
    assert named <= settings_named_by_code()


def test_no_code_reads_another_setting() -> None:
    known = settings_named_by_code()
    found = {
        f"{source.path}: {name}"
        for source in sources("bot", "handlers", "storage", "flows")
        for name in re.findall(r"[\"']((?:TANDEM|SLACK)_[A-Z_]+)[\"']", source.text)
        if name not in known
    }

    assert not found


def test_every_command_is_documented() -> None:
    assert not differing(COMMAND.findall(commands_page()), commands_of_manifest())


def test_every_command_of_the_command_line_is_documented() -> None:
    documented = re.findall(r"^\| `tandem ([a-z-]+)", commands_page(), re.MULTILINE)

    assert not differing(documented, operated())


def test_every_command_about_keys_is_documented() -> None:
    page = (ROOT / "docs" / "keys.md").read_text("utf-8")
    documented = re.findall(r"^tandem keys ([a-z-]+)|`tandem keys ([a-z-]+)", page, re.MULTILINE)

    assert not differing(
        {one or other for one, other in documented}, typed(keys_commands.app.registered_commands)
    )


def test_no_page_calls_the_command_line_by_what_it_does_not_know() -> None:
    known = operated() | {"COMMAND"}
    called = {
        f"{name}: tandem {command}"
        for name, text in pages()
        for command in OPERATED.findall(text)
        if command not in known
    }

    assert not called


def test_no_page_names_a_command_that_is_not_there() -> None:
    named = {
        f"{name}: {command}"
        for name, text in pages()
        for command in COMMAND.findall(text)
        if command not in commands_of_manifest()
    }

    assert not named


def test_every_target_is_documented_and_every_documented_one_is_there() -> None:
    assert not differing(TARGET.findall(all_pages()), targets_of_makefile() - {"help"})


def test_every_link_leads_somewhere() -> None:
    found = [link for name, text in pages() for link in dead_links(name, text, ROOT)]

    assert not found, "\n".join(found)


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text("utf-8")))

    assert listed == {path.name for path in folder.glob("0*.md")}


def test_a_planted_difference_is_found() -> None:
    assert differing(["a"], ["a", "b"]) == "not documented: b. "
    assert differing(["a", "b"], ["a"]) == "not in the code: b. "
    assert not differing(["a"], ["a"])


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("see [that](docs/nowhere.md)", True),
        ("see [that](docs/nowhere.md#part)", True),
        ("see [that](here.md#part)", False),
        ("see [that](https://example.org/x)", False),
        ("see [that](#part)", False),
    ],
)
def test_a_planted_dead_link_is_found(text: str, dead: bool, tmp_path: Path) -> None:
    (tmp_path / "here.md").touch()

    assert bool(list(dead_links("README.md", text, tmp_path))) is dead


def test_the_page_on_protocol_files_is_what_the_models_say() -> None:
    written = (ROOT / "docs" / "protocols.md").read_text("utf-8")

    assert written == page_on_protocols(), "mend it with: make docs"
