"""Numbers beside that of the claim: another claim of the sender, however loosely written, is told and never placed in silence."""

import pytest

from core.values import Address, Outcome, Quoted, Verdict
from router.book import Book
from tests.router.world import PEETERS, claim, decided, part, tree, unit

X = "*C502100050*"
OFFICE = Book(
    [
        claim("C502100050"),
        claim("C502100123", insured_names=("MARTENS Jan",)),
        claim("C502100456", insured_names=("CLAES Els",), broker_emails=(PEETERS,)),
        claim("C502101999", insured_names=("MAES Tom",)),
    ]
)
PLAIN = (Outcome.ROUTE, ())
TOLD = (Outcome.ROUTE_WARN, ("another_number_mentioned",))


def _verdict(subject: str, text: str = "Voir annexe.", *more: object, **fields: object) -> Verdict:
    return decided(tree(unit(subject=subject, own_text=text, **fields), *more), register=OFFICE).units[0]


def _said(verdict: Verdict) -> tuple[Outcome, tuple[str, ...]]:
    return verdict.outcome, verdict.why


SUBJECTS = {
    **dict.fromkeys((" 502100123", " (502100123)", " [anciennement 502100123]", " - 502 100 123", " 502100123C", " no 502 100 123"), TOLD),
    **dict.fromkeys((" #123", " (123)", " 123", "*123"), TOLD),
    **dict.fromkeys((" 502100456", " #456", " 502100777", " (124)", " 502100050", " facture 502100123", " t\u00e9l 0502100123"), PLAIN),
    **dict.fromkeys((" 1502100123", " 123 photos", " (123/2026)"), PLAIN),
}


@pytest.mark.parametrize("beside", SUBJECTS)
def test_a_number_in_the_subject_that_another_claim_of_the_sender_bears_is_told(beside: str) -> None:
    assert _said(_verdict(f"{X[:-1]}{beside}" if beside[0] == "*" else f"{X}{beside}")) == SUBJECTS[beside]


TEXTS = {
    **dict.fromkeys(("Voir aussi 502100123.", "V/r\u00e9f : 502100123", "Uw kenmerk: 502100123", "Ihr Zeichen S502100123"), TOLD),
    **dict.fromkeys(("Facture 502100123", "Tel +32 502 100 123", "Compte 502100123", "Voir aussi 502100456", "50210012"), PLAIN),
}


@pytest.mark.parametrize("text", TEXTS)
def test_and_so_is_one_in_the_text(text: str) -> None:
    assert _said(_verdict(X, text)) == TEXTS[text]


def test_and_one_in_the_name_of_a_file() -> None:
    named = [_said(_verdict(X, "Voir annexe.", part("0.1", name))) for name in ("502100123 devis.pdf", "502100456 devis.pdf")]

    assert named == [TOLD, PLAIN]


SLIPS = {
    **dict.fromkeys(("\u00c7502100123", "CC502100123", "C0502100123", "S502100123", "AC502100777"), "reference_malformed"),
    **dict.fromkeys(("S402100123", "CC502100050", "C0475123456", "ABC502100123"), ""),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_second_number_with_a_wrong_sign_is_a_slip(slip: str) -> None:
    assert (_verdict(f"{X} {slip}").why[:1] == ("reference_malformed",)) == bool(SLIPS[slip])


@pytest.mark.parametrize(("last", "why"), [("C502100123", ("conflicting_references",)), ("C502100050", ())])
def test_repeating_a_number_hides_no_other(last: str, why: tuple[str, ...]) -> None:
    assert _verdict(X, "C502100050\n" * 100 + last).why == why


def test_more_numbers_than_are_looked_up_are_told() -> None:
    exact, loose = "".join(f"C5029{at:05}\n" for at in range(101)), "".join(f"5029{at:05}\n" for at in range(41))

    found = [_said(_verdict(X, text)) for text in (exact, loose, exact[:1100], loose[:400])]

    assert found == [(Outcome.ROUTE_WARN, ("numbers_not_looked_up",))] * 2 + [PLAIN] * 2


@pytest.mark.parametrize(
    ("subject", "why"),
    [("RE: ", ("another_number_mentioned",)), ("Betr: ", ("another_number_mentioned",)), ("TR: ", ("conflicting_references",))],
)
def test_an_answer_above_an_old_conversation_is_placed_and_told(subject: str, why: tuple[str, ...]) -> None:
    old = "Begin doorgestuurd bericht:\nVan: Sinistres <s@assureur.example>\nOnderwerp: *C502100123* MARTENS\n\nDank u."
    quoted = (Quoted(sender=Address(address="s@assureur.example"), subject="*C502100123* MARTENS"),)

    assert _verdict(f"{subject}{X}", "Voir annexe.", quoted_text=old, quoted=quoted).why == why
