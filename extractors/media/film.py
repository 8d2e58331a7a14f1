"""A film as OpenCV's own decoder plays it, picture by picture; nothing in it is believed before it was measured."""

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.content import Content, Spool
from core.errors import Problem, Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,avi,matroska,webm,mpegts,mpeg,asf,flv"
"""Formats that hold what they play; a playlist, which names other files, is none of them."""

OPTIONS = f"protocol_whitelist;file|format_whitelist;{CONTAINERS}"
FASTEST, LONGEST_SECONDS = 1000.0, 1e6
"""Frames a second, and a length, beyond which a film is not believed."""

CODECS = {
    "fmp4": "mpeg4",
    "avc1": "h264",
    "h264": "h264",
    "hevc": "hevc",
    "hvc1": "hevc",
    "hev1": "hevc",
    "vp80": "vp8",
    "vp90": "vp9",
    "av01": "av1",
    "mjpg": "mjpeg",
    "mpg1": "mpeg1",
    "mpg2": "mpeg2",
}
"""Usual names of codecs by the four letters that the decoder gives them."""

NEARLY = 0.9
"""Share of its claimed length that a film must have, or it breaks off."""

DAMAGED_STEPS = 250
"""So many pictures in a row that cannot be decoded are the end: ten seconds of most films."""

PLAIN = b"I420"
"""Eight bits, with colours at half the resolution: the pixels that every browser decodes."""


def _letters(number: float) -> bytes:
    return int(number).to_bytes(8, "little")[:4]


class Film:
    """An open film; its numbers are what its container claims."""

    def __init__(self, capture: Any) -> None:  # noqa: ANN401 - OpenCV has no types of its own
        import cv2

        self._capture = capture
        self.width = int(self._number(cv2.CAP_PROP_FRAME_WIDTH))
        self.height = int(self._number(cv2.CAP_PROP_FRAME_HEIGHT))
        rate = self._number(cv2.CAP_PROP_FPS)
        self.frames_per_second = rate if rate <= FASTEST else 0.0
        count = self._number(cv2.CAP_PROP_FRAME_COUNT)
        claimed = count / self.frames_per_second if self.frames_per_second else 0.0
        self.seconds = claimed if claimed <= LONGEST_SECONDS else 0.0
        self.rotation = int(self._number(cv2.CAP_PROP_ORIENTATION_META)) % 360
        letters = _letters(self._number(cv2.CAP_PROP_FOURCC)).decode("ascii", "replace").lower()
        self.codec = CODECS.get(letters, letters if letters.isascii() and letters.isalnum() else "")
        self.plain = _letters(self._number(cv2.CAP_PROP_CODEC_PIXEL_FORMAT)) in {PLAIN, bytes(4)}

    def _number(self, which: int) -> float:
        value = float(self._capture.get(which))
        return value if math.isfinite(value) and value > 0 else 0.0

    @property
    def at(self) -> float:
        """The second of the picture that was decoded last."""
        import cv2

        return self._number(cv2.CAP_PROP_POS_MSEC) / 1000

    def seek(self, second: float) -> None:
        """Go to `second`; where a film cannot be sought in, nothing moves."""
        import cv2

        with suppress(cv2.error):
            self._capture.set(cv2.CAP_PROP_POS_MSEC, second * 1000)

    def step(self) -> bool:
        """Go on by one picture; False at the end, and where the film is damaged."""
        import cv2

        try:
            return bool(self._capture.grab())
        except cv2.error:
            return False

    def go_on(self) -> int:
        """Go on to the next picture that can be decoded; how many steps it took, 0 at the end."""
        return next((steps for steps in range(1, DAMAGED_STEPS + 1) if self.step()), 0)

    def array(self) -> Any:  # noqa: ANN401 - as above
        """The picture that was stepped to as OpenCV has it, upright; `None` where it is damaged."""
        import cv2

        try:
            found, frame = self._capture.retrieve()
        except cv2.error:
            return None
        return frame if found else None

    def picture(self) -> "Image | None":
        """The picture that was stepped to, upright."""
        from PIL import Image as Images

        frame = self.array()
        return None if frame is None else Images.fromarray(frame[..., ::-1].copy())


@contextmanager
def film_of(content: Content, folder: Path | None = None) -> Iterator[Film]:
    """The film in `content`; `folder` takes what must be a file of its own for it.

    Raises:
        Unreadable: it is none (DAMAGED).
    """
    import cv2

    # Read by the library when it opens a film; what it would print may quote what a sender wrote.
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = OPTIONS
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    with as_file(content, folder) as path:
        capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
        try:
            if not capture.isOpened():
                raise Unreadable(Problem.DAMAGED)
            yield Film(capture)
        finally:
            capture.release()


@contextmanager
def as_file(content: Content, folder: Path | None = None) -> Iterator[str]:
    """The path of a file that holds exactly the bytes of `content`, in `folder` where one must be made."""
    if content.start == 0 and content.path.stat().st_size == content.size:
        yield str(content.path)
        return
    with Spool(folder) as spool, spool.writer() as writer:
        for piece in content.chunks():
            writer.write(piece)
        yield str(writer.close().path)
