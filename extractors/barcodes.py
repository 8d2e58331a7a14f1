"""Codes on a page: what a payment code states (EPC069-12, Swiss QR-bill), a chassis number, goods, a reference; that a 2D-Doc is there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.pages import Box, Fact
from extractors.facts.iban import valid
from extractors.facts.national import is_national
from extractors.facts.vin import is_vin
from extractors.payment import payment_reference

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 20
"""Codes of one page whose words are taken."""

LONGEST = 4_296
"""Characters of one code: a QR code holds no more."""

CODE = "code"
"""Kind of the facts that hold what a code says and nothing else is known of."""

FORMATS = "QRCode|DataMatrix|Aztec|PDF417|Code128|Code39|EAN13|EAN8|ITF"

UNCHECKED = ("Code39", "ITF")
"""Formats without a check sign of their own: chance makes some of anything striped, but seldom a long one."""

LONG_ENOUGH = 8
GOODS = frozenset({"EAN13", "EAN8", "ITF"})
"""Formats that hold the number of a trade item (GS1)."""

BY_SHAPE = {"vin": 0.85, "be_structured_comm": 0.9}
"""Confidence of what a line of signs is by its shape or by few check digits."""

PERSONAL = re.compile(r"(?<![A-Z0-9])(?:[0-9]{3}-[0-9]{7}-[0-9]{2}|[A-Z]{2}[0-9]{6}[A-D])(?![A-Z0-9])")
"""Numbers of persons by their shape: Belgian cards, British National Insurance."""

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
ACCOUNT = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
AMOUNT = re.compile(r"(?=.*[1-9])[0-9]{1,9}(?:\.[0-9]{1,2})?")
"""An amount that is one: nought is left for whoever pays to fill in."""

COMMUNICATION = re.compile(r"(?<![0-9])[0-9]{3}/?[0-9]{4}/?[0-9]{5}(?![0-9])")
REFERENCE = re.compile(r"(?=(?:[^0-9]*[0-9]){4})[A-Z0-9*][A-Z0-9 ./_+*-]{4,38}")
"""What a sender's own codes hold, and no words: capitals and at least four digits on one line."""
TWO_D_DOC = re.compile(r"DC[0-9]{2}[A-Z0-9]{4}[A-Z0-9]{4}[0-9A-F]{8}([A-Z0-9]{2})")
EPC = re.compile(r"BCD\n00[12]\n[1-8]\nSCT\n")
"""How an EPC code begins: service, version, character set, transfer (EPC069-12, section 2)."""

EPC_BIC, EPC_IBAN, EPC_AMOUNT, EPC_REFERENCE, EPC_TEXT = 4, 6, 7, 9, 10
"""Its lines, from 0."""

SWISS = re.compile(r"SPC\n02[0-9]{2}\n1\n")

SWISS_IBAN, SWISS_AMOUNT, SWISS_CURRENCY, SWISS_REFERENCE = 3, 18, 19, 28
"""Lines of a Swiss QR-bill, from 0 (Swiss Implementation Guidelines QR-bill, section 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code: what it says, and its rectangle in pixels."""

    text: str
    box: Box
    format: str = ""


def stated_on(image: "Image", *, number: int, width: float, height: float) -> tuple[Fact, ...]:
    """What the codes of page `number` state; `width` and `height` are the size of `image` in points."""
    across, down = width / image.width, height / image.height
    facts = (fact for code in codes_in(image) for fact in _facts(code, number, code.box.scaled(across, down)))
    # The same code may stand on a page twice.
    return tuple({(fact.kind, fact.value, fact.role): fact for fact in facts}.values())


def codes_in(image: "Image") -> Iterator[Code]:
    """The codes of `image`, square or striped, in the order in which they are found."""
    import zxingcpp

    formats = zxingcpp.barcode_formats_from_str(FORMATS)
    for found in zxingcpp.read_barcodes(image.convert("L"), formats=formats, try_invert=False, text_mode=zxingcpp.TextMode.Plain)[:MOST]:
        place = found.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        xs, ys = [float(corner.x) for corner in corners], [float(corner.y) for corner in corners]
        text = CONTROLS.sub("", found.text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
        if found.format.name in UNCHECKED and len(text) < LONG_ENOUGH:
            continue
        yield Code(text=text, box=Box(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys)), format=found.format.name)


def _facts(code: Code, number: int, box: Box) -> Iterator[Fact]:
    for kind, value, role in _values(code):
        # A payment code says what its numbers are; of a line of signs only its shape tells.
        confidence = 1.0 if "\n" in code.text or kind not in BY_SHAPE else BY_SHAPE[kind]
        yield Fact(kind=kind, value=value, raw=value, page=number, box=box, role=role, confidence=confidence)


def _values(code: Code) -> Iterator[tuple[str, str, str]]:
    """Kind, value and role of what the code states; what fails its own check is left out."""
    text = code.text
    lines = [line.strip() for line in text.split("\n")]
    start = "\n".join([*lines[:4], ""])
    if EPC.match(start):
        yield from _of_epc(lines)
    elif SWISS.match(start):
        yield from _of_swiss(lines)
    elif noted := TWO_D_DOC.match(text):
        yield "two_d_doc", noted[1], ""
    else:
        yield from _of_reference(text.strip(), code.format)


def _of_reference(text: str, form: str) -> Iterator[tuple[str, str, str]]:
    """What a code of one line stands for, by its shape and check digits; a number of a person is nothing."""
    from stdnum import ean

    if is_national(text) or _is_personal(text):
        return
    if reference := payment_reference(text):
        yield (*reference, "")
    elif is_vin(chassis := text.removeprefix("I")):
        # No chassis number has an I: before one, in Code 39, it stands for an imported vehicle.
        yield "vin", chassis, ""
    elif account := _account(text):
        yield "iban", account, ""
    elif form in GOODS and ean.is_valid(text):
        yield "gtin", text, ""
    elif REFERENCE.fullmatch(text):
        yield CODE, text, ""


def _is_personal(text: str) -> bool:
    """Whether it has the shape of a person's number, or the check digits of one that is nothing but digits."""
    from stdnum.de import idnr
    from stdnum.nl import bsn

    return bool(PERSONAL.search(text.upper())) or bsn.is_valid(text) or idnr.is_valid(text)


def _of_epc(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    from stdnum import bic

    lines += [""] * (EPC_TEXT + 1 - len(lines))
    if not (account := _account(lines[EPC_IBAN])):
        return
    yield "iban", account, "creditor"
    if bic.is_valid(lines[EPC_BIC]):
        yield "bic", bic.compact(lines[EPC_BIC]), "creditor"
    if lines[EPC_AMOUNT].startswith("EUR"):
        yield from _amount(lines[EPC_AMOUNT].removeprefix("EUR"))
    written = COMMUNICATION.findall(f"{lines[EPC_REFERENCE]} {lines[EPC_TEXT]}")
    found = map(payment_reference, (lines[EPC_REFERENCE], *written))
    yield from ((*reference, "") for reference in found if reference)


def _of_swiss(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    if len(lines) > SWISS_CURRENCY and (account := _account(lines[SWISS_IBAN])):
        yield "iban", account, "creditor"
        if lines[SWISS_CURRENCY] == "EUR":
            yield from _amount(lines[SWISS_AMOUNT])
        if reference := payment_reference("".join(lines[SWISS_REFERENCE : SWISS_REFERENCE + 1])):
            yield (*reference, "")


def _amount(written: str) -> Iterator[tuple[str, str, str]]:
    if AMOUNT.fullmatch(written):
        yield "amount_eur", f"{float(written):.2f}", "total"


def _account(written: str) -> str:
    """The account number without spaces; "" when its check digits do not agree."""
    number = written.replace(" ", "").upper()
    return number if ACCOUNT.fullmatch(number) and valid(number) else ""
