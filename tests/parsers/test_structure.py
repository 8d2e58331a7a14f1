"""MIME structures as they should be, and as gateways and clients break them."""

import base64
import binascii

import pytest

from core.errors import Problem
from core.limits import Limits
from tests.parsers.build import PDF, Opener, bytes_of, file, mail, multipart, plain, text

TOP = b"From: a@courtier.example\r\nSubject: Envoi\r\n"
ONE = b"--lim\r\nContent-Type: text/plain\r\n\r\nun\r\n"
TWO = b"--lim\r\nContent-Type: application/pdf; name=b.pdf\r\n\r\n%PDF-1.4\r\n"
END = b"--lim--\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary=lim\r\n\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        TOP + MIXED + ONE + TWO + END,
        TOP + MIXED + b"This is a multi-part message in MIME format.\r\n" + ONE + TWO + END + b"\r\n--\r\n",
        TOP + MIXED + ONE + TWO,
        TOP + MIXED + ONE + TWO.removesuffix(b"\r\n"),
        TOP + b'Content-Type: multipart/mixed; boundary="lim"  \r\n\r\n' + ONE + TWO + END,
        TOP + MIXED + (ONE + TWO + END).replace(b"--lim\r\n", b"--lim  \t\r\n"),
        TOP + b"Content-Type: multipart/mixed\r\n\r\n" + ONE + TWO + END,
        TOP + b"Content-Type: multipart/mixed; boundary=autre\r\n\r\n" + ONE + TWO + END,
        TOP + b"Content-Type: multipart/mixed boundary=lim\r\n\r\n" + ONE + TWO + END,
        TOP + b"Content-Type: multipart; boundary=lim\r\n\r\n" + ONE + TWO + END,
        TOP + MIXED.removesuffix(b"\r\n") + ONE + TWO + END,
        TOP + MIXED + ONE + END + TWO + END,
        (TOP + MIXED + ONE + TWO + END).replace(b"\r\n", b"\n"),
        (TOP + MIXED + ONE + TWO + END).replace(b"\r\n", b"\r"),
        (TOP + MIXED).replace(b"\r\n", b"\n") + ONE + TWO + END,
        b"From courtier@example Mon Mar  2 10:00:00 2026\r\n" + TOP + MIXED + ONE + TWO + END,
        b"\xef\xbb\xbf" + TOP + MIXED + ONE + TWO + END,
        b"\r\n\r\n" + TOP + MIXED + ONE + TWO + END,
        TOP + MIXED + ONE.replace(b"lim", b"lim2").replace(b"lim2", b"lim", 1) + TWO + END,
    ],
    ids=[
        *("as it should be", "preamble and epilogue", "no closing boundary", "cut off", "space behind the parameter"),
        *("space behind the boundary", "no boundary parameter", "wrong boundary parameter", "no semicolon", "no subtype"),
        *(
            "no blank line",
            "closed too early",
            "LF",
            "CR",
            "LF then CRLF",
            "mbox",
            "byte order mark",
            "blank lines first",
            "as it should be too",
        ),
    ],
)
def test_two_parts_come_out(opener: Opener, raw: bytes) -> None:
    parts = opener.parts(raw)[1:]

    assert [(part.media_type, part.name, bytes_of(part.content).strip()) for part in parts] == [
        ("text/plain", "part-1.txt", b"un"),
        ("application/pdf", "b.pdf", b"%PDF-1.4"),
    ]


def test_a_boundary_that_begins_like_its_parents_is_not_taken_for_it(opener: Opener) -> None:
    inner = multipart(text("un"), text("<p>un</p>", "html"), kind="alternative", boundary="lim-1")
    raw = mail("Envoi", inner, file(PDF, "application/pdf", "b.pdf"), boundary="lim")

    assert [part.media_type for part in opener.parts(raw)[1:]] == ["text/plain", "text/html", "application/pdf"]


def test_an_inner_multipart_that_is_never_closed_ends_with_its_parents_boundary(opener: Opener) -> None:
    inner = multipart(text("un"), kind="alternative", boundary="dedans").replace(b"--dedans--\r\n", b"")
    raw = mail("Envoi", inner, file(PDF, "application/pdf", "b.pdf"))

    assert [part.media_type for part in opener.parts(raw)[1:]] == ["text/plain", "application/pdf"]


@pytest.mark.parametrize(
    "raw",
    [
        TOP + MIXED + b"Bonjour, voici mon constat.\r\n",
        TOP + b"Content-Type: multipart/mixed\r\n\r\nBonjour, voici mon constat.\r\n-- \r\nJean\r\n",
        TOP + b"\r\nBonjour, voici mon constat.",
        TOP + b"Bonjour, voici mon constat.",
        b"Bonjour, voici mon constat.",
        b"\r\nBonjour, voici mon constat.",
    ],
    ids=["multipart without a part", "without a boundary", "single part", "no blank line", "no headers", "nothing but a blank line"],
)
def test_text_without_a_part_around_it_is_the_mails_text(opener: Opener, raw: bytes) -> None:
    assert opener.unit(raw).own_text.startswith("Bonjour, voici mon constat.")


FORWARDS = {
    "Outlook": "-----Original Message-----\r\nFrom: Jean <jean@x.example>\r\nSent: lundi\r\nSubject: Accident C502100002",
    "Outlook, French": "-----Message d'origine-----\r\nFrom: jean@x.example\r\nContent-Type: text/plain\r\nSubject: Accident C502100002",
    "Gmail": "---------- Forwarded message ---------\r\nFrom: Jean <jean@x.example>\r\nSubject: Accident C502100002",
    "a rule": "------------------------------\r\nFrom: Jean <jean@x.example>\r\nSubject: Accident C502100002",
    "words that nobody knows": "----- Videresendt besked -----\r\nFrom: Jean <jean@x.example>\r\nSubject: Accident C502100002",
    "a line of dashes and a word": "--Jean\r\nFrom: Jean <jean@x.example>\r\nSubject: Accident C502100002",
}


@pytest.mark.parametrize("forward", FORWARDS.values(), ids=FORWARDS)
def test_a_line_above_a_forwarded_mail_is_no_boundary(opener: Opener, forward: str) -> None:
    body = f"Bonjour, dossier *C502100001*.\r\n\r\n{forward}\r\n\r\nTexte.\r\n\r\n{forward}\r\n\r\nFin.".encode()
    once = body[: body.index(b"Texte.")] + b"Texte."
    tree = opener.tree(TOP + MIXED + (once if forward.startswith("--Jean") else body))

    assert [part.media_type for part in tree.parts[1:]] == ["text/plain"]
    assert tree.units[0].own_text.startswith("Bonjour, dossier *C502100001*.")
    assert "C502100002" in tree.units[0].own_text + tree.units[0].quoted_text


@pytest.mark.parametrize("part", [b"Subject: un\r\nContent-Type: text/plain\r\n\r\nun", b"Subject: un\r\n\r\nun"])
def test_a_boundary_that_is_not_the_declared_one_is_known_by_its_end_or_by_the_header_below(opener: Opener, part: bytes) -> None:
    assert [bytes_of(part.content) for part in opener.parts(TOP + MIXED + b"--autre\r\n" + part + b"\r\n--autre--\r\n")[1:]] == [b"un"]


def test_nothing_is_made_of_a_multipart_without_anything_in_it(opener: Opener) -> None:
    assert [len(opener.parts(raw)) for raw in (TOP + MIXED + END, TOP + MIXED, TOP + MIXED + b"\r\n \r\n")] == [1, 1, 1]


def test_a_line_of_dashes_longer_than_any_boundary_is_text(opener: Opener) -> None:
    raw = TOP + MIXED + ONE + b"--" + b"-" * 5_000 + b"\r\n" + TWO + END

    assert [part.content.size for part in opener.parts(raw)[1:]] == [2 + 2 + 5_002, 8]


def test_a_part_of_a_digest_is_a_mail_unless_it_says_otherwise(opener: Opener) -> None:
    raw = TOP + multipart(b"\r\n" + plain("Un", "x"), b"\r\n" + plain("Deux", "y"), kind="digest")

    assert [unit.subject for unit in opener.tree(raw).units] == ["Envoi", "Un", "Deux"]


@pytest.mark.parametrize(("kind", "problem"), [("external-body", Problem.NOT_FETCHED), ("partial", Problem.INCOMPLETE)])
def test_pieces_and_references_stay_leaves(opener: Opener, kind: str, problem: Problem | None) -> None:
    raw = mail("Envoi", f"Content-Type: message/{kind}; number=1; total=2\r\n\r\nContent-Type: application/pdf\r\n\r\nx".encode())

    part = opener.parts(raw)[1]

    assert (part.media_type, part.problem) == (f"message/{kind}", problem)


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "BASE64 (comme dit)"])
def test_an_attached_mail_is_opened_whatever_its_encoding_says(opener: Opener, encoding: str) -> None:
    inner = plain("Relance *C502100001*", "Où en est le dossier ?")
    coded = file(inner, "message/rfc822").split(b"\r\n\r\n", 1)[1] if encoding == "base64" else inner
    raw = mail("TR", f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + coded)

    assert opener.tree(raw).units[1].subject == "Relance *C502100001*"


def test_an_attached_mail_with_the_boundary_of_the_mail_around_it_loses_nothing(opener: Opener) -> None:
    inner = mail("Dedans", text("mot"), file(PDF, "application/pdf", "a.pdf"))
    raw = mail("Dehors", b"Content-Type: message/rfc822\r\n\r\n" + inner, file(PDF, "application/pdf", "b.pdf"))

    assert {part.name for part in opener.parts(raw)} >= {"a.pdf", "b.pdf"}


def test_a_mail_saved_as_utf_16_is_read(opener: Opener) -> None:
    raw = plain("Déclaration *C502100001*", "Bonjour à vous").decode().encode("utf-16")
    unit = opener.unit(raw)

    assert (unit.subject, unit.own_text) == ("Déclaration *C502100001*", "Bonjour à vous")


def test_of_two_content_types_the_one_with_a_boundary_counts(opener: Opener) -> None:
    raw = TOP + b"Content-Type: multipart/mixed\r\n" + MIXED + ONE + TWO + END

    assert [part.name for part in opener.parts(raw)[1:]] == ["part-1.txt", "b.pdf"]


def test_a_boundary_is_found_where_two_blocks_of_the_file_meet(opener: Opener) -> None:
    for shift in range(1, 12):
        filler = b"x" * (1024 * 1024 - len(TOP + MIXED + ONE) - 4 - shift)
        raw = TOP + MIXED + ONE + b"--lim\r\n\r\n" + filler + b"\r\n" + TWO + END

        assert [part.name for part in opener.parts(raw)[1:]] == ["part-1.txt", "part-2.txt", "b.pdf"]


QUOTED = {
    "a multipart": mail("Dégâts", text("Où ?"), file(PDF, "application/pdf", "devis=1.pdf")),
    "a text without parameters": b"Subject: Relance\r\n\r\n" + "Où en est le dossier ?".encode(),
}


@pytest.mark.parametrize("inner", QUOTED.values(), ids=QUOTED)
def test_an_attached_mail_in_quoted_printable_is_decoded(opener: Opener, inner: bytes) -> None:
    coded = binascii.b2a_qp(inner, istext=True)
    raw = mail("TR", b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + coded, boundary="dehors")

    assert bytes_of(opener.parts(raw)[1].content) == inner


@pytest.mark.parametrize(
    "inner",
    [
        b"DKIM-Signature: v=1; bh=abcd=;\r\n b=efgh=\r\nSubject: =?utf-8?Q?a=3Db?=\r\n\r\nx=3Dy",
        b"Subject: a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx=3Dy",
        b"Subject: a\r\n\r\nsans rien",
    ],
)
def test_an_attached_mail_that_only_says_so_stands_as_it_is(opener: Opener, inner: bytes) -> None:
    raw = mail("TR", b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + inner)

    assert bytes_of(opener.parts(raw)[1].content) == inner


LETTER = file(PDF * 100, "application/pdf", "constat.pdf")
CUT = {
    "in the middle of base64": (mail("Constat", text("Bonjour"), LETTER[:5_002]), Problem.TRUNCATED),
    "between two lines of base64": (mail("Constat", text("Bonjour"), LETTER[: LETTER.index(b"\r\n", 5_000)]), Problem.TRUNCATED),
    "behind the padding": (mail("Constat", text("Bonjour"), file(PDF * 100 + b"xx", "application/pdf", "constat.pdf")), None),
    "a file that is not encoded": (mail("Constat", text("Bonjour"), TWO.removeprefix(b"--lim\r\n")), Problem.TRUNCATED),
    "in a text": (mail("Constat", text("Bonjour"), text("Bonjour encore")), None),
}


@pytest.mark.parametrize(("raw", "problem"), CUT.values(), ids=CUT)
def test_a_mail_cut_in_its_last_part_says_so(opener: Opener, raw: bytes, problem: Problem | None) -> None:
    cut = raw.removesuffix(b"\r\n--=_limite--\r\n")

    assert [part.problem for part in opener.parts(cut)] == [None, None, problem]
    assert [part.problem for part in opener.parts(cut + b"\r\n--=_limite--\r\n")] == [None, None, None]


@pytest.mark.parametrize(("length", "problem"), [(5_002, Problem.TRUNCATED), (None, None)])
def test_a_mail_that_is_one_file_cut_in_the_middle_says_so(opener: Opener, length: int | None, problem: Problem | None) -> None:
    raw = TOP + file(PDF * 100 + b"xx", "application/pdf", "constat.pdf")[:length]

    assert [part.problem for part in opener.parts(raw)] == [None, problem]


def test_a_mail_saved_as_utf_16_is_read_to_its_end(opener: Opener) -> None:
    raw = mail("Déclaration", text("é" * 3_000_000), file(PDF, "application/pdf", "constat.pdf")).decode().encode("utf-16")
    tree = opener.tree(raw, limits=Limits(text_bytes=1_000))

    assert [(part.name, part.problem) for part in tree.parts[1:]] == [("part-1.txt", None), ("constat.pdf", None)]


def test_a_mail_saved_as_utf_16_beyond_the_bytes_of_one_mail_says_so(opener: Opener) -> None:
    raw = mail("Déclaration", text("é" * 1_000_000)).decode().encode("utf-16")

    assert opener.tree(raw, limits=Limits(bytes_out=1_200_000)).parts[0].problem == Problem.TOO_BIG


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_multipart_that_is_encoded_as_a_whole_is_opened(opener: Opener, encoding: str) -> None:
    head, body = multipart(text("Bonjour"), file(PDF, "application/pdf", "constat.pdf")).split(b"\r\n\r\n", 1)
    coded = base64.encodebytes(body) if encoding == "base64" else binascii.b2a_qp(body, istext=True)
    tree = opener.tree(TOP + f"Content-Transfer-Encoding: {encoding}\r\n".encode() + head + b"\r\n\r\n" + coded)

    assert [(part.path, part.media_type) for part in tree.parts[1:]] == [
        ("0.0", "multipart/mixed"),
        ("0.0.0", "text/plain"),
        ("0.0.1", "application/pdf"),
    ]
    assert (bytes_of(tree.parts[3].content), tree.units[0].own_text) == (PDF, "Bonjour")


@pytest.mark.parametrize("encoding", [b"base64", b"quoted-printable", b"8bit"])
def test_a_multipart_that_only_says_that_it_is_encoded_is_read_as_it_is(opener: Opener, encoding: bytes) -> None:
    top = TOP + b"Content-Transfer-Encoding: " + encoding + b"\r\n"
    named, wrong = (opener.parts(top + kind + ONE + TWO + END) for kind in (MIXED, MIXED.replace(b"=lim", b"=autre")))

    assert [part.name for part in named[1:]] == [part.name for part in wrong[1:]] == ["part-1.txt", "b.pdf"]
    assert opener.unit(top + MIXED + b"Bonjour, voici.").own_text == "Bonjour, voici."
    assert len(opener.parts(top + MIXED + END)) == 1
