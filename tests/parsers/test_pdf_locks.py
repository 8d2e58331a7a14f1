"""PDF files that are locked."""

import io
from errno import ENOSPC

import pytest
from pypdf import PdfReader

from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import Kind
from parsers.opening import Meter, Opening
from parsers.pdf.native import _Sink, unlocked
from tests.parsers.build import Opener, bytes_of, file, mail, text
from tests.parsers.pdfs import QUOTE, carrying, files_locked, locked, opened, paper


def test_a_locked_paper_needs_its_password(opener: Opener) -> None:
    parts = opened(opener, locked(carrying(QUOTE), "Sinistre24"), "faux", "autre").parts

    assert [(part.kind, part.problem) for part in parts] == [(Kind.DOCUMENT, Problem.NEEDS_PASSWORD)]


def test_with_its_password_the_paper_comes_out_of_its_lock_and_its_files_out_of_the_paper(opener: Opener) -> None:
    parts = opened(opener, locked(carrying(QUOTE), "Sinistre24"), "faux", "Sinistre24").parts

    assert [(part.path, part.kind, part.name, part.problem) for part in parts] == [
        ("0", Kind.CONTAINER, "facture.pdf", None),
        ("0.0", Kind.DOCUMENT, "facture.pdf", None),
        ("0.0.0", Kind.DOCUMENT, "devis.txt", None),
    ]
    assert not PdfReader(io.BytesIO(bytes_of(parts[1].content))).is_encrypted
    assert bytes_of(parts[2].content) == QUOTE


def test_the_words_of_the_mail_open_its_paper_and_are_not_kept(opener: Opener) -> None:
    shut = file(locked(carrying(QUOTE), "Sinistre24"), "application/pdf", "facture.pdf")
    tree = opener.tree(mail("Facture", text("Bonjour, le mot de passe est : Sinistre24"), shut))

    assert [part.name for part in tree.parts[2:]] == ["facture.pdf", "facture.pdf", "devis.txt"]
    assert "Sinistre24" not in tree.units[0].own_text


def test_a_paper_that_everybody_may_read_is_not_locked(opener: Opener) -> None:
    parts = opened(opener, locked(carrying(QUOTE), ""), "faux").parts

    assert [(part.path, part.problem) for part in parts] == [("0", None), ("0.0", None)]
    assert bytes_of(parts[1].content) == QUOTE


def test_one_that_everybody_may_read_and_that_carries_nothing_is_left_alone(opener: Opener) -> None:
    assert [part.problem for part in opened(opener, locked(paper(""), "")).parts] == [None]


def test_a_paper_that_is_too_big_without_its_lock_stays_closed(opener: Opener) -> None:
    raw = locked(carrying(QUOTE), "Sinistre24")
    parts = opened(opener, raw, "Sinistre24", limits=Limits(bytes_out=100)).parts

    assert [part.problem for part in parts] == [Problem.TOO_BIG]


def test_a_paper_locked_for_certificates_says_that_it_is_encrypted(opener: Opener) -> None:
    raw = paper("").replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Adobe.PubSec /V 4 >>")

    assert [part.problem for part in opened(opener, raw, "Sinistre24").parts] == [Problem.ENCRYPTED]


def test_of_files_that_alone_are_locked_the_names_are_known(opener: Opener) -> None:
    parts = opened(opener, files_locked("Sinistre24"), "faux").parts

    assert [(part.name, part.kind, part.content.size, part.problem) for part in parts[1:]] == [
        ("devis.txt", Kind.DOCUMENT, 0, Problem.NEEDS_PASSWORD)
    ]
    assert parts[0].problem == Problem.NEEDS_PASSWORD


def test_files_that_alone_are_locked_come_out_with_their_password(opener: Opener) -> None:
    parts = opened(opener, files_locked("Sinistre24"), "faux", "Sinistre24").parts

    assert [(part.path, part.kind, part.problem) for part in parts] == [("0", Kind.DOCUMENT, None), ("0.0", Kind.DOCUMENT, None)]
    assert bytes_of(parts[1].content) == QUOTE


def test_the_lock_comes_off_with_the_right_password_only(opener: Opener) -> None:
    opening = Opening(spool=opener.spool, limits=Limits(), parts_left=9, bytes_left=90_000)

    with pytest.raises(Unreadable, match="damaged"):
        unlocked(opener.spool.keep(locked(paper(""), "Sinistre24")), "faux", opening)


def test_the_sink_of_the_library_keeps_its_first_fault() -> None:
    def full(_: bytes) -> int:
        raise OSError(ENOSPC, "No space left on device")

    sink = _Sink(full, Meter(left=100))
    sink.write(b"x")
    sink.write(b"y")

    assert isinstance(sink.fault, OSError)
