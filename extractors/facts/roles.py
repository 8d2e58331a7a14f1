"""What a value is in its document: by the words before it, in the header above, or behind it; and what cannot all be true."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from core.pages import Box, Fact
from extractors.facts.cues import patterns
from extractors.facts.found import Found
from extractors.facts.sheet import Sheet
from extractors.facts.sums import with_sums

FAMILY = {"amount_eur": "amount", "date_eu": "date", "iban": "account", "bic": "account", "policy_number": "party"}
REACH = {"amount": 70, "date": 45, "account": 120, "party": 1200}
"""Signs between a cue and its value; columns and rows of dots count little."""

BEHIND = 28
"""Signs behind an amount in which a cue may stand: "1 494,59 € TTC"."""

SHORT_START = 24
"""Signs of a row before a value, up to which the row above belongs to it as in running text."""

CELL = re.compile(r"[^\t\n]+?(?=\t|\n| {3,}|\Z)")
FIGURES = re.compile(r"\d[.,]\d\d\b")
MOST_ROWS = 15
"""Rows of figures between the head of a column and its sum."""

MOST_BESIDE = 40
"""Values of a family on one row, from which on it is a list and no label speaks for one of them."""

STOP = re.compile(r"[.;!?][ \n]+(?=[A-ZÀ-Þ])")
FILLING = re.compile(r"[ .\t_:]{3,}")
INVOICE = re.compile(r"\b(?:facture|factuur|rechnung|invoice|note d['’]honoraires)\b", re.IGNORECASE)
DATE_LABEL = re.compile(r"^\s*(?:date|datum)[\s:.]*$", re.IGNORECASE)
UNTIL = re.compile(r"\s*(?:[-–]|au|jusqu['’]au|tot(?: en met)?|t/m|bis(?: zum)?|to|until)\s*", re.IGNORECASE)

APART = 20.0
"""Points by which the head of one column must be nearer to a value than that of the other."""

ALONE = frozenset({"total", "net", "vat", "deductible", "loss", "invoice", "due", "hearing", "birth"})
"""Roles of which a document has one value; two values contradict each other."""

TIMED = frozenset({"loss", "hearing", "meeting", "visit"})
"""Roles of a date that a time on its row shares."""

CONTRADICTED, TOO_LATE = 0.7, 0.6


def family_of(kind: str) -> str:
    """The family of roles of `kind`; "" when its values have none."""
    return "party" if kind.startswith("plate") else FAMILY.get(kind, "")


def with_roles(sheet: Sheet, found: Sequence[Found]) -> list[Found]:
    """`found` in reading order, each with the role that the labels around it give."""
    ordered = sorted(found, key=lambda value: value.start)
    families: dict[str, list[Found]] = defaultdict(list)
    for value in ordered:
        families[family_of(value.kind)].append(value)
    return _periods(sheet.text, [_with_role(sheet, value, families[family_of(value.kind)]) for value in ordered])


def _periods(text: str, found: list[Found]) -> list[Found]:
    """The same values; the day up to which something holds stands behind the day from which it does."""
    for at, (first, second) in enumerate(pairwise(found), start=1):
        if first.role == "valid_from" and second.kind == first.kind and UNTIL.fullmatch(text[first.end : second.start]):
            found[at] = replace(second, role="valid_to")
    return found


def _with_role(sheet: Sheet, found: Found, others: Sequence[Found]) -> Found:
    family = family_of(found.kind)
    if found.kind == "time_24h":
        role = _cue("date", sheet.text[_row_start(sheet.text, found.start) : found.start])
        return replace(found, role=role if role in TIMED else "")
    if not family or found.role:
        return found
    if family == "party":
        return replace(found, role=_party(sheet, found))
    start = _row_start(sheet.text, found.start)
    end = sheet.text.find("\n", found.end) % (len(sheet.text) + 1)
    row = [other for other in others if start <= other.start < end]
    if len(row) > MOST_BESIDE:
        return found
    begin = max([start, *(other.end for other in row if other.end <= found.start)])
    return replace(found, role=_by_labels(sheet, found, before=sheet.text[begin : found.start], row=row))


def _by_labels(sheet: Sheet, found: Found, *, before: str, row: Sequence[Found]) -> str:
    family = family_of(found.kind)
    role = (
        _amount(sheet, found, before=before, row=row) if family == "amount" else _cue(family, before) or _cue(family, _header(sheet, found))
    )
    if not role and family != "amount" and len(before.strip()) < SHORT_START:
        role = _cue(family, f"{_row_above(sheet.text, found.start)} {before}")
    if role == "letter" and DATE_LABEL.match(before) and INVOICE.search(sheet.text[: found.start]):
        return "invoice"
    return role


def _amount(sheet: Sheet, found: Found, *, before: str, row: Sequence[Found]) -> str:
    """The role of an amount: on a row with several, a label counts for the amount that no other without a label follows."""
    own = _cue("amount", before)
    if _labelled_behind(sheet, found):
        return _behind(sheet.text, found.end)
    following = next((other for other in row if other.start > found.start), None)
    if own and (following is None or _cue("amount", sheet.text[found.end : following.start])):
        return own
    label = _cue("amount", sheet.text[_row_start(sheet.text, found.start) : row[0].start])
    return _cue("amount", _header(sheet, found, deep=bool(label))) or _behind(sheet.text, found.end)


def _cue(family: str, text: str) -> str:
    """The role whose cue stands nearest to the end of `text`; where two end there, the longer one's."""
    text = FILLING.sub(" ", text)
    if family == "date":
        text = STOP.split(text)[-1]
    hits = [(match.end(), match.end() - match.start(), role) for role, cue in patterns(family).items() for match in cue.finditer(text)]
    end, _, role = max(hits, default=(0, 0, ""))
    return role if len(text) - end <= REACH[family] else ""


def _labelled_behind(sheet: Sheet, found: Found) -> bool:
    """Whether the amounts of this row have their words behind them: "1 000 € HT, soit 1 210 € TTC"."""
    row = _row_start(sheet.text, found.start)
    first = re.search(r"\d", sheet.text[row:])
    return bool(first and not _cue("amount", sheet.text[row : row + first.start()]) and _behind(sheet.text, found.end))


def _behind(text: str, end: int) -> str:
    rest = re.split(r"[\n\t\d]", text[end : end + BEHIND])[0]
    hits = [(match.start(), role) for role, cue in patterns("amount").items() if (match := cue.match(rest.lstrip(" (€")))]
    return min(hits)[1] if hits else ""


def _row_above(text: str, start: int) -> str:
    end = text.rfind("\n", 0, start)
    return text[text.rfind("\n", 0, end) + 1 : end] if end > 0 else ""


def _row_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _header(sheet: Sheet, found: Found, *, deep: bool = False) -> str:
    """The words at the head of the column that ends with the value; `deep` looks over the figures between them."""
    if not deep and _goes_on(sheet, found):
        return ""
    start = _row_start(sheet.text, found.start)
    for _ in range(MOST_ROWS if deep else 1):
        if start == 0:
            return ""
        end, start = start - 1, _row_start(sheet.text, start - 1)
        cell = _cell(sheet, found, start, end)
        if cell and not FIGURES.search(cell):
            return cell
        if cell and not deep:
            return ""
    return ""


def _goes_on(sheet: Sheet, found: Found) -> bool:
    """Whether the next row has figures in the same column."""
    end = sheet.text.find("\n", found.end)
    following = sheet.text.find("\n", end + 1) % (len(sheet.text) + 1)
    return end >= 0 and bool(FIGURES.search(_cell(sheet, found, end + 1, following)))


def _cell(sheet: Sheet, found: Found, start: int, end: int) -> str:
    """What the row from `start` to `end` has in the column of the value; "" when it has nothing there."""
    cells = [cell for cell in CELL.finditer(sheet.text, start, end) if cell[0].strip()]
    box = sheet.box(found.start, found.end)
    if box is None:
        before = sheet.text[_row_start(sheet.text, found.start) : found.start]
        index = len([cell for cell in CELL.finditer(before) if cell[0].strip()])
        return cells[index][0] if index < len(cells) else ""
    placed = ((sheet.box(cell.start(), cell.end()), cell[0]) for cell in cells)
    return next((text for over, text in placed if over and over.x0 < box.x1 and over.x1 > box.x0), "")


def _party(sheet: Sheet, found: Found) -> str:
    """A or B: by the cue before the value, or the column in a form that has both side by side."""
    row = _row_start(sheet.text, found.start)
    if side := _cue("party", sheet.text[row : found.start]):
        return side
    start = max(found.start - REACH["party"], 0)
    hits = [
        (match.start() + start, match.end() + start, side)
        for side, cue in patterns("party").items()
        for match in cue.finditer(sheet.text[start:row])
    ]
    if not hits:
        return ""
    last = max(hits)
    box, head = sheet.box(found.start, found.end), sheet.text.rfind("\n", 0, last[0])
    rivals = [hit for hit in hits if hit[0] > head]
    if box is None or len({side for *_, side in rivals}) == 1:
        return last[2]
    gaps = sorted((_gap(over, box), side) for begin, end, side in rivals if (over := sheet.box(begin, end)))
    # The column whose head, left-aligned or centred, stands over the value or next to that place.
    return gaps[0][1] if gaps and (len(gaps) == 1 or gaps[1][0] - gaps[0][0] > APART) else ""


def _gap(head: Box, value: Box) -> float:
    """Points between the two across the page; 0 where one stands over the other."""
    return max(head.x0 - value.x1, value.x0 - head.x1, 0.0)


def consistent(facts: Iterable[Fact], *, received: date | None) -> tuple[Fact, ...]:
    """The same facts, less sure where they contradict each other; a loss after the letter about it is no loss date."""
    summed, proven = with_sums(facts)
    checked = [_no_future_loss(fact, received) for fact in _dated(summed)]
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in checked:
        if fact.role in ALONE:
            values[fact.kind, fact.role].add(fact.value)
    return tuple(
        replace(fact, confidence=round(fact.confidence * CONTRADICTED, 3))
        if at not in proven and len(values.get((fact.kind, fact.role), ())) > 1
        else fact
        for at, fact in enumerate(checked)
    )


def _dated(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    written = [fact.value for fact in facts if fact.kind == "date_eu" and fact.role in {"letter", "invoice", "report"}]
    latest = max(written, default="")
    return tuple(_no_future_loss(fact, date.fromisoformat(latest)) if latest else fact for fact in facts)


def _no_future_loss(fact: Fact, written: date | None) -> Fact:
    if written is None or fact.role != "loss" or fact.value <= written.isoformat():
        return fact
    return replace(fact, role="", confidence=round(fact.confidence * TOO_LATE, 3))
