"""The copy that browsers play: seen again by the same decoder, and by the program where it is installed."""

import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from core.content import Spool, of_file
from core.errors import Problem, Unavailable, Unreadable
from core.limits import Limits
from core.media import Copy, CopyState
from extractors.context import Context
from extractors.media import copying, silent
from extractors.media.copying import copied
from extractors.media.film import CONTAINERS, Film
from extractors.media.program import RECIPES, SIDE, Recipe, command
from extractors.media.silent import SIDE as SILENT_SIDE
from extractors.media.video import seen_of
from tests.extractors.media.films import damaged, film, snow
from tests.extractors.media.test_video import HEVC

PROGRAM = shutil.which("ffmpeg")


def copy_of(data: bytes, folder: Path, **limits: int) -> Copy:
    with Spool() as spool:
        return copied(spool.keep(data), folder, Limits(**limits))


@pytest.fixture
def no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize(
    ("data", "size"),
    [
        (HEVC, (64, 96)),
        (film("avi", "MJPG"), (160, 120)),
        (film("3gp", "mp4v"), (160, 120)),
        (film("avi", "MJPG", size=(1602, 902)), (SILENT_SIDE, 540)),
    ],
    ids=["telephone, upright", "avi", "3gp", "too large"],
)
def test_without_the_program_a_copy_is_made_that_plays_without_sound(data: bytes, size: tuple[int, int], tmp_path: Path) -> None:
    copy = copy_of(data, tmp_path)
    again = seen_of(of_file(tmp_path / copy.sha256), Context(media_type=copy.media_type)).video

    assert (copy.state, copy.media_type, copy.sound, copy.size) == (
        CopyState.MADE,
        "video/webm",
        False,
        (tmp_path / copy.sha256).stat().st_size,
    )
    assert (again.codec, again.copy.state, (again.width, again.height)) == ("vp8", CopyState.NOT_NEEDED, size)
    assert sorted(tmp_path.iterdir()) == [tmp_path / copy.sha256]


@pytest.mark.skipif(PROGRAM is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize(("data", "size"), [(HEVC, (64, 96)), (film("avi", "MJPG", size=(1602, 902)), (SIDE, 720))])
def test_with_the_program_a_copy_is_made_that_plays_with_its_sound(data: bytes, size: tuple[int, int], tmp_path: Path) -> None:
    copy = copy_of(data, tmp_path)
    again = seen_of(of_file(tmp_path / copy.sha256), Context(media_type=copy.media_type)).video

    assert (copy.state, copy.sound) == (CopyState.MADE, True)
    assert (again.copy.state, (again.width, again.height)) == (CopyState.NOT_NEEDED, size)


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize("data", [b"no film", film("mp4", "mp4v")[:600]])
def test_of_what_cannot_be_decoded_there_is_no_copy(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        copy_of(data, tmp_path)

    assert caught.value.problem is Problem.DAMAGED


@pytest.mark.usefixtures("no_program")
def test_no_more_is_copied_than_is_allowed(tmp_path: Path) -> None:
    copy = copy_of(film("avi", "MJPG"), tmp_path, film_seconds=2)

    assert seen_of(of_file(tmp_path / copy.sha256), Context(media_type=copy.media_type)).video.seconds == pytest.approx(2, abs=0.2)


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize("numbers", [range(1), range(10, 11), range(10, 25)])
def test_pictures_that_are_damaged_do_not_end_the_copy(numbers: range, tmp_path: Path) -> None:
    copy = copy_of(damaged(film("avi", "MJPG"), numbers), tmp_path)

    assert copy.state is CopyState.MADE
    assert seen_of(of_file(tmp_path / copy.sha256), Context()).video.seconds == pytest.approx(4, abs=0.2)


@pytest.mark.usefixtures("no_program")
def test_of_a_film_that_breaks_off_what_there_is_is_copied(tmp_path: Path) -> None:
    data = film("avi", "MJPG")
    copy = copy_of(data[: len(data) // 2], tmp_path)

    assert copy.state is CopyState.MADE
    assert 1 < seen_of(of_file(tmp_path / copy.sha256), Context()).video.seconds < 3


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """Files that grow no larger, as in the child that makes copies."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize(("bytes_out", "problem"), [(5_000, Problem.TOO_BIG), (1_000_000, Problem.TRUNCATED)])
def test_what_was_written_in_part_is_no_copy(bytes_out: int, problem: Problem, tmp_path: Path) -> None:
    with Spool() as spool:
        content = spool.keep(film("avi", "MJPG"))
        with small_files(5_000), pytest.raises(Unreadable) as caught:
            copied(content, tmp_path, Limits(bytes_out=bytes_out))

    assert caught.value.problem is problem
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_program")
def test_a_disk_without_room_is_no_fault_of_the_film(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(copying, "LEAST_ROOM", shutil.disk_usage(tmp_path).total + 1)
    with Spool() as spool:
        content = spool.keep(film("avi", "MJPG"))
        with small_files(5_000), pytest.raises(Unavailable) as caught:
            copied(content, tmp_path, Limits())

    assert caught.value.code == "spool_full"


def with_program(folder: Path, lines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of that name, whose last argument is where the copy goes."""
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\nfor last; do :; done\n{lines}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.parametrize("lines", ["exit 1", "exit 0", ': > "${last#file:}"', '/bin/cp "$HALF" "${last#file:}"'], ids=str)
def test_where_the_program_makes_no_whole_copy_the_next_way_is_taken(lines: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    half = tmp_path / "half.webm"
    half.write_bytes(film("webm", "VP80", seconds=2))
    monkeypatch.setenv("HALF", str(half))
    with_program(tmp_path, lines, monkeypatch)
    copy = copy_of(film("avi", "MJPG"), tmp_path)

    assert (copy.state, copy.sound) == (CopyState.MADE, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([copy.sha256, "ffmpeg", "half.webm"])


@pytest.mark.parametrize(("lines", "seconds"), [("kill -XCPU $$", 60), ("exec /bin/sleep 60", 1)], ids=str)
def test_a_program_whose_time_is_over_is_waited_for_no_longer(
    lines: str, seconds: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_program(tmp_path, lines, monkeypatch)
    with pytest.raises(Unreadable) as caught:
        copy_of(film("avi", "MJPG"), tmp_path, copy_seconds=seconds)

    assert caught.value.problem is Problem.TIMED_OUT


@pytest.mark.skipif(PROGRAM is None, reason="ffmpeg is not installed")
def test_a_copy_that_the_program_broke_off_at_its_limit_is_none(tmp_path: Path) -> None:
    copy = copy_of(snow(), tmp_path, bytes_out=40_000)

    # The program looks at its limit between the pieces that it writes, and those of WebM are large.
    assert (copy.state, copy.media_type) == (CopyState.MADE, "video/webm")
    assert seen_of(of_file(tmp_path / copy.sha256), Context()).video.seconds == pytest.approx(4, abs=0.2)


@pytest.mark.skipif(PROGRAM is None, reason="ffmpeg is not installed")
def test_where_every_way_comes_to_the_limit_the_film_is_too_big(tmp_path: Path) -> None:
    with Spool() as spool:
        content = spool.keep(snow())
        with small_files(40_000), pytest.raises(Unreadable) as caught:
            copied(content, tmp_path, Limits(bytes_out=40_000))

    assert caught.value.problem is Problem.TOO_BIG
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.media_type)
def test_the_program_opens_one_file_writes_one_and_takes_one_core(recipe: Recipe) -> None:
    written = command(recipe, "/spool/-film: 1", Path("/spool/copy"), Limits(film_seconds=60, bytes_out=1000))
    at = written.index("-i")
    before, after = written[:at], written[at + 2 :]

    assert (written[at + 1], written[-1]) == ("file:/spool/-film: 1", "file:/spool/copy")
    assert option(before, "-protocol_whitelist") == "file"
    assert option(before, "-format_whitelist") == CONTAINERS
    assert [option(before, "-filter_threads"), option(before, "-threads"), option(after, "-threads")] == ["1", "1", "1"]
    assert [after[place + 1] for place, word in enumerate(after) if word == "-map"] == ["0:v:0", "0:a:0?"]
    assert [option(after, "-map_metadata"), option(after, "-map_chapters")] == ["-1", "-1"]
    assert [option(after, "-t"), option(after, "-fs")] == ["60", "1000"]
    assert {"-nostdin", "-sn", "-dn"} <= {*before, *after}


def option(words: tuple[str, ...], name: str) -> str:
    return words[words.index(name) + 1]


class Changing:
    """What OpenCV opens, of a film whose pictures change their size, and some of which are damaged."""

    def __init__(self, *pictures: np.ndarray | None) -> None:
        self._pictures = list(pictures)

    def get(self, _which: int) -> float:
        return 0.0

    def grab(self) -> bool:
        return bool(self._pictures)

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        picture = self._pictures.pop(0)
        return picture is not None, picture


def test_a_damaged_picture_is_that_before_it_and_all_are_of_one_size() -> None:
    small, large = np.zeros((2, 4, 3), np.uint8), np.ones((20, 40, 3), np.uint8)
    found = list(silent.pictures(Film(Changing(None, small, None, large))))

    assert [picture is small for picture in found] == [True, True, False]
    assert [silent.resized(picture, (4, 2)).shape for picture in found] == [(2, 4, 3)] * 3
