"""Small files of one mail lie behind each other in one file of the spool."""

from collections.abc import Iterator

import pytest

from core.content import Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from parsers.opening import Opening
from parsers.shelf import SMALL, Shelf
from tests.parsers.build import PDF, Opener, bytes_of, file, mail


def opening(spool: Spool, limits: Limits) -> Opening:
    return Opening(spool=spool, limits=limits, parts_left=limits.parts, bytes_left=limits.bytes_out)


def test_the_attachments_of_a_mail_are_windows_of_one_file(opener: Opener) -> None:
    parts = opener.parts(mail("Photos", file(PDF, "application/pdf", "a.pdf"), file(b"Bonjour", "text/plain", "b.txt")))

    assert [bytes_of(part.content) for part in parts[1:]] == [PDF, b"Bonjour"]
    assert len({part.content.path for part in parts[1:]}) == 1


def test_what_is_big_has_a_file_of_its_own(opener: Opener) -> None:
    parts = opener.parts(mail("Photos", file(PDF, "application/pdf", "a.pdf"), file(b"x" * SMALL, "text/plain", "b.txt")))

    assert len({part.content.path for part in parts[1:]}) == 2


def test_of_what_goes_beyond_the_limit_the_first_pieces_stay(opener: Opener) -> None:
    found = opening(opener.spool, Limits(bytes_out=10))
    with Shelf(found, found.meter()) as shelf:
        outcomes = [shelf.keep(pieces, at_most=20) for pieces in ([b"12345", b"678"], [b"abc"], [b"AB", b"C"], [b"z"])]

    assert [(bytes_of(content), problem) for content, problem in outcomes] == [
        (b"12345678", None),
        (b"", Problem.TOO_BIG),
        (b"AB", Problem.TOO_BIG),
        (b"", Problem.TOO_BIG),
    ]


def test_of_what_is_damaged_the_first_pieces_stay(opener: Opener) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"Bonjour"
        raise Unreadable(Problem.DAMAGED)

    found = opening(opener.spool, Limits())
    with Shelf(found, found.meter()) as shelf:
        content, problem = shelf.keep(pieces(), at_most=100)

    assert (bytes_of(content), problem) == (b"Bonjour", Problem.DAMAGED)


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_mail_makes_no_more_than_one_file(opener: Opener, count: int) -> None:
    opener.parts(mail("Photos", *[file(PDF, "application/pdf", f"{number}.pdf") for number in range(count)]))

    # Beside the mail itself.
    assert len(list(opener.spool.folder.iterdir())) == 1 + min(count, 1)
