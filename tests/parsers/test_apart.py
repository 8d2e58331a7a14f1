"""What is risky is opened in a child of its own, and nothing else is."""

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfWriter

from core.content import Content
from core.errors import Problem, Unreadable
from core.limits import Limits
from parsers.apart import Apart, open_here
from parsers.opening import Opened, Opening
from tests.parsers.build import JPEG, PDF, Opener, file, mail

NO_TIME = Limits(part_seconds=0)


@pytest.fixture
def apart() -> Iterator[Apart]:
    made = Apart(Limits())
    yield made
    made.close()


def with_attachment() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.add_attachment("photo.jpg", JPEG)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def level(apart: Apart, opener: Opener, media_type: str, content: Content) -> Opened:
    limits = Limits()
    return apart(media_type, content, Opening(spool=opener.spool, limits=limits, parts_left=10, bytes_left=limits.bytes_out))


def test_a_level_comes_out_of_the_child_as_it_would_here(apart: Apart, opener: Opener) -> None:
    content = opener.spool.keep(with_attachment())
    opening = Opening(spool=opener.spool, limits=Limits(), parts_left=10, bytes_left=1 << 20)

    found, here = apart("application/pdf", content, opening), open_here("application/pdf", content, opening)

    assert [(child.name, child.content.sha256) for child in found.children] == [
        (child.name, child.content.sha256) for child in here.children
    ]


def test_a_risky_part_needs_the_child(opener: Opener) -> None:
    with pytest.raises(Unreadable) as caught:
        level(Apart(NO_TIME), opener, "application/pdf", opener.spool.keep(with_attachment()))

    assert caught.value.problem == Problem.TIMED_OUT


def test_a_paper_with_nothing_in_it_does_not(opener: Opener) -> None:
    assert level(Apart(NO_TIME), opener, "application/pdf", opener.spool.keep(PDF)) == Opened()


def test_a_mail_does_not_either(opener: Opener) -> None:
    content = opener.spool.keep(mail("Devis", file(PDF, "application/pdf", "devis.pdf")))

    assert len(level(Apart(NO_TIME), opener, "message/rfc822", content).children) == 1


def test_where_nothing_is_trusted_a_mail_needs_it_too(opener: Opener) -> None:
    content = opener.spool.keep(mail("Devis", file(PDF, "application/pdf", "devis.pdf")))

    with pytest.raises(Unreadable):
        level(Apart(NO_TIME, everything=True), opener, "message/rfc822", content)
