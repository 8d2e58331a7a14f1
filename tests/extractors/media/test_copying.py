"""The copy that browsers play: seen again by the same decoder, and by the program where it is installed."""

import shutil
from pathlib import Path

import pytest

from core.content import Spool, of_file
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.media import Copy, CopyState
from extractors.context import Context
from extractors.media.copying import SIDE, SILENT_SIDE, copied
from extractors.media.video import seen_of
from tests.extractors.media.films import film
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
    again = seen_of(of_file(tmp_path / copy.sha256), Context()).video

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
    again = seen_of(of_file(tmp_path / copy.sha256), Context()).video

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

    assert seen_of(of_file(tmp_path / copy.sha256), Context()).video.seconds == pytest.approx(2, abs=0.2)
