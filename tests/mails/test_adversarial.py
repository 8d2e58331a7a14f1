"""Mails that are meant to mislead, or do: none lands on another's claim without a word of warning."""

from dataclasses import replace

import pytest

from core.values import Outcome
from router.protocols import Register, State
from router.systems import connect
from tests.mails import claims
from tests.mails.letters import FAILED, NOTHING, Letter, write
from tests.mails.make import Sample
from tests.mails.measure import judge
from tests.mails.scene import NOBODYS, Truth

SEED = 2004
BOOK = claims.book(SEED)
OPEN = [claim for claim in BOOK.claims.values() if claim.state is State.OPEN]
MEANT = next(claim for claim in OPEN if claim.number == "C502100012")
BROKER = MEANT.broker_emails[0]
DOMAIN = BROKER.rpartition("@")[2]
STRANGER = "voisin@ailleurs.example"
PASS = f"dmarc=pass header.from={DOMAIN}"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return connect(claims.write(tmp_path_factory.mktemp("register") / "claims.csv", claims.claims(SEED)))


def outcome(register: Register, letter: Letter) -> tuple[Outcome, tuple[str, ...]]:
    sample = Sample(name="", kind="", way="", language="", data=write(letter), truths={letter.id: NOBODYS}, papers={})
    verdict = next(judge(sample, register)).verdict
    return verdict.outcome, verdict.claims


def letter(subject: str, text: str = "Bonjour,\n\nvoir annexe.", **fields: object) -> Letter:
    return Letter(**{"id": "a@x.example", "sender": BROKER, "subject": subject, "text": text} | fields)


SPOOFED = {
    "DMARC fails": letter(f"*{MEANT.number}*", proof=FAILED),
    "DMARC fails, a forged pass below": letter(f"*{MEANT.number}*", proof=FAILED, forged=(PASS,)),
    "the broker's name, another domain": letter(
        f"*{MEANT.number}*", sender=STRANGER, name=DOMAIN.partition(".")[0].replace("-", " ").title()
    ),
    "the broker's address for a name": letter(f"*{MEANT.number}*", sender=STRANGER, name=BROKER),
}


@pytest.mark.parametrize("name", SPOOFED)
def test_a_spoofed_broker_waits(register: Register, name: str) -> None:
    assert outcome(register, SPOOFED[name])[0] is Outcome.TRIAGE


UNPROVEN = {
    "nothing but forged results": (PASS,),
    "forged in several ways": (PASS, f"dkim=pass header.d={DOMAIN}", f"spf=pass smtp.mailfrom={BROKER}"),
}


@pytest.mark.parametrize("name", UNPROVEN)
@pytest.mark.parametrize("subject", [f"*{MEANT.number}*", MEANT.number, f"dossier {MEANT.number[1:]}"])
def test_results_that_others_wrote_prove_nothing(register: Register, name: str, subject: str) -> None:
    assert outcome(register, letter(subject, proof=NOTHING, forged=UNPROVEN[name]))[0] is not Outcome.ROUTE


def wrong_digits(number: str) -> list[str]:
    return [number[:at] + digit + number[at + 1 :] for at in range(1, len(number)) for digit in "0123456789" if digit != number[at]]


@pytest.mark.parametrize("form", ["*{}*", "{}", "dossier {}", "*{} *", "* {} *"])
def test_one_wrong_digit_is_never_silent_where_the_mail_says_whose_claim_it_is(register: Register, form: str) -> None:
    others = [number for number in wrong_digits(MEANT.number) if (hit := BOOK.get_claim(number)) and hit.insured != MEANT.insured]

    letters = [letter(form.format(number), f"Concerne {MEANT.insured}.") for number in others]

    assert len(others) > 10
    assert [found for one in letters if (found := outcome(register, one))[0] is not Outcome.TRIAGE] == []


def test_one_wrong_digit_of_any_claim_is_never_silent_from_a_stranger(register: Register) -> None:
    numbers = [wrong for claim in OPEN[:20] for wrong in wrong_digits(claim.number) if BOOK.get_claim(wrong)]

    found = {outcome(register, letter(f"*{number}*", sender=STRANGER))[0] for number in numbers}

    assert (len(numbers) > 100, Outcome.ROUTE in found) == (True, False)


OLD = f"De : A <a@b.example>\nEnvoyé : 1/2/2024 10:00\nObjet : *{MEANT.number}*"
SPACED = f"{MEANT.number[1:4]} {MEANT.number[4:7]} {MEANT.number[7:]}"
MISLEADING = {
    "a telephone of nine digits in a signature": f"Voir annexe.\n\nCordialement,\nAnne Vogt\nC {SPACED}",
    "a telephone beside another": f"Voir annexe.\nTél. 02 123 45 67 C {SPACED.replace(' ', '.')}",
    "a telephone with a bar between": f"Voir annexe.\nT 02 123 45 67 | C {SPACED}",
    "a number in a signature": f"Voir annexe.\n\n-- \nAnne Vogt, dossier {MEANT.number}",
    "an old thread": f"Voir annexe.\n\n-----Message d'origine-----\n{OLD}\n\nBonjour",
    "an old thread set off": f"Voir annexe.\n\nLe 1/2/2024 à 10:00, A <a@b.example> a écrit :\n\n> *{MEANT.number}*\n> Bonjour",
    "a company's number": f"Voir annexe.\nSIREN {MEANT.number[1:]}",
    "an invoice's number": f"Voir annexe.\nFacture n° {MEANT.number[1:]}",
}


@pytest.mark.parametrize("name", MISLEADING)
@pytest.mark.parametrize("sender", [BROKER, STRANGER])
def test_a_number_that_is_not_said_of_this_mail_places_nothing(register: Register, name: str, sender: str) -> None:
    assert outcome(register, letter("Courrier", MISLEADING[name], sender=sender, html="none"))[0] is Outcome.TRIAGE


HOMOGLYPHS = [
    f"*\u0421{MEANT.number[1:]}*",
    f"\u0421{MEANT.number[1:]}",
    f"*\u03f9{MEANT.number[1:]}*",
    f"*{MEANT.number.replace('0', chr(0x41E))}*",
]


@pytest.mark.parametrize("subject", HOMOGLYPHS)
def test_a_letter_of_another_alphabet_is_never_taken_in_silence(register: Register, subject: str) -> None:
    assert outcome(register, letter(subject))[0] in {Outcome.ROUTE_WARN, Outcome.TRIAGE}
    assert outcome(register, letter(subject, sender=STRANGER))[0] is Outcome.TRIAGE


def test_the_truth_of_a_mail_is_found_by_its_id(register: Register) -> None:
    one = letter(f"*{MEANT.number}*")
    sample = Sample(name="", kind="", way="", language="", data=write(one), truths={one.id: Truth(claims=(MEANT.number,))}, papers={})

    found = [next(judge(replace(sample, truths=truths), register)).result for truths in (sample.truths, {})]

    assert found == ["right", "silent"]
