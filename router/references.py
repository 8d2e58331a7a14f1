"""Finds everything in a text that may be the number of a claim, in any of the forms people give it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.values import Carrier, Form, Reference
from router import forms, grammar
from router.forms import Forms, Search
from router.grammar import Pattern
from router.normalise import Normalised, normalise

_TRUE_DIGITS = 6
_TRUE_DIGITS_DELIMITED = 4
_CUE_REACH = 40
_SAME_START = 3
_LINE_REACH = 200
_BODIES = frozenset({Carrier.OWN_TEXT, Carrier.QUOTED_TEXT, Carrier.DOCUMENT_TEXT})
_DIGITS = re.compile(r"\d")
_NO_DIGIT = re.compile(r"\D")
_SEPARATED_DIGIT = re.compile(rf"{forms.SEPARATORS}{{1,3}}\d")
_CLOSE = re.compile(r" ?\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A shape in the text, before the rules about telephones and drafts."""

    start: int
    end: int
    value: str
    kind: str
    form: Form
    delimited: bool = False
    cued: bool = False


def find(text: str, *, carrier: Carrier, path: str, patterns: tuple[Pattern, ...] = ()) -> tuple[Reference, ...]:
    """The references in `text`, in reading order; partial ones are hints for a person, never references.

    Args:
        text: as it stood; escapes, encoded-words and folds that are left in it are undone here.
        carrier: where the text comes from; telephone numbers are told from references by it.
        path: the part that the text belongs to.
        patterns: shapes of claim numbers; those of the package by default.
    """
    normal = normalise(text, carrier)
    search = forms.search_for(patterns or grammar.default().patterns)
    masked = forms.MASKS.sub(lambda match: "\x00" * len(match[0]), normal.text)
    signature = forms.SIGNATURE.search(masked)
    signed_from = signature.end() if signature else len(masked)
    hits = _without_overlap([*_delimited(masked, search), *_undelimited(masked, carrier, search)])
    return tuple(
        _reference(hit, normal, masked, carrier=carrier, path=path)
        for hit in hits
        if not _is_telephone(hit, normal.text, carrier, signed_from) and _may_be_draft(hit, masked, carrier)
    )


def _reference(hit: _Hit, normal: Normalised, text: str, *, carrier: Carrier, path: str) -> Reference:
    form = hit.form
    if form is not Form.PARTIAL and normal.has_homoglyph(hit.start, hit.end):
        form = Form.REPAIRED
    elif form in {Form.BARE, Form.EXACT} and normal.cased[hit.start : hit.end] != normal.plain[hit.start : hit.end]:
        form = Form.DELIMITED if hit.delimited else Form.SEPARATED
    return Reference(
        value=hit.value,
        kind=hit.kind,
        carrier=carrier,
        form=form,
        path=path,
        raw=normal.raw(hit.start, hit.end),
        delimited=hit.delimited,
        suffix="range" if form is not Form.PARTIAL and _goes_on(hit, text, carrier) else "",
    )


def _goes_on(hit: _Hit, text: str, carrier: Carrier) -> bool:
    """Whether a shorthand for more files stands right behind it."""
    if carrier is Carrier.FILE_NAME:
        return forms.RANGE_IN_FILE_NAME.match(text, hit.end) is not None
    found = forms.RANGE.match(text, hit.end)
    whole = found["whole"] if found else None
    # Nine digits are a number of ours when they begin as this one does.
    return found is not None and (whole is None or hit.value[1 : 1 + _SAME_START] == whole[:_SAME_START])


def _without_overlap(hits: list[_Hit]) -> Iterator[_Hit]:
    """The hits in reading order; where two share a place, the one that started first, or else the delimited one."""
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, not hit.delimited)):
        if hit.start >= end:
            end = hit.end
            yield hit


def _delimited(text: str, search: Search) -> Iterator[_Hit]:
    """What stands between two asterisks and is nothing but a number."""
    for match in forms.DELIMITED.finditer(text):
        start, end = match.start(), match.end() + 1
        if _opens(text, start) and _closes(text, end - 1) and (hit := _inside(match["inside"], start, end, search)):
            yield hit


def _opens(text: str, at: int) -> bool:
    """Whether this asterisk may open: one that closes a word is followed by a space."""
    return not (at and text[at - 1].isalnum() and text[at + 1 : at + 2].isspace())


def _closes(text: str, at: int) -> bool:
    return not (text[at - 1].isspace() and text[at + 1 : at + 2].isalnum())


def _inside(inside: str, start: int, end: int, search: Search) -> _Hit | None:
    partial = None
    for form in search.forms:
        kind, prefix = form.pattern.kind, form.pattern.prefix
        if found := form.inside.fullmatch(inside):
            value = prefix + _repaired_digits(found[1])
            if len(_DIGITS.findall(inside)) < _TRUE_DIGITS_DELIMITED:
                continue
            shape = _inside_form(form, inside, found[1])
            return _Hit(start=start, end=end, value=value, kind=kind, form=shape, delimited=True)
        if kind == "claim" and (found := form.inside_bare.fullmatch(inside)):
            value = prefix + _NO_DIGIT.sub("", found[1])
            return _Hit(start=start, end=end, value=value, kind=kind, form=Form.REPAIRED, delimited=True)
        if not partial and form.inside_partial.fullmatch(inside):
            value = prefix + _NO_DIGIT.sub("", inside)
            partial = _Hit(start=start, end=end, value=value, kind=kind, form=Form.PARTIAL, delimited=True)
    return partial or _scanned_inside(inside, start, end, search)


def _inside_form(form: Forms, inside: str, digits: str) -> Form:
    if any(char.isalpha() or char in "|!" for char in digits):
        return Form.REPAIRED
    return Form.EXACT if form.compact.fullmatch(inside) else Form.DELIMITED


def _scanned_inside(inside: str, start: int, end: int, search: Search) -> _Hit | None:
    for form in search.forms:
        found = form.scanned.fullmatch(inside.strip())
        if form.pattern.kind == "claim" and found and len(_DIGITS.findall(inside)) >= _TRUE_DIGITS_DELIMITED:
            value = form.pattern.prefix + _repaired_digits(found[1])
            return _Hit(start=start, end=end, value=value, kind="claim", form=Form.REPAIRED, delimited=True)
    return None


def _undelimited(text: str, carrier: Carrier, search: Search) -> Iterator[_Hit]:
    end = 0
    for place in search.places.finditer(text):
        if place.start() >= end and (hit := _at(text, place.start(), search)):
            end = hit.end
            yield hit
    for cue in search.cues.finditer(text):
        yield from _after_cue(text, cue.end(), search)
    if carrier is Carrier.DOCUMENT_TEXT:
        for place in search.scanned_places.finditer(text):
            yield from _scanned(text, place.start(), search)


def _at(text: str, start: int, search: Search) -> _Hit | None:
    """The number whose letter stands at `start`."""
    inside_word = start > 0 and text[start - 1].isalnum()
    before = text[max(0, start - _CUE_REACH) : start]
    if inside_word and not forms.GLUED_BEFORE.search(before):
        return None
    cued = forms.CUE_BEFORE.search(before) is not None
    for form in search.forms:
        if hit := _full(text, start, form, cued=cued, glued=inside_word):
            return hit
    for form in search.forms:
        if found := form.partial.match(text, start):
            return _hit(form, found, _NO_DIGIT.sub("", found[0]), Form.PARTIAL, cued=cued)
    return None


def _full(text: str, start: int, form: Forms, *, cued: bool, glued: bool) -> _Hit | None:
    if found := form.compact.match(text, start):
        return _hit(form, found, found[1], Form.SEPARATED if glued else Form.BARE, cued=cued)
    if found := form.separated.match(text, start):
        more = _SEPARATED_DIGIT.match(text, found.end())
        return _hit(form, found, _NO_DIGIT.sub("", found[1]), Form.REPAIRED if more else Form.SEPARATED, cued=cued)
    found = form.repaired.match(text, start)
    # CZ24158313 is a Czech VAT number: without a cue the first sign must be a digit.
    if found and (cued or found[1][0].isdigit()) and len(_DIGITS.findall(found[1])) >= _TRUE_DIGITS:
        return _hit(form, found, _repaired_digits(found[1]), Form.REPAIRED, cued=cued)
    return None


def _hit(form: Forms, found: re.Match[str], digits: str, shape: Form, *, cued: bool) -> _Hit:
    value = form.pattern.prefix + digits
    return _Hit(start=found.start(), end=found.end(), value=value, kind=form.pattern.kind, form=shape, cued=cued)


def _after_cue(text: str, start: int, search: Search) -> Iterator[_Hit]:
    """Digits behind the cue of a claim, their letter forgotten."""
    form = next((form for form in search.forms if form.pattern.kind == "claim"), None)
    if form and (found := form.after_cue.match(text, start)):
        yield _hit(form, found, _NO_DIGIT.sub("", found[1]), Form.REPAIRED, cued=True)


def _scanned(text: str, start: int, search: Search) -> Iterator[_Hit]:
    """A number whose letter the scanner mistook; believed only behind a cue."""
    if not forms.CUE_BEFORE.search(text[max(0, start - _CUE_REACH) : start]):
        return
    form = next((form for form in search.forms if form.pattern.kind == "claim"), None)
    if form and (found := form.scanned.match(text, start)) and len(_DIGITS.findall(found[1])) >= _TRUE_DIGITS:
        yield _hit(form, found, _repaired_digits(found[1]), Form.REPAIRED, cued=True)


def _repaired_digits(digits: str) -> str:
    return _NO_DIGIT.sub("", digits.translate(forms.REPAIRS))


def _is_telephone(hit: _Hit, text: str, carrier: Carrier, signed_from: int) -> bool:
    """Outside of the subject `T 02 123 45 67` is a telephone, and so is what stands beside one or under a signature."""
    if carrier not in _BODIES or hit.form is Form.PARTIAL:
        return False
    digits = hit.value.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if digits.startswith("0"):
        return True
    if hit.delimited or hit.cued or hit.form is not Form.SEPARATED:
        return False
    above, line = _lines_at(hit, text)
    if hit.start >= signed_from or forms.TELEPHONE_LINE.search(line):
        return True
    return forms.TELEPHONES_ALONE.fullmatch(line) is not None and forms.NAME_LINE.fullmatch(above) is not None


def _lines_at(hit: _Hit, text: str) -> tuple[str, str]:
    """The line above the one a hit stands in, and that line."""
    start = text.rfind("\n", max(0, hit.start - _LINE_REACH), hit.start) + 1 or max(0, hit.start - _LINE_REACH)
    end = text.find("\n", hit.end, hit.end + _LINE_REACH)
    above = text[max(0, start - _LINE_REACH) : max(0, start - 1)].rpartition("\n")[2]
    return above, text[start : end if end >= 0 else hit.end + _LINE_REACH]


def _may_be_draft(hit: _Hit, text: str, carrier: Carrier) -> bool:
    """Outside of the subject a draft number needs its asterisks or a cue; a file name cannot hold asterisks."""
    if hit.kind != "draft" or carrier is Carrier.SUBJECT or hit.delimited or hit.cued:
        return True
    return carrier is Carrier.FILE_NAME and hit.form is Form.BARE and (hit.start == 0 or text[hit.start - 1] == "_")
