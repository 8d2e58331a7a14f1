"""Opens pictures, so that whatever libraries say of a broken one is said in our words."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from core.errors import Problem, Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError, RuntimeError, struct.error)
"""How Pillow and libheif say, from one format to the next, that a file is broken."""


@contextmanager
def errors_named() -> Iterator[None]:
    """Only decoding runs in here, so that no fault of ours passes for a broken file."""
    from PIL import Image as Images

    try:
        with warnings.catch_warnings():
            # What Pillow warns about is measured by its reader; what it refuses is refused.
            warnings.simplefilter("ignore")
            yield
    except Images.DecompressionBombError as error:
        raise Unreadable(Problem.TOO_BIG) from error
    except BROKEN as error:
        raise Unreadable(Problem.DAMAGED, type(error).__name__) from error


@contextmanager
def opened(file: BinaryIO) -> Iterator["Image"]:
    """The picture in `file`, not decoded yet."""
    from pi_heif import register_heif_opener
    from PIL import Image as Images

    register_heif_opener()
    with errors_named():
        image = Images.open(file)
    with image:
        yield image
