"""What every OCR engine answers to."""

from typing import TYPE_CHECKING, Protocol

from extractors.lines import Line

if TYPE_CHECKING:
    from PIL.Image import Image


class Engine(Protocol):
    """Recognises the words of an upright grey picture."""

    name: str

    def recognise(self, image: "Image", *, languages: str, seconds: float) -> tuple[Line, ...]:
        """The lines in reading order; boxes in pixels of `image`.

        Raises:
            Unreadable: it took longer than `seconds` (TIMED_OUT).
            Unavailable: the engine is not installed, or not with any of `languages`.
        """

    def turn(self, image: "Image", *, seconds: float) -> int | None:
        """Degrees by which `image` must be turned clockwise to stand upright; `None` when the engine cannot tell."""
