"""Which claims a mail is compared with: those of its sender, and of people called like those in it; asked about together."""

from collections.abc import Iterable

import pytest

from router.book import Book
from router.protocols import Claim, Query
from tests.router.test_others import DUPONT, OFFICE, PLAIN, ROOMS, TOLD, WAITS, said, verdict_on
from tests.router.world import PEETERS, claim


def _large() -> Book:
    """A broker with more claims than are looked through, and many of one family name that are other brokers'."""
    others = [claim(f"C5066{at:05}", insured_names=(f"KUNDE{chr(65 + at % 26)}{chr(65 + at // 26)} An",)) for at in range(100)]
    namesakes = [claim(f"C5088{at:05}", insured_names=("MARTENS Jef",), broker_emails=(PEETERS,)) for at in range(60)]
    return Book([*others, *namesakes, claim(DUPONT), claim("C599999999", insured_names=("MARTENS Jan",))])


LARGE = _large()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dossier Martens Jan", WAITS),
        ("La facture de Jan Martens suit.", TOLD),
        ("La facture de Monsieur Martens suit.", TOLD),
        ("La facture de Jef Martens suit.", PLAIN),
    ],
)
def test_of_a_sender_with_many_claims_those_called_like_somebody_in_the_mail_are_asked_for(text: str, expected: object) -> None:
    assert said(verdict_on(text, register=LARGE)) == expected


class _Counting(Book):
    """A register that notes what it is asked outside of what it was told beforehand."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        super().__init__(claims)
        self.journeys: list[object] = []
        self.expected: set[Query] = set()

    def sitting(self) -> "_Counting":
        return self

    def expect(self, queries: Iterable[Query]) -> None:
        asked = set(queries)
        self.expected |= asked
        self.journeys += ["together"] if asked else []

    def expect_claims(self, numbers: Iterable[str]) -> None:
        asked = tuple(numbers)
        self.journeys += [asked] if asked else []

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        if query not in self.expected:
            self.journeys.append(query)
            self.expected.add(query)
        return super().search_claims(query)


def test_names_are_asked_about_together() -> None:
    register = _Counting(OFFICE.claims.values())

    found = verdict_on("Voici la facture de Jan Martens et celle de Madame Lecomte.", *ROOMS, register=register)

    assert (said(found), len(register.journeys)) == (TOLD, 5)
