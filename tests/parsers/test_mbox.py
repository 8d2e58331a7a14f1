"""Folders of mails in one file, as programs export them, and single mails as Apple Mail keeps them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import CHUNK, Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Kind
from parsers import folder
from parsers.check import leaves_balance
from parsers.tree import Source, walk
from tests.parsers.build import PDF, Opener, attached, bytes_of, file, mail, plain, text

FROM = b"From contact@duval-courtage.example Mon Mar  2 10:00:00 2026\r\n"
ONE = plain("Constat *C502100001*", "Voici le constat.\r\n")
TWO = mail("Photos *C502100002*", text("Voici les photos."), file(PDF, "application/pdf", "photos.pdf"))
BOX = FROM + ONE + b"\r\n" + FROM + TWO + b"\r\n"


def subjects(opener: Opener, raw: bytes, name: str = "sinistres.mbox", declared_type: str = "") -> list[str]:
    return [unit.subject for unit in opener.tree(raw, name=name, declared_type=declared_type).units[1:]]


LINES = {
    "as RFC 4155 says": FROM,
    "Thunderbird": b"From - Mon Mar 02 10:00:00 2026\r\n",
    "a mail service's export": b"From 1858001234567890@xxx Mon Mar 02 10:00:00 +0000 2026\r\n",
    "no seconds": b"From MAILER-DAEMON Mon Mar  2 10:00 2026\r\n",
    "no date": b"From \r\n",
    "remote": b"From a@b.example Mon Mar  2 10:00:00 2026 remote from gateway\r\n",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
@pytest.mark.parametrize("ends", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
def test_every_mail_of_a_folder_is_a_mail(opener: Opener, line: bytes, ends: bytes) -> None:
    raw = BOX.replace(FROM, line).replace(b"\r\n", ends)

    assert subjects(opener, raw) == ["Constat *C502100001*", "Photos *C502100002*"]


def test_the_mails_come_out_byte_by_byte_without_a_copy(opener: Opener) -> None:
    box, one, _text, two, *_rest = opener.parts(BOX, name="sinistres.mbox", declared_type="")

    assert [(part.kind, part.media_type) for part in (box, one, two)] == [
        (Kind.CONTAINER, "application/mbox"),
        (Kind.MAIL, "message/rfc822"),
        (Kind.MAIL, "message/rfc822"),
    ]
    assert [bytes_of(part.content) for part in (one, two)] == [ONE, TWO]
    assert {part.content.path for part in (box, one, two)} == {box.content.path}


@pytest.mark.parametrize(
    ("name", "declared"), [("sinistres.mbox", ""), ("", "application/mbox"), ("Inbox", "application/octet-stream"), ("x.txt", "text/plain")]
)
def test_a_folder_is_known_by_its_content(opener: Opener, name: str, declared: str) -> None:
    assert [part.media_type for part in opener.parts(mail("Archive", file(BOX, declared or "text/x", name)))[1:3]] == [
        "application/mbox",
        "message/rfc822",
    ]


@pytest.mark.parametrize("raw", [FROM + ONE, BOX], ids=["one mail", "two"])
@pytest.mark.parametrize(("name", "declared"), [("", "message/rfc822"), ("constat.eml", "")])
def test_what_is_said_to_be_a_mail_is_one_whatever_its_first_line(opener: Opener, raw: bytes, name: str, declared: str) -> None:
    tree = opener.tree(raw, name=name, declared_type=declared)

    assert [unit.subject for unit in tree.units] == ["Constat *C502100001*"]


def test_a_mail_with_a_line_of_a_folder_before_it_is_a_mail(opener: Opener) -> None:
    assert opener.parts(FROM + ONE, declared_type="")[0].media_type == "message/rfc822"


SENTENCES = {
    "no date": b"Bonjour,\r\n\r\nFrom now on: see below\r\nSubject: x\r\n",
    "no header below": b"Bonjour,\r\n\r\n" + FROM + b"la suite\r\n",
    "set off": b"Bonjour,\r\n\r\n>" + FROM + b"Subject: x\r\n",
}


@pytest.mark.parametrize("words", SENTENCES.values(), ids=SENTENCES)
def test_a_line_that_only_looks_like_one_divides_nothing(opener: Opener, words: bytes) -> None:
    raw = FROM + plain("Constat", words.decode()) + b"\r\n" + FROM + TWO

    assert subjects(opener, raw) == ["Constat", "Photos *C502100002*"]


@pytest.mark.parametrize("name", ["sinistres.mbox", ""])
def test_a_line_with_a_date_divides_without_a_blank_line_before_it(opener: Opener, name: str) -> None:
    box = FROM + TWO + FROM + ONE + FROM + TWO
    parts = opener.parts(box.replace(b"\r\n", b"\n"), name=name, declared_type="")

    assert [bytes_of(part.content) for part in parts if part.kind == Kind.MAIL] == [raw.replace(b"\r\n", b"\n") for raw in (TWO, ONE, TWO)]


def test_without_a_date_a_blank_line_is_needed(opener: Opener) -> None:
    box = BOX.replace(FROM, b"From \r\n").replace(b"Voici les photos.", b"Voici :\r\nFrom \r\nSubject: x\r\n")

    assert subjects(opener, box) == ["Constat *C502100001*", "Photos *C502100002*"]


@pytest.mark.parametrize("before", [b"\r\n \r\n", b"\xef\xbb\xbf"])
def test_what_is_blank_before_the_first_mail_is_nothing(opener: Opener, before: bytes) -> None:
    tree = opener.tree(before + BOX, name="a.mbox", declared_type="")

    assert ([unit.subject for unit in tree.units[1:]], tree.parts[0].problem) == (["Constat *C502100001*", "Photos *C502100002*"], None)


def test_words_before_the_first_mail_are_said(opener: Opener) -> None:
    parts = opener.parts(b"Voici le dossier\r\n\r\n" + BOX, name="a.mbox", declared_type="")

    assert (parts[0].problem, parts[1].name) == (Problem.DAMAGED, "Constat _C502100001_.eml")


def test_a_folder_of_one_mail_without_its_line_is_that_mail(opener: Opener) -> None:
    tree = opener.tree(ONE, name="sinistres.mbox", declared_type="")

    assert ([unit.subject for unit in tree.units], tree.parts[0].kind) == (["Constat *C502100001*"], Kind.MAIL)


def test_what_is_no_folder_stays_closed(opener: Opener) -> None:
    parts = opener.parts(b"Bonjour", name="a.mbox", declared_type="")

    assert [(part.kind, part.problem) for part in parts] == [(Kind.CONTAINER, Problem.DAMAGED)]


def test_a_line_is_found_where_two_blocks_of_the_file_meet(opener: Opener) -> None:
    for shift in range(-40, 40):
        filler = b"x" * (CHUNK + shift - len(FROM + ONE) - 1_100)
        raw = FROM + ONE + filler + b"\r\n\r\n" + FROM + TWO

        assert [found.start for found in folder.from_lines(opener.spool.keep(raw))] == [0, len(FROM + ONE + filler) + 2]


def test_a_folder_of_more_mails_than_the_limit_is_cut_with_a_mark(opener: Opener) -> None:
    tree = opener.tree(BOX * 50, name="a.mbox", declared_type="", limits=Limits(parts=10))

    assert (tree.parts[0].problem, sum(part.kind == Kind.MAIL for part in tree.parts)) == (Problem.TOO_MANY_PARTS, 9)


def test_a_mail_of_a_folder_that_goes_beyond_the_bytes_is_marked(opener: Opener) -> None:
    big = FROM + plain("Photos", "x" * 3_000) + b"\r\n\r\n"
    parts = opener.tree(big + big, name="a.mbox", declared_type="", limits=Limits(bytes_out=4_000)).parts

    assert [part.problem for part in parts if part.path in {"0.0", "0.1"}] == [None, Problem.TOO_BIG]


PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>flags</key></dict></plist>\n'


def emlx(raw: bytes, count: int | None = None) -> bytes:
    return f"{len(raw) if count is None else count}      \n".encode() + raw + PLIST


@pytest.mark.parametrize(("name", "declared"), [("1234.emlx", ""), ("1234.partial.emlx", "application/octet-stream"), ("", "")])
def test_a_mail_as_apple_mail_keeps_it_is_a_mail(opener: Opener, name: str, declared: str) -> None:
    parts = opener.parts(mail("TR", file(emlx(TWO), declared or "text/x", name)))

    assert [(part.kind, part.name) for part in parts[2:]] == [
        (Kind.MAIL, "Photos _C502100002_.eml"),
        (Kind.TEXT, "part-1.txt"),
        (Kind.DOCUMENT, "photos.pdf"),
    ]
    assert bytes_of(parts[2].content) == TWO


@pytest.mark.parametrize(
    ("raw", "problem"),
    [(emlx(TWO, 9_999), Problem.TRUNCATED), (TWO, None), (b"", Problem.EMPTY)],
    ids=["longer than all", "a plain mail", "nothing"],
)
def test_a_wrong_length_costs_nothing(opener: Opener, raw: bytes, problem: Problem | None) -> None:
    tree = opener.tree(raw, name="1234.emlx", declared_type="")

    assert tree.parts[min(1, len(tree.parts) - 1)].problem == problem


def test_no_part_is_left_for_it(opener: Opener) -> None:
    raw = mail("TR", file(emlx(TWO), "message/x-emlx", "1.emlx"))

    assert opener.tree(raw, limits=Limits(parts=2)).parts[1].problem == Problem.TOO_MANY_PARTS


SEEDS = (BOX, emlx(TWO), FROM + attached(ONE) + b"\r\n" + FROM + TWO)


@pytest.mark.parametrize("whole", SEEDS)
@pytest.mark.parametrize("name", ["a.mbox", "a.emlx", ""])
def test_cut_anywhere_it_is_a_tree(opener: Opener, whole: bytes, name: str) -> None:
    trees = [opener.tree(whole[:end], name=name, declared_type="") for end in range(0, len(whole), 7)]

    assert all(leaves_balance(tree) for tree in trees)


WORDS = st.sampled_from([FROM, b"\r\n\r\n", b"\nFrom ", b"From ", b"\n", b"\r", b"\0", b"Subject: x\r\n", b"99999999 \n"]) | st.binary(
    max_size=6
)
EDITS = st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 40), WORDS), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.sampled_from(SEEDS), name=st.sampled_from(["a.mbox", "a.emlx", ""]), edits=EDITS)
def test_edited_anywhere_it_is_a_tree(tmp_path: Path, seed: bytes, name: str, edits: list[tuple[int, int, bytes]]) -> None:
    for place, length, put in edits:
        at = place % (len(seed) + 1)
        seed = seed[:at] + put + seed[at + length :]
    with Spool(tmp_path) as spool:
        tree = walk(Source(content=spool.keep(seed), name=name, declared_type=""), spool=spool, limits=Limits(depth=5, parts=100))

        assert leaves_balance(tree)
