"""A block of headers as it should be is read at once, any other line by line: both find the same."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.limits import Limits
from parsers.mime.block import Block, read_block
from parsers.mime.raw import Raw
from tests.parsers.build import PDF, Opener, file, mail, multipart, text

LINES = st.sampled_from(
    (
        *(b"Subject: Sinistre *C502100001*", b"From : Agence Duval <contact@duval.example>", b"Content-Type: multipart/mixed;", b"X-Vide:"),
        *(
            b" boundary=b",
            b"\t charset=utf-8",
            b" suite : ici",
            b"Bonjour,",
            b"--b",
            b"--b: c",
            b"From a@b.example Mon Mar  2",
            b" ",
            b"X-Nul: a\0b",
        ),
    )
)


def block(raw: bytes) -> Block:
    return read_block(Raw(io.BytesIO(raw), len(raw)), 0, len(raw), limit=64 * 1024, stops=lambda line: line == b"--b")


@given(lines=st.lists(LINES, max_size=12), body=st.sampled_from((b"", b"Bonjour", b"X-Corps: oui")))
def test_the_same_headers_are_read_whatever_ends_their_lines(lines: list[bytes], body: bytes) -> None:
    with_both = b"".join(line + b"\r\n" for line in (*lines, b"")) + body
    with_one = b"".join(line + b"\n" for line in (*lines, b"")) + body
    found, expected = block(with_both), block(with_one)

    assert (found.fields, with_both[found.body :].replace(b"\r\n", b"\n")) == (expected.fields, with_one[expected.body :])


def test_a_long_block_is_read_to_its_end() -> None:
    raw = b"".join(b"X-Spam-%d: %s\r\n" % (number, b"a" * 70) for number in range(1_000)) + b"Subject: fin\r\n\r\nBonjour"
    found = read_block(Raw(io.BytesIO(raw), len(raw)), 0, len(raw), limit=1024 * 1024, stops=lambda _line: False)

    assert (len(found.fields), found.fields[-1].value, raw[found.body :]) == (1_001, b"fin", b"Bonjour")


LONG = {
    "one line of a million bytes": b"X-Big: " + b"a" * 1_000_000 + b"\r\n",
    "ten thousand lines": b"".join(b"X-%d: aaaaaaaaaaa\r\n" % number for number in range(10_000)),
    "a line without a name on the way": b"X-A: b\r\n" * 15_000 + b"une ligne perdue\r\n" + b"X-A: b\r\n" * 6_000,
    "two lines without a name": b"X-A: b\r\n" * 15_000 + b"perdue\r\n" * 2,
    "folded": b"X-A: b\r\n " + b"b\r\n " * 40_000 + b"b\r\n",
}


@pytest.mark.parametrize("before", LONG.values(), ids=LONG)
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\r\r\n"], ids=["CR LF", "LF", "CR", "CR CR LF"])
def test_headers_that_matter_are_read_beyond_the_limit_and_the_mail_says_that_others_were_not(
    opener: Opener, before: bytes, end: bytes
) -> None:
    raw = (before + mail("Constat *C502100001*", text("Bonjour"), file(PDF, "application/pdf", "constat.pdf"))).replace(b"\r\n", end)
    tree = opener.tree(raw, limits=Limits(header_bytes=100_000))

    assert (tree.units[0].subject, tree.units[0].sender.address) == ("Constat *C502100001*", "contact@duval-courtage.example")
    assert [(part.name, part.problem) for part in tree.parts[1:]] == [("part-1.txt", None), ("constat.pdf", None)]
    assert tree.parts[0].problem == Problem.TOO_BIG


@pytest.mark.parametrize("subject", [b"a" * 500_000, b"\r\n ".join([b"a" * 70] * 5_000)], ids=["one line", "folded"])
def test_a_value_beyond_the_limit_is_cut(opener: Opener, subject: bytes) -> None:
    raw = b"X-A: b\r\nSubject: " + subject + b"\r\nFrom: a@b.example\r\n\r\nBonjour"
    unit = opener.tree(raw, limits=Limits(header_bytes=10_000)).units[0]

    assert (60_000 < len(unit.subject) <= 65_536, unit.sender.address, unit.own_text) == (True, "a@b.example", "Bonjour")


def test_of_a_header_without_end_only_the_first_ones_are_kept(opener: Opener) -> None:
    raw = b"Cc: c@d.example\r\n" * 5_000 + b"From: a@b.example\r\n\r\nBonjour"
    unit = opener.tree(raw, limits=Limits(header_bytes=1_000)).units[0]

    assert (len(unit.headers) < 100, unit.sender.address) == (True, "a@b.example")


@pytest.mark.parametrize(
    ("behind", "words"),
    [
        (b"\r\nBonjour", "Bonjour"),
        (b"Bonjour tout le monde\r\n\r\nfin", "Bonjour tout le monde\n\nfin"),
        (b"Bonjour", "Bonjour"),
        (b"Bonjour\r\n" + b"encore\r\n" * 200, "Bonjour" + "\nencore" * 200),
        (b"Bonjour\r\n--lim: fin", "Bonjour\n--lim: fin"),
        (b"--lim\r\nfin", "--lim\nfin"),
        (b"", ""),
        (b"\r" * 270_000 + b"fin", "fin"),
    ],
)
def test_a_header_block_beyond_the_limit_ends_where_the_text_begins(opener: Opener, behind: bytes, words: str) -> None:
    tree = opener.tree(b"Subject: x\r\n" + b"X-A: b\r\n" * 1_000 + behind, limits=Limits(header_bytes=1_000))

    assert tree.units[0].own_text.strip() == words


@pytest.mark.parametrize("shift", range(6))
def test_a_long_line_may_end_where_a_piece_does(opener: Opener, shift: int) -> None:
    raw = b"X-A: " + b"a" * (2 * 256 * 1024 - 5 - shift) + b"\r\r\nSubject: Relance\r\n\r\nBonjour"
    unit = opener.tree(raw, limits=Limits(header_bytes=1_000)).units[0]

    assert (unit.subject, unit.own_text) == ("Relance", "Bonjour")


def test_a_long_line_may_be_the_last(opener: Opener) -> None:
    tree = opener.tree(b"Subject: Relance\r\nX-A: " + b"a" * 600_000, limits=Limits(header_bytes=1_000))

    assert (tree.units[0].subject, tree.parts[0].problem) == ("Relance", Problem.TOO_BIG)


def test_a_part_with_a_header_beyond_the_limit_is_what_it_says_and_says_that_it_was_cut(opener: Opener) -> None:
    long = b"X-Big: " + b"a" * 100_000 + b"\r\n" + file(PDF, "application/pdf", "constat.pdf")
    parts = opener.parts(mail("Constat", text("Bonjour"), long, text("fin")))

    assert [(part.name, part.problem) for part in parts[1:]] == [
        ("part-1.txt", None),
        ("constat.pdf", Problem.TOO_BIG),
        ("part-3.txt", None),
    ]


def test_a_multipart_in_the_mail_with_a_header_beyond_the_limit_marks_the_mail(opener: Opener) -> None:
    inner = b"X-Big: " + b"a" * 100_000 + b"\r\n" + multipart(text("Bonjour"), boundary="dedans")
    parts = opener.parts(mail("Constat", inner, text("fin")))

    assert [part.problem for part in parts] == [Problem.TOO_BIG, None, None]
