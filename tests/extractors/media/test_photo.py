"""What a picture says of itself: when, where, how large, and what is shown of it."""

import io
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image
from pillow_heif import from_pillow

from core import codec
from core.content import Spool
from core.limits import Limits
from core.media import Photo, Place, Video
from core.values import Reading
from extractors.context import Context
from extractors.media import exif
from extractors.media.hashing import distance
from extractors.media.photo import photo_of
from tests.extractors import papers
from tests.extractors.media.scenes import car, scene

LIEGE = {1: "N", 2: (50.0, 38.0, 25.08), 3: "E", 4: (5.0, 34.0, 12.0)}
SCENE = scene(1)


def camera(orientation: int = 1, zone: str = "+01:00") -> Image.Exif:
    """What a telephone writes."""
    written = Image.Exif()
    written[0x0112] = orientation
    written.get_ifd(exif.EXIF).update({exif.TAKEN: "2026:03:02 14:05:09", exif.TAKEN_ZONE: zone})
    written.get_ifd(exif.GPS).update(LIEGE)
    return written


def heic(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    from_pillow(image).save(out, quality=80, **options)
    return out.getvalue()


@pytest.fixture
def pictures(tmp_path: Path) -> Context:
    return Context(pictures=str(tmp_path))


def seen(data: bytes, context: Context | None = None) -> Photo:
    with Spool() as spool:
        found = photo_of(spool.keep(data), context or Context())
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIC"])
def test_every_format_says_when_and_where_it_was_taken(kind: str) -> None:
    data = heic(SCENE, exif=camera().tobytes()) if kind == "HEIC" else papers.encoded(SCENE, kind, exif=camera().tobytes())
    found = seen(data)

    assert (found.width, found.height, found.frames) == (960, 720, 1)
    assert found.taken_at == datetime(2026, 3, 2, 14, 5, 9, tzinfo=timezone(timedelta(hours=1)))
    assert found.place == Place(latitude=50.64030, longitude=5.57)


@pytest.mark.parametrize(
    ("orientation", "turned"), [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)]
)
def test_a_picture_is_seen_upright_whichever_way_the_camera_was_held(orientation: int, turned: Image.Transpose, pictures: Context) -> None:
    lying = SCENE.transpose(turned)
    found = seen(papers.encoded(lying, "JPEG", quality=90, exif=camera(orientation)), pictures)

    assert (found.width, found.height) == SCENE.size
    assert distance(found.hash, seen(papers.encoded(SCENE, "PNG")).hash) <= 4
    assert found.small
    assert (found.small.width, found.small.height) == (320, 240)


@pytest.mark.parametrize("kind", ["HEIC", "TIFF"])
def test_what_browsers_do_not_show_gets_a_picture_that_they_do(kind: str, pictures: Context) -> None:
    image = SCENE.resize((2400, 1800))
    found = seen(heic(image, exif=camera().tobytes()) if kind == "HEIC" else papers.encoded(image, kind, exif=camera().tobytes()), pictures)

    assert found.large
    assert (found.large.width, found.large.height) == (1600, 1200)
    with Image.open(Path(pictures.pictures) / found.large.sha256) as shown:
        # Whoever saves it does not carry off where it was taken.
        assert (shown.format, dict(shown.getexif())) == ("JPEG", {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_what_browsers_show_gets_a_small_picture_only(kind: str, pictures: Context) -> None:
    found = seen(papers.encoded(SCENE, kind), pictures)

    assert (found.small is not None, found.large) == (True, None)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16", "CMYK"])
def test_every_kind_of_colour_can_be_shown(mode: str, pictures: Context) -> None:
    image = SCENE.convert("L").convert(mode) if mode == "I;16" else SCENE.convert(mode)

    assert seen(papers.encoded(image, "TIFF"), pictures).large


def test_pictures_that_move_are_counted() -> None:
    frames = [scene(number, (160, 120)) for number in range(4)]

    assert seen(papers.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])).frames == 4


@pytest.mark.parametrize(
    ("written", "zone", "found"),
    [
        ("2026:03:02 14:05:09", "", datetime(2026, 3, 2, 14, 5, 9)),  # noqa: DTZ001 - a camera without a zone
        ("2026:03:02 14:05:09", "Z", datetime(2026, 3, 2, 14, 5, 9)),  # noqa: DTZ001 - as above
        ("2026-03-02T14:05:09", "+00:00", datetime(2026, 3, 2, 14, 5, 9, tzinfo=UTC)),
        (b"2026:03:02 14:05:09\0", "", datetime(2026, 3, 2, 14, 5, 9)),  # noqa: DTZ001 - as above
        ("0000:00:00 00:00:00", "", None),
        ("1970:01:01 00:00:00", "", None),
        ("2026:13:41 99:00:00", "", None),
        ("    :  :     :  :  ", "", None),
        ("2026:03:02 14:05:09", "+99:99", datetime(2026, 3, 2, 14, 5, 9)),  # noqa: DTZ001 - as above
        ("1990:01:01 00:00:00", "+14:00", datetime(1990, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
        ("1989:12:31 23:59:59", "-12:00", None),
        ("2100:01:01 00:00:00", "", None),
        ("9999:12:31 23:59:59", "-12:00", None),
        ("0001:01:01 00:00:00", "+12:00", None),
        (20260302, "", None),
        (None, "", None),
    ],
)
def test_the_moment_is_what_the_camera_wrote_or_none(written: object, zone: str, found: datetime | None) -> None:
    assert exif.taken_at({exif.TAKEN: written, exif.TAKEN_ZONE: zone}) == found


@pytest.mark.parametrize("year", [1, 1989, 2100, 9999])
def test_no_photograph_and_no_film_was_made_when_no_camera_was(year: int) -> None:
    moment = datetime(year, 12, 31, tzinfo=UTC)

    with pytest.raises(ValueError, match="moment"):
        Photo(width=1, height=1, hash="0" * 16, taken_at=moment)
    with pytest.raises(ValueError, match="moment"):
        Video(seconds=1, width=1, height=1, codec="h264", taken_at=moment)


@pytest.mark.parametrize(
    "changed",
    [
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
        {2: (91.0, 0.0, 0.0)},
        {4: (180.0, 30.0, 0.0)},
        {2: (50.0, 61.0, 0.0)},
        {2: (float("nan"), 0.0, 0.0)},
        {2: (float("inf"), 0.0, 0.0)},
        {2: (-50.0, 0.0, 0.0)},
        {2: (50.0, 38.0)},
        {2: ("fifty", 0.0, 0.0)},
        {2: "50 38 25"},
        {1: ""},
        {1: "NS"},
        {3: None},
    ],
)
def test_what_is_no_place_is_none(changed: dict[int, object]) -> None:
    assert exif.place(LIEGE | changed) is None


def test_the_south_and_the_west_are_below_nought() -> None:
    assert exif.place(LIEGE | {1: b"S\0", 3: "W"}) == Place(latitude=-50.64030, longitude=-5.57)


@pytest.mark.parametrize("data", [b"", b"no picture", papers.encoded(SCENE, "JPEG")[:9000]])
def test_what_cannot_be_shown_says_nothing(data: bytes) -> None:
    with Spool() as spool:
        assert photo_of(spool.keep(data), Context()) is None


def test_what_is_too_big_says_nothing() -> None:
    with Spool() as spool:
        assert photo_of(spool.keep(papers.encoded(SCENE, "PNG")), Context(limits=Limits(pixels=10_000))) is None


def test_the_reading_of_a_photograph_holds_it_and_passes_through_json() -> None:
    found = papers.reading_of(papers.encoded(SCENE, "JPEG", exif=camera()), "image/jpeg", name="IMG_4001.jpg")

    assert found.type.id == "photo"
    assert found.photo
    assert found.photo.place
    assert codec.load(Reading, codec.dump(found)) == found


@pytest.mark.parametrize(("plate", "kind"), [("1-ABC-234", "plate_be"), ("AB-123-CD", "plate_fr_siv")])
def test_a_plate_in_view_is_read_and_the_picture_stays_a_photograph(plate: str, kind: str) -> None:
    found = papers.reading_of(papers.encoded(car(plate), "JPEG", quality=85, exif=camera()), "image/jpeg", name="IMG_4001.jpg")

    assert (found.type.id, papers.facts(found)) == ("photo", {(kind, plate)})


def test_a_reading_that_was_kept_before_photographs_were_looked_at_still_loads() -> None:
    data = codec.dump(Reading(media_type="image/jpeg"))
    del data["photo"], data["video"]

    assert codec.load(Reading, data) == Reading(media_type="image/jpeg")
