"""What every OCR engine answers to."""

from typing import TYPE_CHECKING, Protocol

from extractors.lines import Line

if TYPE_CHECKING:
    from PIL.Image import Image


class Engine(Protocol):
    """Recognises the words of an upright grey picture."""

    name: str

    poor: float
    """Mean confidence under which a page that it read may lie upside down."""

    doubtful: float
    """Mean confidence under which another engine should read the page as well."""

    def recognise(self, image: "Image", *, languages: str, seconds: float) -> tuple[Line, ...]:
        """The lines in reading order; boxes in pixels of `image`.

        Raises:
            Unreadable: it took longer than `seconds` (TIMED_OUT).
            Unavailable: the engine is not installed, or not with any of `languages`.
        """
