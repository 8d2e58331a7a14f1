"""A paper that names another claim and not the one that its mail is about: when that is said, and how surely."""

from dataclasses import replace

import pytest

from core.pages import Page, Source
from core.papers import Document, DocumentType
from core.strays import Stray
from core.values import Outcome, Reading, Said, Verdict
from extractors.facts import facts_of
from router.book import Book
from router.mail import MailDecision
from router.protocols import State
from tests.router.world import PEETERS, claim, decided, part, reading, tree, unit

OURS, THEIRS, CLOSED, SAME, NEAR, POLICY_ONLY = "C502100001", "C502100417", "C502100552", "C502100630", "C502100007", "C502100788"
LEROY = {"insured_names": ("LEROY Anne",), "policy_numbers": ("50.999.111",), "plates": ("1-XYZ-987",)}
OFFICE = Book(
    [
        claim(OURS, policy_numbers=("50.123.456",), plates=("1-ABC-123",), former_numbers=("T502100388",)),
        claim(THEIRS, **LEROY, former_numbers=("T502100911",), broker_refs=("AXA-30215544",)),
        claim(CLOSED, state=State.CLOSED, insured_names=("BOULANGE Luc",)),
        claim(SAME, policy_numbers=("50.123.456",), plates=("1-DEF-456",)),
        claim(NEAR, insured_names=("MULLER Karl",), broker_emails=(PEETERS,), plates=("1-MUL-777",)),
        claim(POLICY_ONLY, insured_names=("LEROY Anne",), policy_numbers=("50.888.222",)),
        claim("T502100640", state=State.DRAFT, insured_names=("PETIT Eve",)),
    ]
)
OTHER, WEAK, MISREAD = "paper_names_other_claim", "paper_names_claim_of_same_insured", "scan_may_name_other_claim"


def _read(*pages: str, source: Source = Source.TEXT_LAYER, **fields: object) -> Reading:
    made = tuple(Page(number=number, text=text, source=source) for number, text in enumerate(pages, start=1))
    return reading(pages=made, facts=facts_of(made, language="fr"), **fields)


def _decided(*papers: Reading, subject: str = f"*{OURS}*", **fields: object) -> MailDecision:
    paths = [f"0.{number}" for number in range(1, len(papers) + 1)]
    mail = tree(unit(subject=subject, **fields), *(part(path, "piece.pdf") for path in paths))
    return decided(mail, readings=dict(zip(paths, papers, strict=True)), register=OFFICE)


def _verdict(*papers: Reading, **fields: object) -> Verdict:
    return _decided(*papers, **fields).units[0]


def _told(text: str, **fields: object) -> list[tuple[str, str, str]]:
    return [(one.claim, one.by, one.warning) for one in _verdict(_read(text, **fields)).strays]


NOTHING: list[tuple[str, str, str]] = []
PAPERS = {
    "this claim": (f"Nos réf. : {OURS}", NOTHING),
    "nothing": ("Devis de réparation, total 1 210,00 EUR", NOTHING),
    "another": (f"Nos réf. : {THEIRS}", [(THEIRS, "number", OTHER)]),
    "another, spelt apart": ("Dossier C 502.100.417", [(THEIRS, "number", OTHER)]),
    "another, between asterisks": (f"*{THEIRS}*", [(THEIRS, "number", OTHER)]),
    "both": (f"Rapport {OURS}, voir aussi le recours {THEIRS}", NOTHING),
    "another, and this one by its former number": (f"Dossier {THEIRS}, ancien n° de dossier T502100388", NOTHING),
    "another, and this one's plate": (f"Dossier {THEIRS}\nPlaque : 1-ABC-123", NOTHING),
    "another, and this one's insured in full": (f"Dossier {THEIRS}\nDUPONT Jean contre LEROY", NOTHING),
    "another, and a namesake of this one's insured": (f"Dossier {THEIRS}\nCabinet Dupont", [(THEIRS, "number", OTHER)]),
    "another's former number": ("N° de dossier T502100911", [(THEIRS, "number", OTHER)]),
    "another's draft": ("N° de dossier T502100640", [("T502100640", "number", OTHER)]),
    "another that is closed": (f"Nos réf. : {CLOSED}", [(CLOSED, "number", OTHER)]),
    "another's plate": ("Véhicule immatriculé 1-XYZ-987", [(THEIRS, "plate", OTHER)]),
    "another's policy": ("Police n° 50.888.222", [(POLICY_ONLY, "policy_number", OTHER)]),
    "another's plate, and this one's": ("Plaque A : 1-ABC-123\nPlaque B : 1-XYZ-987", NOTHING),
    "this one's policy, which is another's too": ("Police n° 50.123.456", NOTHING),
    "the plate of a claim that is not the sender's": ("Véhicule immatriculé 1-MUL-777", NOTHING),
    "the number of another insurer, whose letter is missing": ("Votre sinistre n° 502100417", NOTHING),
    "the number of another insurer, which a claim has as reference": ("Nos réf. : AXA-30215544", NOTHING),
    "a number that is nobody's": ("Nos réf. : C502109876", NOTHING),
    "another claim of the same insured": (f"Nos réf. : {SAME}\nDUPONT Jean", [(SAME, "number", WEAK)]),
    "the plate of another claim of the same insured": ("Véhicule immatriculé 1-DEF-456", [(SAME, "plate", WEAK)]),
    "one with almost this number": (f"Nos réf. : {NEAR}", [(NEAR, "number", OTHER)]),
    "two others": (f"Dossiers {THEIRS} et {CLOSED}", [(THEIRS, "number", OTHER), (CLOSED, "number", OTHER)]),
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_names(name: str) -> None:
    text, told = PAPERS[name]

    assert _told(text) == told


SCANS = {
    "another": (f"Nos réf. : {THEIRS}", [(THEIRS, "number", OTHER)]),
    "another, letters read for digits": ("Nos réf. : C5O21OO417", [(THEIRS, "number", OTHER)]),
    "this one, a digit read wrong that makes nobody's number": (f"Nos réf. : C502100801, suite de {THEIRS}", NOTHING),
    "this one or a neighbour, a digit read wrong": (f"Nos réf. : {NEAR}", [(NEAR, "number", MISREAD)]),
}


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_names(name: str) -> None:
    text, told = SCANS[name]

    assert _told(text, source=Source.OCR) == told


def test_each_paper_is_told_by_itself_and_the_mail_goes_where_it_went() -> None:
    decision = _decided(_read(f"Rapport {OURS}"), _read("Page de garde", f"Nos réf. : {THEIRS}"))

    (verdict,), (task,) = decision.units, decision.tasks
    assert verdict.strays == (Stray(path="0.2", page=2, claim=THEIRS, by="number", warning=OTHER),)
    assert (verdict.outcome, verdict.why, verdict.claims) == (Outcome.ROUTE, (), (OURS,))
    assert (task.claim, task.items, task.warnings) == (OURS, ("0.1", "0.2"), (OTHER,))


def test_the_trail_says_what_was_seen_after_the_rule_that_decided() -> None:
    *_, decided_by, step = _verdict(_read(f"Nos réf. : {THEIRS}")).trail

    assert (decided_by.said, step.said, step.rule) == (Said.DECIDED, Said.WARNED, OTHER)
    assert step.saw == ("paper=0.1", "page=1", f"other_claim={THEIRS}", "named_by=number")


def test_of_several_papers_in_one_scan_the_one_that_names_another_claim_is_told() -> None:
    kinds = [Document(pages=(number,), type=DocumentType(id="devis", confidence=0.9)) for number in (1, 2)]

    verdict = _verdict(_read(f"Devis {OURS}", f"Devis {THEIRS}", documents=tuple(kinds)))

    assert [(one.path, one.page, one.claim) for one in verdict.strays] == [("0.1", 2, THEIRS)]


def test_a_mail_that_waits_or_is_about_both_claims_warns_of_no_paper() -> None:
    paper = _read(f"Nos réf. : {THEIRS}")

    waits, split = _verdict(paper, subject="Documents"), _files(paper, paper)

    assert [(one.outcome, one.strays) for one in (waits, split)] == [(Outcome.TRIAGE, ()), (Outcome.SPLIT, _stray_of_first())]


def _files(*papers: Reading) -> Verdict:
    """A mail whose files name a claim each, this one and the other."""
    parts = (part("0.1", f"{OURS}_devis.pdf"), part("0.2", f"{THEIRS}_devis.pdf"))
    readings = dict(zip(("0.1", "0.2"), papers, strict=True))
    return decided(tree(unit(subject="Devis"), *parts), readings=readings, register=OFFICE).units[0]


def _stray_of_first() -> tuple[Stray, ...]:
    return (Stray(path="0.1", claim=THEIRS, by="number", warning=OTHER),)


def test_a_paper_of_an_attached_mail_counts_on_that_mail_alone() -> None:
    mail = tree(unit(subject=f"*{OURS}*"), unit("0.1", subject="Suite"), replace(part("0.1.1", "piece.pdf"), unit="0.1"))

    units = decided(mail, readings={"0.1.1": _read(f"Nos réf. : {THEIRS}")}, register=OFFICE).units

    assert [(one.claims, len(one.strays)) for one in units] == [((OURS,), 0), ((OURS,), 1)]


def test_a_list_of_many_claims_names_the_first_and_no_more() -> None:
    numbers = [f"C5031{number:05d}" for number in range(0, 90, 2)]
    register = Book([*OFFICE.claims.values(), *(claim(number, insured_names=("LEROY Anne",)) for number in numbers)])
    readings = {f"0.{place}": _read("\n".join(numbers)) for place in range(1, 7)}
    mail = tree(unit(subject=f"*{OURS}*"), *(part(path, "liste.pdf") for path in readings))

    strays = decided(mail, readings=readings, register=register).units[0].strays

    assert [one.claim for one in strays] == numbers[:5] * 4
