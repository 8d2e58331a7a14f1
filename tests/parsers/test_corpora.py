"""Public test mails and archives of other projects, with what must come out; beside each of our shares, the other parsers'."""

import hashlib
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.content import Content, Spool, of_file
from core.errors import Problem
from core.limits import Limits
from core.settings import Settings
from core.values import Kind, Part, Tree
from ingest.sandbox import Sandbox
from parsers.check import CUT_SHORT, leaves_balance
from parsers.text import Body, said
from parsers.tree import Source, walk
from parsers.types import MAIL
from tests.parsers.build import corpora

pytestmark = [pytest.mark.corpora, pytest.mark.skipif(not corpora().is_dir(), reason="the corpora are not at hand")]

OTHERS = ("stdlib", "gmime", "perl", "node")
MAILS_DIFFER = {
    "subject": {
        "imap_tools__example13.eml": "spaces stand before the colon of every header: the others read none, we read them",
        "unstructured__fake-email-utf-16-le.eml": "an editor saved the mail in UTF-16: the others read no header, we read them",
        "msg__msgreader_contactAnsi.msg": "Japanese in code page 932, which the index has as Latin-1",
    },
    "date": {"unstructured__fake-email-utf-16-le.eml": "as its subject"},
    "message_id": {"unstructured__fake-email-utf-16-le.eml": "as its subject"},
    "from": {"unstructured__fake-email-utf-16-le.eml": "as its subject"},
    "attachments": {
        "cpython__msg_25.txt.eml": "the boundary is not the declared one: we find the report's parts by the one that is used",
        "stalwart__malformed_017.eml": "the same, and a picture with it",
    },
}
"""Mails that we read differently from the index, each looked at, with the reason."""

DATED = ("gbk.zip",)
"""Archives whose expected names are empty: only the bytes are compared."""

Entry = dict[str, Any]


def entries(name: str) -> list[Entry]:
    found: list[Entry] = json.loads((corpora() / name / "index.json").read_text())
    return found


def declared(name: str) -> str:
    return "" if name.endswith(".msg") else MAIL


def normal(text: str | None) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text or "")).strip()


def lines_normal(content: Content) -> str:
    data = content.read(1 << 30).replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip()
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def walked() -> Iterator[list[tuple[Entry, Tree]]]:
    with Spool() as spool:
        yield [
            (entry, walk(Source(content=of_file(corpora() / "mails" / name), declared_type=declared(name)), spool=spool, limits=Limits()))
            for entry in entries("mails")
            if (name := entry["file"])
        ]


def attachments(tree: Tree) -> list[Part]:
    """The leaves of mails at any depth that are no text bodies, attached mails included."""
    kinds = {part.path: part.kind for part in tree.parts}
    return [part for part in tree.parts[1:] if part.kind != Kind.TEXT and kinds[part.parent or ""] == Kind.MAIL]


def fits(part: Part, expected: Entry) -> bool:
    if expected.get("name") is not None and normal(part.original_name) != normal(expected["name"]):
        return False
    if "sha256" in expected:
        return part.content.sha256 == expected["sha256"]
    if "sha256_lf" in expected:
        return lines_normal(part.content) == expected["sha256_lf"]
    # A mail in a mail, in whatever format.
    return part.kind == Kind.MAIL or part.declared_type == expected.get("type", part.declared_type)


def same_attachments(tree: Tree, expected: list[Entry]) -> bool:
    left = attachments(tree)
    for wanted in expected:
        found = next((part for part in left if fits(part, wanted)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def share(name: str, right: dict[str, bool], dissent: Counter[str]) -> set[str]:
    """The files that are not right; beside our share, those of the other parsers are printed."""
    ours = sum(right.values())
    others = ", ".join(f"{parser} {1 - dissent[parser] / len(right):.1%}" for parser in OTHERS if dissent[parser])
    print(f"{name}: {ours}/{len(right)} = {ours / len(right):.1%} ({others})")  # noqa: T201 - the figure is what the test is for
    return {file for file, is_right in right.items() if not is_right}


def dissents(walked: list[tuple[Entry, Tree]], field: str, *, expected: str) -> Counter[str]:
    return Counter(parser for entry, _tree in walked if expected in entry["expect"] for parser in entry["dissent"].get(field, ()))


def test_no_mail_stops_the_walk_and_every_leaf_is_a_part(walked: list[tuple[Entry, Tree]]) -> None:
    assert [entry["file"] for entry, tree in walked if not leaves_balance(tree)] == []


@pytest.mark.parametrize("field", ["subject", "date", "message_id", "from"])
def test_what_headers_say_comes_out_as_others_agree(walked: list[tuple[Entry, Tree]], field: str) -> None:
    said_by = {
        "subject": lambda unit: normal(unit.subject),
        "date": lambda unit: int(unit.date.timestamp()) if unit.date else None,
        "message_id": lambda unit: unit.message_id or None,
        "from": lambda unit: unit.sender.address,
    }[field]
    right = {
        entry["file"]: said_by(tree.units[0]) == wanted(field, entry["expect"][field]) for entry, tree in walked if field in entry["expect"]
    }

    assert share(field, right, dissents(walked, field, expected=field)) == set(MAILS_DIFFER[field])


def wanted(field: str, expected: Any) -> Any:  # noqa: ANN401 - as the index has it
    match field:
        case "subject":
            return normal(expected)
        case "from":
            return (expected[0].get("email") or "") if expected else ""
    return expected


def test_attachments_come_out_better_than_from_any_single_parser(walked: list[tuple[Entry, Tree]]) -> None:
    dissent = dissents(walked, "parts", expected="attachments")
    right = {
        entry["file"]: same_attachments(tree, entry["expect"]["attachments"]) for entry, tree in walked if "attachments" in entry["expect"]
    }

    wrong = share("attachments", right, dissent)

    assert wrong == set(MAILS_DIFFER["attachments"])
    assert all(len(wrong) < dissent[parser] for parser in OTHERS if dissent[parser])


def test_bounces_are_known(walked: list[tuple[Entry, Tree]]) -> None:
    right = {
        entry["file"]: (tree.units[0].auto == "bounce") == entry["expect"]["is_bounce"]
        for entry, tree in walked
        if "is_bounce" in entry["expect"]
    }

    assert len(share("bounces", right, Counter())) <= 1


BUNDLES = ("application/vnd.openxmlformats-officedocument",)
"""Documents that the index counts as one leaf whatever is embedded in them; we list what is embedded beside them."""

DIFFERS: dict[str, str] = {}
"""Files whose leaves are not those of the index, each with the reason that a look at it gave."""


def leaves(tree: Tree) -> Counter[tuple[str, str]]:
    """What has nothing in it and is no text of a mail: the name, without its folders, and the bytes."""
    bundles = tuple(part.path for part in tree.parts if part.media_type.startswith(BUNDLES))
    parents = {part.parent for part in tree.parts} - set(bundles)
    found = (
        part
        for part in tree.parts
        if part.path not in parents
        and part.kind not in {Kind.TEXT, Kind.MAIL}
        and (part.kind != Kind.CONTAINER or (part.problem == Problem.DAMAGED and part.parent is not None))
        and not part.path.startswith(tuple(f"{path}." for path in bundles))
    )
    return Counter((normal(part.original_name).split("/")[-1], part.content.sha256) for part in found)


def expected_leaves(entry: Entry) -> Counter[tuple[str, str]]:
    return Counter((normal(leaf.get("name")).split("/")[-1], leaf["sha256"]) for leaf in entry["expect"].get("leaves") or ())


def as_expected(entry: Entry, tree: Tree) -> bool:
    problems = {part.problem for part in tree.parts}
    match entry["expect"]["outcome"]:
        case "ok":
            found, expected = leaves(tree), expected_leaves(entry)
            bytes_only = entry["file"].endswith(DATED)
            return found == expected or (bytes_only and Counter(leaf[1] for leaf in found) == Counter(leaf[1] for leaf in expected))
        case "needs_password" | "needs_password_or_attachment_only_encryption":
            return Problem.NEEDS_PASSWORD in problems
        case "recursion_limit":
            return Problem.TOO_DEEP in problems
    # A bomb for whoever decodes it: here it is to come out as a problem, or as one part that nothing was made of.
    return len(tree.parts) == 1 or bool(problems - {None})


def test_containers_come_out_exactly(tmp_path: Path) -> None:
    seconds: dict[str, float] = {}
    trees: list[tuple[Entry, Tree]] = []
    with Spool(tmp_path) as spool, Sandbox(Settings(home=tmp_path)) as sandbox:
        for entry in entries("containers"):
            began = time.monotonic()
            content = of_file(corpora() / "containers" / entry["file"])
            tree = sandbox.open_tree(
                content, spool, name=entry["file"].partition("__")[2], declared_type=MAIL if entry["file"].endswith(".eml") else ""
            )
            seconds[entry["file"]] = time.monotonic() - began
            trees.append((entry, tree))
    different = [entry["file"] for entry, tree in trees if not as_expected(entry, tree)]
    slowest = max(seconds, key=seconds.__getitem__)
    print(f"containers: {len(trees) - len(different)}/{len(trees)}, slowest {slowest} {seconds[slowest]:.2f} s")  # noqa: T201 - the figure

    assert [entry["file"] for entry, tree in trees if not tree.balanced or tree.faults or CUT_SHORT & {tree.parts[0].problem}] == []
    assert set(different) == set(DIFFERS)


def texts(name: str) -> list[Entry]:
    return [json.loads(line) for line in (corpora() / "texts" / name).read_text().splitlines()]


def forward_is_right(entry: Entry) -> bool:
    expected = entry["expect"]
    found = said([Body(text=entry["mail_body"], html=False)])
    mail = found.quoted[0] if found.quoted else None
    subject = mail is not None and (normal(mail.subject) == normal(expected["subject"]) or bool(entry["mail_subject"]))
    sender = mail is not None and mail.sender.address == expected["from"]["email"]
    body = normal(re.sub(r"(?m)^[\s>]*>+ ?", "", found.quoted_text))
    return normal(found.own) == normal(expected["message"]) and sender and subject and normal(expected["body"]) in body


@pytest.mark.parametrize(("languages", "bar"), [({"fr", "nl", "de", "en"}, 1.0), (None, 0.83)])
def test_forwards_are_told_from_own_words(languages: set[str] | None, bar: float) -> None:
    right = {entry["id"]: forward_is_right(entry) for entry in texts("forwards.jsonl") if languages is None or entry["lang"] in languages}

    assert len(share(f"forwards in {languages or 'all languages'}", right, Counter())) <= (1 - bar) * len(right)


def reply_is_right(entry: Entry) -> bool:
    return normal(said([Body(text=entry["text"], html=False)]).own) == normal(entry["expect_reply"])


@pytest.mark.parametrize(("languages", "bar"), [({"fr", "nl", "de", "en"}, 0.9), (None, 0.94)])
def test_replies_are_told_from_what_they_answer(languages: set[str] | None, bar: float) -> None:
    right = {entry["id"]: reply_is_right(entry) for entry in texts("replies.jsonl") if languages is None or entry["lang"] in languages}

    assert len(share(f"replies in {languages or 'all languages'}", right, Counter())) <= (1 - bar) * len(right)
