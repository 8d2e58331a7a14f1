"""One module a family of facts; each holds one function marked with `finds` and the kinds that it brings.

A finder takes a sheet and yields what it found in its text. What a finder of an earlier kind took is masked for the
later ones, so that a date is no telephone number and the digits of an account are nothing else. The labels around a
value then say what it is in its document (`roles`).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from core.pages import Fact, Page
from core.registry import Registry
from extractors.facts.found import Found
from extractors.facts.roles import consistent, with_roles
from extractors.facts.sheet import Sheet

__all__ = ["FINDERS", "Finder", "Found", "facts_of", "finds"]

ORDER = (
    "iban",
    "rf_reference",
    "ch_qr_reference",
    "email",
    "vat_eu",
    "fr_siret",
    "national_id",
    "be_enterprise",
    "ch_uid",
    "be_structured_comm",
    "bic",
    "pv_be",
    "vin",
    "plate_fr_siv",
    "broker_ref",
    "time_24h",
    "date_eu",
    "policy_number",
    "percent",
    "amount_eur",
    "postcode",
    "phone",
    "court",
    "insurer",
    "person",
    "issuer",
)
"""Whose finder looks first; kinds that are not named look last."""

SECRET = frozenset({"national_id"})
"""Kinds that are found only to be masked: no national number ever leaves here."""

Finder = Callable[[Sheet], Iterable[Found]]

FINDERS: Registry[Finder] = Registry("extractors.facts")
finds = FINDERS.register


def facts_of(pages: Iterable[Page], *, language: str, received: date | None = None) -> tuple[Fact, ...]:
    """All facts of the `pages` of one document, each value of a kind and role once a page, in reading order.

    `received` is the day on which the document came: a day without a year is of the twelve months before it, and no loss
    is after it.
    """
    sheets = (Sheet.of(page, language=language, received=received) for page in pages)
    return consistent((fact for sheet in sheets for fact in _facts_of(sheet)), received=received)


def _facts_of(sheet: Sheet) -> Iterator[Fact]:
    whole = sheet
    found: list[Found] = []
    for finder in _in_order():
        for value in finder(sheet):
            found.append(value)
            sheet = sheet.without(value.start, value.end)
    values = with_roles(whole, found)
    named = {(value.kind, value.value) for value in values if value.role}
    seen: set[tuple[str, str, str]] = set()
    for value in values:
        key = (value.kind, value.value, value.role)
        # Where a value has a role, its mentions without one say nothing new.
        if value.kind in SECRET or key in seen or (not value.role and key[:2] in named):
            continue
        seen.add(key)
        yield Fact(
            kind=value.kind,
            value=value.value,
            raw=whole.text[value.start : value.end],
            page=whole.page,
            box=whole.box(value.start, value.end),
            confidence=round(value.confidence * whole.confidence(value.start, value.end), 3),
            role=value.role,
        )


def _in_order() -> tuple[Finder, ...]:
    finders = FINDERS.all()
    kinds = sorted(finders, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), kind))
    return tuple(dict.fromkeys(finders[kind] for kind in kinds))
