"""What was entered into the interactive form of a page (ISO 32000-2, 12.7): values and check boxes with their places."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.pages import Box
from extractors.pdf.layer import placing, turned

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from extractors.pdf.characters import Place

UNSEEN = 1 << 1 | 1 << 5
"""Flags of what a person does not see: Hidden and NoView (12.5.3)."""

PASSWORD = 1 << 13
"""Flag of a text field whose value is nobody's business (12.7.5.3)."""

LONGEST = 10_000
"""Bytes of a name or value above which it is none that a form of one page has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One field of an interactive form where it shows: a text, or a box that is `checked` or not."""

    name: str
    box: Box
    text: str = ""
    checked: bool | None = None


def entered_on(page: "PdfPage", *, turn: int, seconds: Callable[[], float]) -> Iterator[Entered]:
    """The fields of `page`, with their places on the page turned clockwise by `turn` degrees.

    Raises:
        Unreadable: `seconds` says that the time is over.
    """
    from pypdfium2 import raw

    if page.formenv is None:
        return
    place = turned(placing(page), turn, page)
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        seconds()
        annotation = raw.FPDFPage_GetAnnot(page, index)
        try:
            if annotation and (found := _field(page.formenv, annotation, place)):
                yield found
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _field(form: Any, annotation: Any, place: "Place") -> Entered | None:  # noqa: ANN401 - ctypes
    from pypdfium2 import raw

    if raw.FPDFAnnot_GetFlags(annotation) & UNSEEN or raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & PASSWORD:
        return None
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    name = _said(raw.FPDFAnnot_GetFormFieldName, form, annotation)
    box = _box(annotation, place)
    if box is None:
        return None
    if kind in {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}:
        return Entered(name=name, box=box, checked=bool(raw.FPDFAnnot_IsChecked(form, annotation)))
    if kind in {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX}:
        return Entered(name=name, box=box, text=" ".join(_said(raw.FPDFAnnot_GetFormFieldValue, form, annotation).split()))
    return None


def _box(annotation: Any, place: "Place") -> Box | None:  # noqa: ANN401 - ctypes
    import numpy as np
    from pypdfium2 import raw

    rectangle = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, rectangle):
        return None
    across, down = place(np.array([rectangle.left, rectangle.right]), np.array([rectangle.top, rectangle.bottom]))
    return Box(x0=float(across.min()), y0=float(down.min()), x1=float(across.max()), y1=float(down.max()))


def _said(ask: Callable[..., int], form: Any, annotation: Any) -> str:  # noqa: ANN401 - ctypes
    """What pdfium answers in UTF-16, without the zero at its end."""
    length = min(ask(form, annotation, None, 0), LONGEST)
    letters = (ctypes.c_ushort * (length // 2))()
    ask(form, annotation, letters, length)
    return bytes(letters).decode("utf-16-le", "replace").rstrip("\0")
