"""Claims as the texts that the tables keep."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as some

from core import codec
from ingest.claim_texts import claim_of, text_of
from router.protocols import Claim, State

AMOUNTS = some.none() | some.decimals(min_value=0, max_value=10**12, places=2)


@given(some.builds(Claim, **{field.name: ... for field in fields(Claim)} | {"paid": AMOUNTS, "reserved": AMOUNTS}))  # type: ignore[arg-type]
def test_a_claim_is_its_text_whatever_it_holds(claim: Claim) -> None:
    assert claim_of(text_of(claim)) == codec.load(Claim, codec.dump(claim))


def test_what_is_as_by_default_is_not_in_the_text() -> None:
    assert text_of(Claim(number="C1", state=State.OPEN, plates=("1-ABC-123",))) == '{"number":"C1","plates":["1-ABC-123"],"state":"open"}'
