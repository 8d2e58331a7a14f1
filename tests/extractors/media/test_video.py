"""What a film says of itself, and what is made of one that lies or breaks off."""

from pathlib import Path

import pytest
from PIL import Image

from core import codec
from core.content import Content, Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.media import CopyState
from core.values import Reading
from extractors.context import Context
from extractors.media.film import as_file
from extractors.media.video import Seen, container, plays, seen_of
from tests.extractors import papers
from tests.extractors.media.films import DASHCAM, damaged, film

HEVC = (Path(__file__).parent / "hevc.mov").read_bytes()
"""Two seconds that a telephone held upright would make: HEVC and AAC, to be turned by 270 degrees."""

UPRIGHT, TURNED = (
    bytes.fromhex(digits) for digits in ("00010000" + "0" * 24 + "00010000", "0" * 8 + "00010000" + "0" * 8 + "ffff0000" + "0" * 8)
)
"""How a track's header says which side is up (ISO/IEC 14496-12, 8.3.2): as it was taken, and turned by 90 degrees."""


def seen(data: bytes, context: Context | None = None) -> Seen:
    with Spool() as spool:
        return seen_of(spool.keep(data), context or Context())


def refused(data: bytes, **limits: int) -> Problem:
    with pytest.raises(Unreadable) as caught:
        seen(data, Context(limits=Limits(**limits)))
    return caught.value.problem


@pytest.mark.parametrize(
    ("data", "media_type", "named", "state"),
    [
        (DASHCAM.read_bytes(), "video/mp4", ("h264", 5.0, 640, 360), CopyState.NOT_NEEDED),
        (HEVC, "video/quicktime", ("hevc", 2.0, 64, 96), CopyState.WANTED),
        (film("mp4", "mp4v"), "video/mp4", ("mpeg4", 4.0, 160, 120), CopyState.WANTED),
        (film("mov", "mp4v"), "video/quicktime", ("mpeg4", 4.0, 160, 120), CopyState.WANTED),
        (film("3gp", "mp4v"), "video/3gpp", ("mpeg4", 4.0, 160, 120), CopyState.WANTED),
        (film("avi", "MJPG"), "video/x-msvideo", ("mjpeg", 4.0, 160, 120), CopyState.WANTED),
        (film("mkv", "VP90"), "video/x-matroska", ("vp9", 4.0, 160, 120), CopyState.WANTED),
        (film("webm", "VP80"), "video/webm", ("vp8", 4.0, 160, 120), CopyState.NOT_NEEDED),
        (film("webm", "VP90"), "video/webm", ("vp9", 4.0, 160, 120), CopyState.NOT_NEEDED),
        (film("webm", "VP90"), "video/x-matroska", ("vp9", 4.0, 160, 120), CopyState.WANTED),
        (DASHCAM.read_bytes(), "video/3gpp", ("h264", 5.0, 640, 360), CopyState.WANTED),
        (DASHCAM.read_bytes(), "video/quicktime", ("h264", 5.0, 640, 360), CopyState.NOT_NEEDED),
    ],
    ids=[
        *("dashcam", "telephone", "mpeg-4", "quicktime", "3gp", "avi", "matroska", "vp8", "vp9"),
        *("webm called matroska", "mp4 called 3gp", "mp4 called quicktime"),
    ],
)
def test_every_format_says_what_it_is_and_shows_itself(
    data: bytes, media_type: str, named: tuple[str, float, int, int], state: CopyState, tmp_path: Path
) -> None:
    found = seen(data, Context(media_type=media_type, pictures=str(tmp_path)))

    assert (found.video.codec, found.video.seconds, found.video.width, found.video.height) == named
    assert (found.video.copy.state, found.problem) == (state, None)
    assert found.video.poster
    assert len(found.video.stills) == 4
    assert all((tmp_path / still.sha256).stat().st_size == still.size for still in found.video.stills)


def test_stills_are_evenly_spread(tmp_path: Path) -> None:
    assert [still.at for still in seen(film("mp4", "mp4v"), Context(pictures=str(tmp_path))).video.stills] == [0.5, 1.5, 2.5, 3.5]


def test_the_poster_is_the_first_picture_that_is_not_black(tmp_path: Path) -> None:
    poster = seen(film("avi", "MJPG", dark=12), Context(pictures=str(tmp_path))).video.poster

    assert poster
    assert poster.at == pytest.approx(1.2)


def test_a_film_that_is_black_throughout_has_a_poster_all_the_same(tmp_path: Path) -> None:
    assert seen(film("avi", "MJPG", dark=40), Context(pictures=str(tmp_path))).video.poster


def test_a_film_is_seen_the_way_its_camera_was_held(tmp_path: Path) -> None:
    lying = DASHCAM.read_bytes()
    assert lying.count(UPRIGHT) > 0
    at = lying.index(UPRIGHT, lying.index(b"tkhd"))
    turned = lying[:at] + TURNED + lying[at + len(TURNED) :]
    found = seen(turned, Context(pictures=str(tmp_path))).video

    assert (found.width, found.height, found.rotation) == (360, 640, 90)
    assert found.poster
    with Image.open(tmp_path / found.poster.sha256) as poster:
        assert poster.size == (360, 640)


@pytest.mark.parametrize(("kind", "codec_name"), [("webm", "VP80"), ("avi", "MJPG")])
def test_a_film_that_breaks_off_shows_what_there_is(kind: str, codec_name: str, tmp_path: Path) -> None:
    data = film(kind, codec_name)
    found = seen(data[: len(data) // 2], Context(pictures=str(tmp_path)))

    assert found.problem is Problem.TRUNCATED
    assert 1 < found.video.seconds < 3
    assert len(found.video.stills) == 4


@pytest.mark.parametrize("numbers", [range(1), range(5, 6), range(10, 25)])
def test_what_is_damaged_within_a_film_does_not_end_it(numbers: range, tmp_path: Path) -> None:
    found = seen(damaged(film("avi", "MJPG"), numbers), Context(pictures=str(tmp_path)))

    assert (found.problem, found.video.seconds, len(found.video.stills)) == (None, pytest.approx(4, abs=0.2), 4)


@pytest.mark.parametrize("data", [b"", b"no film", film("mp4", "mp4v")[:600], film("avi", "MJPG")[:300]])
def test_what_has_no_picture_is_damaged(data: bytes) -> None:
    assert refused(data) is Problem.DAMAGED


@pytest.mark.parametrize("playlist", ["#EXTM3U\n#EXTINF:10,\nfile://{}\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile {}\n"])
def test_a_list_of_other_files_is_no_film(playlist: str) -> None:
    assert refused(playlist.format(DASHCAM).encode()) is Problem.DAMAGED


@pytest.mark.parametrize("limits", [{"pixels": 10_000}, {"film_seconds": 3}])
def test_what_is_beyond_a_limit_is_too_big(limits: dict[str, int]) -> None:
    assert refused(film("mp4", "mp4v"), **limits) is Problem.TOO_BIG


def test_a_film_without_a_length_is_passed_over_no_longer_than_is_allowed() -> None:
    data = film("webm", "VP80")
    found = seen(data[: len(data) // 2], Context(limits=Limits(film_frames=5)))

    assert (found.video.seconds, found.video.stills, found.problem) == (0.0, (), Problem.TOO_BIG)


def test_a_length_that_a_film_only_claims_is_corrected(tmp_path: Path) -> None:
    data = bytearray(film("mp4", "mp4v"))
    at = data.index(b"stts") + 16
    # Every picture is said to last a hundred times as long as the index of pictures has room for.
    data[at - 4 : at] = (4000).to_bytes(4, "big")
    found = seen(bytes(data), Context(pictures=str(tmp_path)))

    assert found.video.poster
    assert found.video.seconds <= 5


def test_a_part_of_a_file_is_a_film_too(tmp_path: Path) -> None:
    data = film("mp4", "mp4v")
    with Spool() as spool:
        whole = spool.keep(b"before" + data + b"after")
        found = seen_of(Content(path=whole.path, size=len(data), sha256="", start=6), Context(pictures=str(tmp_path)))

    assert found.video.seconds == 4.0
    assert {path.name for path in tmp_path.iterdir()} == {
        picture.sha256 for picture in (found.video.poster, *found.video.stills) if picture
    }


def test_what_must_be_a_file_of_its_own_is_one_in_the_folder_of_the_job(tmp_path: Path) -> None:
    with Spool() as spool:
        whole = spool.keep(b"before, after")
        with as_file(Content(path=whole.path, size=6, sha256="", start=0), tmp_path) as path:
            assert Path(path).read_bytes() == b"before"
            assert Path(path).is_relative_to(tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"\0\0\0\x18ftypisom", "mp4"),
        (b"\0\0\0\x14ftypqt  ", "mp4"),
        (b"\0\0\0\x14ftyp3gp4", ""),
        (b"\x1a\x45\xdf\xa3..webm", "webm"),
        (b"RIFF", ""),
    ],
)
def test_a_container_is_known_by_its_beginning(head: bytes, found: str) -> None:
    assert container(head) == found


def test_ten_bits_a_colour_are_not_played_everywhere() -> None:
    assert [plays("mp4", "h264", plain=plain) for plain in (True, False)] == [True, False]


def test_the_reading_of_a_film_is_a_video_and_passes_through_json() -> None:
    found = papers.reading_of(HEVC, "video/quicktime", name="facture.mov")

    assert (found.type.id, found.type.confidence, found.problem, found.pages) == ("video", 1.0, None, ())
    assert found.video
    assert codec.load(Reading, codec.dump(found)) == found


@pytest.mark.parametrize(("media_type", "problem"), [("video/mp4", Problem.DAMAGED), ("video/x-flv", Problem.UNSUPPORTED)])
def test_what_is_said_to_be_a_film_is_one_of_which_nothing_is_known(media_type: str, problem: Problem) -> None:
    found = papers.reading_of(b"no film", media_type)

    assert (found.type.id, found.problem, found.video) == ("video", problem, None)


@pytest.mark.parametrize(("media_type", "state"), [("video/mp4", CopyState.NOT_NEEDED), ("video/3gpp", CopyState.WANTED)])
def test_a_film_whose_type_no_page_shows_wants_a_copy(media_type: str, state: CopyState) -> None:
    video = papers.reading_of(DASHCAM.read_bytes(), media_type, name="film").video

    assert video
    assert video.copy.state is state
