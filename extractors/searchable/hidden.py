"""Text that a page holds but does not draw (ISO 32000-1, 9.3.6, mode 3), taken out: what poor OCR left is not to be found beside ours."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from core.errors import Unreadable
from extractors.searchable.objects import added_stream, as_object, dictionary, number, resolved
from extractors.searchable.trouble import named

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import IndirectObject

UNDRAWN = 3
SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})

DEEPEST = 4
"""Forms inside forms that are looked into."""

LONGEST = 4 * 1024 * 1024
"""Bytes of operators that are looked at: what lies under a scan is shorter, and a drawing takes minutes."""

Operation = tuple[Any, bytes]


class Forms:
    """The forms of a PDF without what they hid: whatever draws one, and however often, it is looked into once."""

    def __init__(self, writer: "PdfWriter") -> None:
        self.writer = writer
        self._copies: dict[tuple[int, int, int], IndirectObject | None] = {}

    def copy(self, form: Any, mode: int, depth: int) -> "IndirectObject | None":  # noqa: ANN401 - a stream
        """A copy without it, for others may draw the same form another way; `None` for a form that hides nothing."""
        key = id(form), mode, depth
        if key not in self._copies:
            self._copies[key] = self._copied(form, mode, depth)
        return self._copies[key]

    def _copied(self, form: Any, mode: int, depth: int) -> "IndirectObject | None":  # noqa: ANN401 - as above
        found = _stripped(self, form, dictionary(form.get("/Resources")), mode=mode, depth=depth)
        if found is None:
            return None
        entries = {key: value for key, value in form.items() if key not in {"/Filter", "/DecodeParms", "/Length"}}
        return added_stream(self.writer, found[0], entries | {"/Resources": found[1]})


def without_hidden(forms: Forms, sheet: Any) -> None:  # noqa: ANN401 - a page, as below
    """Take out of `sheet` what it says and does not draw; what cannot be taken apart stays as it is."""
    with suppress(Unreadable), named():
        found = _stripped(forms, sheet.get("/Contents"), dictionary(sheet.get("/Resources")))
        if found:
            data, resources = found
            sheet.update(as_object({"/Contents": added_stream(forms.writer, data), "/Resources": resources}))


def _stripped(
    forms: Forms,
    source: Any,  # noqa: ANN401 - any object of a PDF
    resources: dict[Any, Any],
    *,
    mode: int = 0,
    depth: int = DEEPEST,
) -> tuple[bytes, dict[Any, Any]] | None:
    """The operators of `source` without hidden text, with the resources that they need now; `None` where it has none."""
    from pypdf.generic import ContentStream

    content = ContentStream(resolved(source), forms.writer)
    if len(content.get_data()) > LONGEST:
        return None
    operations = content.operations
    kept = list(_drawn(operations, mode))
    named = dictionary(resources.get("/XObject"))
    changed: dict[Any, Any] = {}
    for name, around in _modes_of_forms(kept, mode).items() if depth else ():
        form = resolved(named.get(name))
        if isinstance(form, dict) and form.get("/Subtype") == "/Form" and (copy := forms.copy(form, around, depth - 1)):
            changed[name] = copy
    if len(kept) == len(operations) and not changed:
        return None
    content.operations = kept
    return content.get_data(), resources | as_object({"/XObject": named | changed})


def _modes_of_forms(operations: Sequence[Operation], mode: int) -> dict[Any, int]:
    """How text is drawn where each form is: `UNDRAWN` only for one that is drawn nowhere else."""
    found: dict[Any, int] = {}
    for (operands, operator), now in zip(operations, _modes(operations, mode), strict=True):
        if operator == b"Do" and operands and isinstance(operands[0], str):
            found[operands[0]] = UNDRAWN if now == UNDRAWN == found.get(operands[0], UNDRAWN) else 0
    return found


def _drawn(operations: Sequence[Operation], mode: int) -> Iterator[Operation]:
    """`operations` without the texts that are not drawn: only whole blocks, since in one each text moves the next."""
    block: list[Operation] = []
    hidden = True
    for operation, now in zip(operations, _modes(operations, mode), strict=True):
        operator = operation[1]
        block.append(operation)
        if operator in SHOWING:
            # `"` also sets spaces, which last.
            hidden = hidden and now == UNDRAWN and operator != b'"'
        elif operator in {b"BT", b"ET"}:
            yield from (one for one in block if not hidden or one[1] not in SHOWING)
            block, hidden = [], True
    yield from block


def _modes(operations: Sequence[Operation], mode: int) -> Iterator[int]:
    """How text is drawn at each of `operations`."""
    around: list[int] = []
    for operands, operator in operations:
        if operator == b"q":
            around.append(mode)
        elif operator == b"Q" and around:
            mode = around.pop()
        elif operator == b"Tr" and operands:
            mode = int(number(operands[0]) or 0)
        yield mode
