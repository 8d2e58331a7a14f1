"""The moment that a film's container names."""

from datetime import UTC, datetime

import pytest

from core.content import Spool
from extractors.media.boxes import made_at
from tests.extractors.media.films import DASHCAM, film

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECONDS = int((NOON - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())


def box(kind: bytes, inside: bytes, *, size: int | None = None) -> bytes:
    return (8 + len(inside) if size is None else size).to_bytes(4, "big") + kind + inside


def long_box(kind: bytes, inside: bytes) -> bytes:
    return (1).to_bytes(4, "big") + kind + (16 + len(inside)).to_bytes(8, "big") + inside


def header(seconds: int, version: int = 0) -> bytes:
    return box(b"mvhd", bytes([version, 0, 0, 0]) + seconds.to_bytes(8 if version else 4, "big") + bytes(80))


def moment(data: bytes) -> datetime | None:
    with Spool() as spool:
        return made_at(spool.keep(data))


FTYP = box(b"ftyp", b"isom\0\0\0\0")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (FTYP + box(b"moov", header(SECONDS)), NOON),
        (FTYP + box(b"moov", header(SECONDS, 1)), NOON),
        (FTYP + long_box(b"mdat", bytes(500)) + box(b"moov", box(b"free", b"") + header(SECONDS)), NOON),
        (FTYP + box(b"moov", header(SECONDS), size=0), NOON),
        (FTYP + box(b"moov", header(0)), None),
        (FTYP + box(b"moov", header(2**64 - 1, 1)), None),
        (FTYP + box(b"moov", header(SECONDS, 9)), None),
        (FTYP + box(b"moov", header(SECONDS)[:14]), None),
        (FTYP + box(b"moov", header(SECONDS), size=2**31), None),
        (FTYP + box(b"free", b"", size=4) * 3, None),
        (box(b"free", b"") * 2000 + box(b"moov", header(SECONDS)), None),
        (FTYP, None),
        (b"RIFF....AVI LIST", None),
        (b"", None),
    ],
)
def test_the_moment_is_what_the_container_says_or_none(data: bytes, found: datetime | None) -> None:
    assert moment(data) == found


@pytest.mark.parametrize("data", [DASHCAM.read_bytes(), film("mp4", "mp4v"), film("avi", "MJPG")])
def test_films_of_our_own_name_none(data: bytes) -> None:
    assert moment(data) is None
