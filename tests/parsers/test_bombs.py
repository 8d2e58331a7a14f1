"""Mails made to take all the memory, the disk or the day: each ends within its limits, and what lies beside comes out."""

import gzip
import struct
from collections.abc import Iterator

import pytest

from core.content import Spool
from core.errors import Problem
from core.limits import MIB, Limits
from core.settings import Settings
from core.values import Tree
from ingest.sandbox import Sandbox
from tests.parsers import bombs
from tests.parsers.build import PDF, attached, bytes_of, file, mail, text

LIMITS = Limits(depth=12, parts=500, bytes_out=100 * MIB, open_seconds=40, part_seconds=20)
SECONDS = 40
"""Far more than any of these takes on a quiet machine."""

PAPER = file(PDF, "application/pdf", "constat.pdf")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(limits=LIMITS)) as made:
        yield made


def opened(sandbox: Sandbox, spool: Spool, raw: bytes) -> Tree:
    """The tree, out of real children, in good time, sound, and within the limits."""
    tree = sandbox.open_tree(spool.keep(raw), spool, declared_type="message/rfc822")

    assert Problem.TIMED_OUT not in {part.problem for part in tree.parts}
    assert (tree.balanced, tree.faults) == (True, ())
    assert len(tree.parts) <= LIMITS.parts
    assert sum(part.content.size for part in tree.parts[1:]) <= LIMITS.bytes_out
    return tree


def problems(tree: Tree, path: str) -> set[Problem]:
    """What is said on the part at `path` and on everything in it."""
    inside = (part for part in tree.parts if part.path == path or part.path.startswith(f"{path}."))
    return {part.problem for part in inside if part.problem}


TNEF = b"\x78\x9f\x3e\x22\1\0" + struct.pack("<BII", 1, 0x00069003, 0x7FFFFFFF) + bytes(38)
SWELLING = {
    "zips in zips": (bombs.nested_zips(6), "photos.zip", {Problem.TOO_DENSE, Problem.TOO_MANY_PARTS}),
    "a zip of four gigabytes of zeros": (bombs.zeros(4_096), "photos.zip", {Problem.TOO_BIG}),
    "a zip of entries on top of each other": (bombs.overlapping(5_000), "photos.zip", {Problem.TOO_DENSE}),
    "a gzip file of itself": (bombs.quine(), "photos.gz", {Problem.TOO_DEEP}),
    "a gzip file of zeros": (gzip.compress(bytes(40 * MIB)), "photos.gz", {Problem.TOO_DENSE}),
    "a tar of ten thousand files": (bombs.tar(10_000), "photos.tar", {Problem.TOO_MANY_PARTS, Problem.EMPTY}),
    "a TNEF of 53 bytes": (TNEF, "winmail.dat", {Problem.TRUNCATED}),
}


@pytest.mark.parametrize(("bomb", "name", "said"), SWELLING.values(), ids=SWELLING)
def test_a_bomb_says_what_it_is_and_the_paper_beside_it_comes_out(
    sandbox: Sandbox, spool: Spool, bomb: bytes, name: str, said: set[Problem]
) -> None:
    tree = opened(sandbox, spool, mail("Sinistre", text("Bonjour"), file(bomb, "application/octet-stream", name), PAPER))

    assert problems(tree, "0.1") == said
    assert (tree.parts[0].problem, problems(tree, "0.2"), tree.units[0].own_text) == (None, set(), "Bonjour")
    assert bytes_of(tree.parts[-1].content) == PDF


def test_a_mail_of_ten_thousand_parts_is_cut_with_a_mark(sandbox: Sandbox, spool: Spool) -> None:
    tree = opened(sandbox, spool, mail("Sinistre", text("Bonjour"), PAPER, *([text("x")] * 10_000)))

    assert (len(tree.parts), tree.parts[0].problem) == (LIMITS.parts, Problem.TOO_MANY_PARTS)
    assert [part.problem for part in tree.parts[1:]] == [None] * (LIMITS.parts - 1)


def test_sixty_mails_in_each_other_end_at_the_depth_that_is_allowed(sandbox: Sandbox, spool: Spool) -> None:
    raw = mail("le plus profond", text("fin"))
    for level in range(60):
        raw = mail(f"niveau {level}", text("Bonjour"), attached(raw), boundary=f"b{level}")
    tree = opened(sandbox, spool, mail("Sinistre", text("Bonjour"), attached(raw), PAPER, boundary="dehors"))

    assert [(part.path.count("."), part.problem) for part in tree.parts if part.problem] == [(LIMITS.depth, Problem.TOO_DEEP)]
    assert (tree.units[0].own_text, bytes_of(tree.parts[-1].content)) == ("Bonjour", PDF)


HEADERS = {
    "a hundred thousand headers": "".join(f"X-Trace-{number}: relais.courtier.example\r\n" for number in range(100_000)),
    "a header of ten megabytes": f"X-Trace: {'relais ' * 1_500_000}\r\n",
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_headers_without_end_leave_the_mail_readable(sandbox: Sandbox, spool: Spool, headers: str) -> None:
    raw = mail("Sinistre *C502100001*", text("Bonjour"), PAPER)
    start, rest = raw.split(b"MIME-Version", 1)
    tree = opened(sandbox, spool, start + b"MIME-Version" + rest.replace(b"\r\n\r\n", b"\r\n" + headers.encode() + b"\r\n", 1))

    assert (tree.units[0].subject, tree.units[0].own_text) == ("Sinistre *C502100001*", "Bonjour")
    assert [part.problem for part in tree.parts] == [Problem.TOO_BIG, None, None]
    assert bytes_of(tree.parts[-1].content) == PDF
