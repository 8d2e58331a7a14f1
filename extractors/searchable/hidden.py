"""Text that a page holds but does not draw (ISO 32000-1, 9.3.6, mode 3), taken out: what poor OCR left is not to be found beside ours."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from extractors.searchable.objects import added_stream, as_object, dictionary, resolved
from extractors.searchable.trouble import errors

if TYPE_CHECKING:
    from pypdf import PdfWriter

UNDRAWN = 3
SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})

DEEPEST = 4
"""Forms inside forms that are looked into."""

LONGEST = 4 * 1024 * 1024
"""Bytes of operators that are looked at: what lies under a scan is shorter, and a drawing takes minutes."""

Operation = tuple[Any, bytes]


def without_hidden(writer: "PdfWriter", sheet: Any) -> None:  # noqa: ANN401 - a page, as below
    """Take out of `sheet` what it says and does not draw; what cannot be taken apart stays as it is."""
    with suppress(*errors()):
        found = _stripped(writer, sheet.get("/Contents"), dictionary(sheet.get("/Resources")))
        if found:
            data, resources = found
            sheet.update(as_object({"/Contents": added_stream(writer, data), "/Resources": resources}))


def _stripped(
    writer: "PdfWriter",
    source: Any,  # noqa: ANN401 - any object of a PDF
    resources: dict[Any, Any],
    *,
    mode: int = 0,
    depth: int = DEEPEST,
) -> tuple[bytes, dict[Any, Any]] | None:
    """The operators of `source` without hidden text, with the resources that they need now; `None` where it has none."""
    from pypdf.generic import ContentStream

    content = ContentStream(resolved(source), writer)
    if len(content.get_data()) > LONGEST:
        return None
    operations = content.operations
    kept = list(_drawn(operations, mode))
    forms = dictionary(resources.get("/XObject"))
    changed = {} if depth == 0 else dict(_forms(writer, kept, forms, mode, depth))
    if len(kept) == len(operations) and not changed:
        return None
    content.operations = kept
    return content.get_data(), resources | as_object({"/XObject": forms | changed})


def _forms(writer: "PdfWriter", operations: Sequence[Operation], forms: dict[Any, Any], mode: int, depth: int) -> Iterator[tuple[Any, Any]]:
    """The forms among `operations` that hid something, without it: copies, for other pages may draw the same form."""
    for (operands, operator), now in zip(operations, _modes(operations, mode), strict=True):
        form = resolved(forms.get(operands[0])) if operator == b"Do" and operands else None
        if form is None or form.get("/Subtype") != "/Form":
            continue
        if found := _stripped(writer, form, dictionary(form.get("/Resources")), mode=now, depth=depth - 1):
            entries = {key: value for key, value in form.items() if key not in {"/Filter", "/DecodeParms", "/Length"}}
            yield operands[0], added_stream(writer, found[0], entries | {"/Resources": found[1]})


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
            mode = int(operands[0])
        yield mode
