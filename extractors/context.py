"""What a reader is told beside the document itself."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from core.errors import Problem, Unreadable
from core.limits import Limits

RESERVE = 0.9
"""Share of the time for a document after which no further page is begun, so that what was read still comes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Limits, the languages of the OCR, and what is known from around the document."""

    limits: Limits = field(default_factory=Limits)
    ocr_languages: str = "fra+nld+deu+eng"
    """Tesseract's codes; those that are not installed are left out."""

    ocr_engine: str = "auto"
    """`auto`, or the engine that alone reads pictures: `tesseract` or `ppocr`."""

    media_type: str = ""
    """Of the document: what its page shows it as."""

    mail_text: str = ""
    """What the sender wrote: a weak cue for the type."""

    received_at: datetime | None = None
    """When the document came: days without a year are before that, and no loss is after it."""

    passwords: tuple[str, ...] = ()
    """Candidates for a locked document, likeliest first."""

    kept: str = ""
    """Folder in which the pages of this document are kept until it has been read; "" keeps none."""

    pictures: str = ""
    """Folder that takes the pictures which people are shown of this document; "" makes none."""

    deadline: float | None = None
    """When reading must be over, by the monotonic clock; `None` before it has begun."""

    def seconds(self) -> float:
        """Wall time that the next page may take.

        Raises:
            Unreadable: no time is left (TIMED_OUT).
        """
        left = self.limits.page_seconds if self.deadline is None else self.deadline - time.monotonic()
        if left <= 0:
            raise Unreadable(Problem.TIMED_OUT)
        return min(left, self.limits.page_seconds)
