"""What a finder brings: a value in the text of a sheet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value in the text of a sheet, from `start` to `end`."""

    kind: str
    value: str
    start: int
    end: int
    confidence: float = 0.95
    role: str = ""
    """What the value is in the document, when the finder can tell from the value itself; else the labels around it say."""
