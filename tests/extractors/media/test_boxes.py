"""The moment and the place that a film's container names."""

from datetime import UTC, datetime

import pytest

from core.content import Spool
from core.media import Place
from extractors.media.boxes import Told, told_by
from tests.extractors.media.films import DASHCAM, film

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECONDS = int((NOON - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())


def box(kind: bytes, inside: bytes, *, size: int | None = None) -> bytes:
    return (8 + len(inside) if size is None else size).to_bytes(4, "big") + kind + inside


def long_box(kind: bytes, inside: bytes) -> bytes:
    return (1).to_bytes(4, "big") + kind + (16 + len(inside)).to_bytes(8, "big") + inside


def header(seconds: int, version: int = 0) -> bytes:
    return box(b"mvhd", bytes([version, 0, 0, 0]) + seconds.to_bytes(8 if version else 4, "big") + bytes(80))


def told(data: bytes) -> Told:
    with Spool() as spool:
        return told_by(spool.keep(data))


def moment(data: bytes) -> datetime | None:
    return told(data).made_at


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
    assert told(data) == Told()


LIEGE = Place(latitude=50.6403, longitude=5.57)


def text_of(place: str) -> bytes:
    """The place as telephones write it: its length, the language, the text."""
    return box(b"\xa9xyz", len(place).to_bytes(2, "big") + b"\x15\xc7" + place.encode())


def user(*inside: bytes) -> bytes:
    return FTYP + box(b"moov", header(SECONDS) + box(b"udta", b"".join(inside)))


def by_key(place: str, *, version: bytes = b"", at: int = 2) -> bytes:
    """Keys and values as QuickTime has them, of which the second is the place."""
    names = (b"com.apple.quicktime.make", b"com.apple.quicktime.location.ISO6709")
    keys = box(b"keys", bytes(4) + (2).to_bytes(4, "big") + b"".join(box(b"mdta", name) for name in names))
    value = box(at.to_bytes(4, "big"), box(b"data", (1).to_bytes(4, "big") + bytes(4) + place.encode()))
    return box(b"meta", version + box(b"hdlr", bytes(25)) + keys + box(b"ilst", value))


def by_3gpp(name: bytes, latitude: float, longitude: float) -> bytes:
    fixed = b"".join(round(value * 65536).to_bytes(4, "big", signed=True) for value in (longitude, latitude, 60))
    return box(b"loci", bytes(4) + b"\x15\xc7" + name + b"\x00" + fixed + b"earth\0\0")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (user(text_of("+50.6403+005.5700/")), LIEGE),
        (user(text_of("+50.6403+005.5700+060.125/")), LIEGE),
        (user(text_of("+5038.418+00534.2/")), LIEGE),
        (user(text_of("+503825.08+0053412/")), LIEGE),
        (user(text_of("-33.8568-070.5000/")), Place(latitude=-33.8568, longitude=-70.5)),
        (user(by_3gpp(b"Li\xc3\xa8ge\0", 50.6403, 5.57)), LIEGE),
        (user(by_3gpp(b"\xfe\xff\0L\0i\0\0", 50.6403, 5.57)), LIEGE),
        (FTYP + box(b"moov", header(SECONDS) + by_key("+50.6403+005.5700+060.125/")), LIEGE),
        (user(by_key("+50.6403+005.5700/", version=bytes(4))), LIEGE),
        (FTYP + box(b"moov", header(SECONDS) + by_key("+50.6403+005.5700/", at=1)), None),
        (user(text_of("+00.0000+000.0000/")), None),
        (user(text_of("+91.0000+005.5700/")), None),
        (user(text_of("+5099.000+00534.2/")), None),
        (user(text_of("+50.6403")), None),
        (user(text_of("chez moi")), None),
        (user(box(b"\xa9xyz", b"")), None),
        (user(box(b"loci", bytes(9))), None),
        (user(box(b"meta", b"")), None),
        (user(), None),
        (FTYP, None),
    ],
)
def test_the_place_is_what_the_container_says_or_none(data: bytes, found: Place | None) -> None:
    place = told(data).place
    near = place and Place(latitude=round(place.latitude, 4), longitude=round(place.longitude, 4))

    assert near == found
