"""MIME structures as they should be, and as gateways and clients break them."""

import pytest

from core.errors import Problem
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
        TOP + MIXED + b"preamble\r\n" + ONE + TWO + END + b"epilogue\r\n",
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
