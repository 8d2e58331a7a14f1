"""Names: insurers, courts, who a paper is from by its letterhead, and people with the part that a label or phrase gives them."""

from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet
from extractors.names.courts import courts_in
from extractors.names.french import people_by_model
from extractors.names.insurers import insurers_in
from extractors.names.issuers import issuers_in
from extractors.names.people import people_in


@finds("court")
def find_courts(sheet: Sheet) -> Iterator[Found]:
    """Courts by their names."""
    return courts_in(sheet.text)


@finds("insurer")
def find_insurers(sheet: Sheet) -> Iterator[Found]:
    """Insurers by their names, by a label, or by what they call themselves."""
    return insurers_in(sheet.text)


@finds("issuer")
def find_issuers(sheet: Sheet) -> Iterator[Found]:
    """The firm of the letterhead, on the first page."""
    return issuers_in(sheet.text) if sheet.page == 1 else iter(())


@finds("person")
def find_people(sheet: Sheet) -> Iterator[Found]:
    """People by a title, a label or a set phrase; on a French page, by a trained model where those found nobody."""
    found = list(people_in(sheet.text))
    yield from found
    if sheet.language == "fr":
        yield from people_by_model(sheet.text, found)
