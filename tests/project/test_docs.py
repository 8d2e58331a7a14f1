"""The documents say what the code does: every setting, limit and command is there, with its default."""

import ast
import dataclasses
import importlib
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from core.answers import Answers, Smtp
from core.api import SCOPES, TOLD, Api
from core.limits import Limits
from core.settings import PREFIX, Settings
from tests.project import ROOT, tracked
from web.cli import cli

DOCS = ROOT / "docs"
ROW = re.compile(r"^\| `(CLAIMPOST_\w+)` \| (?:`([^`]*)`|empty) \|", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]*)(#[^)]*)?\)")


def documented(name: str) -> dict[str, str]:
    return dict(ROW.findall((DOCS / name).read_text()))


def shown(default: object) -> str:
    match default:
        case None:
            return ""
        case bool():
            return str(default).lower()
        case _:
            return str(default)


def defaults(prefix: str, value: object) -> dict[str, str]:
    assert dataclasses.is_dataclass(value)
    return {
        f"{prefix}{field.name.upper()}": shown(getattr(value, field.name))
        for field in dataclasses.fields(value)
        if not isinstance(getattr(value, field.name), Limits | Answers | Smtp | Api)
    }


def test_every_setting_is_documented_with_its_default() -> None:
    assert documented("configuration.md") == defaults(PREFIX, Settings())


def test_every_limit_is_documented_with_its_default() -> None:
    assert documented("limits.md") == defaults(f"{PREFIX}LIMIT_", Limits())


def test_every_setting_of_what_is_sent_is_documented_with_its_default() -> None:
    assert documented("answers.md") == defaults(f"{PREFIX}ANSWERS_", Answers()) | defaults(f"{PREFIX}SMTP_", Smtp())


def test_every_setting_of_the_api_is_documented_with_its_default() -> None:
    assert documented("api.md") == defaults(f"{PREFIX}API_", Api())


def test_every_scope_and_everything_that_webhooks_tell_is_documented() -> None:
    page = (DOCS / "api.md").read_text()

    assert [code for code in (*SCOPES, *TOLD) if f"`{code}`" not in page] == []


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if inner := command.get_command(context, name):
                yield from commands(inner, f"{path} {name}")
    elif not command.hidden:
        yield path, command


def test_every_command_and_option_is_documented() -> None:
    sections = dict(
        re.findall(r"^## `([a-z ]+[a-z])\b[^`\n]*`\n(.*?)(?=^#+ |\Z)", (DOCS / "command-line.md").read_text(), re.MULTILINE | re.DOTALL)
    )
    found = {
        path: {flag for option in command.params for flag in option.opts if flag.startswith("--")}
        for path, command in commands(cli, "claimpost")
    }

    assert set(found) == set(sections)
    assert {path: missing for path, flags in found.items() if (missing := {flag for flag in flags if flag not in sections[path]})} == {}


def test_every_format_is_documented_as_its_plug_in_says() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "formats.py"))["page"]()

    assert (DOCS / "formats.md").read_text() == written, "run: make docs"


def test_the_commands_of_the_documents_exist() -> None:
    phony = set(re.findall(r"^\.PHONY: (\S+)", (ROOT / "Makefile").read_text(), re.MULTILINE))
    used = {
        target
        for file in tracked()
        if file.suffix == ".md"
        for line in re.findall(r"`make ([a-z-]+(?: [a-z-]+)*)", file.read_text())
        + re.findall(r"^make ([a-z -]+)$", file.read_text(), re.MULTILINE)
        for target in line.split()
    }

    assert used <= phony


def test_the_examples_for_contributors_import_what_exists() -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
    imports = [node for example in examples for node in ast.walk(ast.parse(example)) if isinstance(node, ast.ImportFrom)]
    missing = [
        f"{node.module}.{alias.name}"
        for node in imports
        for alias in node.names
        if not hasattr(importlib.import_module(node.module or ""), alias.name)
    ]

    assert (len(imports) > 10, missing) == (True, [])


@pytest.mark.parametrize("file", [str(file.relative_to(ROOT)) for file in tracked() if file.suffix == ".md"])
def test_every_link_within_the_documents_leads_somewhere(file: str) -> None:
    page = ROOT / file
    broken = [
        path + anchor
        for path, anchor in LINK.findall(page.read_text())
        if not (target := (page.parent / path) if path else page).exists() or (anchor and anchor[1:] not in anchors(target))
    ]

    assert broken == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and most renderers make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_decision_is_listed_in_the_index() -> None:
    index = (DOCS / "adr" / "index.md").read_text()

    assert [file.name for file in sorted((DOCS / "adr").glob("0*.md")) if f"({file.name})" not in index] == []


def test_the_change_log_has_room_for_what_is_next() -> None:
    log = (ROOT / "CHANGELOG.md").read_text()

    assert re.findall(r"^## \[?(\w+)", log, re.MULTILINE)[0] == "Unreleased"
