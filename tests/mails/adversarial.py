"""Mails that are meant to mislead, or do: by kinds, each mail with the claim that it is about, "" for none."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from core.values import Outcome, SenderClass
from router.book import near_numbers
from router.neighbours import NEAR
from router.protocols import Claim, Register, State
from tests.mails import claims
from tests.mails.letters import FAILED, NOTHING, SERVER, File, Letter, write
from tests.mails.make import Sample
from tests.mails.measure import PLACED, judge
from tests.mails.scene import NOBODYS

SEED = 2004
BOOK = claims.book(SEED)
OPEN = tuple(claim for claim in BOOK.claims.values() if claim.state is State.OPEN)
MEANT = next(claim for claim in OPEN if claim.number == "C502100012")
BROKER = MEANT.broker_emails[0]
STRANGER = "voisin@ailleurs.example"
NUMBER = MEANT.number
SPACED = f"{NUMBER[1:4]} {NUMBER[4:7]} {NUMBER[7:]}"

ALONE = next(claim for claim in OPEN if not any(BOOK.get_claim(number) for number in {*near_numbers(claim.number)} - {claim.number}))
"""No other claim is one slip away: with every sign of it in a mail, only a false sender can make a difference."""
HIS = ALONE.broker_emails[0]
DOMAIN = HIS.rpartition("@")[2]
FIRM = DOMAIN.partition(".")[0]
PASS = f"dmarc=pass header.from={DOMAIN}"
SIGNS = f"Concerne {ALONE.insured}, police {ALONE.policy_numbers[0]}, {ALONE.plates[0]}, nos réf. {ALONE.broker_refs[0]}."
SURE = (f"*{ALONE.number}*", ALONE.number, f"dossier {ALONE.number} {ALONE.insured}")
"""Subjects that his own broker needs no more than, to be placed in silence and answered in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A mail and the claim that it is about."""

    letter: Letter
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What became of the mails of one kind."""

    mails: int = 0
    right: int = 0
    waits: int = 0
    warned: int = 0
    """On a claim that it is not about, with a warning."""
    silent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of a mail."""

    sender: SenderClass
    outcome: Outcome
    claims: tuple[str, ...]
    told: tuple[str, ...]
    """What the handler is told."""

    answer: str
    """full, neutral, or none at all."""


def letter(subject: str, text: str = "Bonjour,\n\nvoir annexe.", **fields: object) -> Letter:
    return Letter(**{"id": "a@x.example", "sender": BROKER, "subject": subject, "text": text, "html": "none"} | fields)


def named(subject: str = SURE[0], **fields: object) -> Letter:
    """A letter about the claim that is alone, with every sign of it, from his broker's address unless said otherwise."""
    return letter(subject, f"Bonjour,\n\n{SIGNS}", **{"sender": HIS} | fields)


def fate(trap: Trap, register: Register) -> Fate:
    """What becomes of one mail."""
    sample = Sample(name="", kind="", way="", language="", data=write(trap.letter), truths={trap.letter.id: NOBODYS}, papers={})
    judged = next(judge(sample, register))
    verdict = judged.verdict
    told = (*verdict.why, *([NEAR] if verdict.in_doubt else []))
    return Fate(sender=verdict.sender_class, outcome=verdict.outcome, claims=verdict.claims, told=told, answer=judged.answer)


def caught(traps: Iterable[Trap], register: Register) -> Caught:
    """What becomes of these mails."""
    counts = dict.fromkeys(("mails", "right", "waits", "warned", "silent"), 0)
    for trap in traps:
        found = fate(trap, register)
        right = found.claims == (trap.about,)
        name = "waits" if found.outcome not in PLACED else "right" if right else "warned" if found.told else "silent"
        counts["mails"] += 1
        counts[name] += 1
    return Caught(**counts)


def one_wrong_digit(number: str) -> Iterator[str]:
    """The number with each digit replaced by each other one."""
    return (number[:at] + digit + number[at + 1 :] for at in range(1, len(number)) for digit in "0123456789" if digit != number[at])


def two_swapped(number: str) -> Iterator[str]:
    """The number with each two neighbours swapped."""
    return (
        number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(1, len(number) - 1) if number[at] != number[at + 1]
    )


def _slips(make: Callable[[str], Iterator[str]], line: Callable[[Claim], str]) -> Iterator[Trap]:
    """Every slip from the number of every open claim that is another's, by the broker of the right one."""
    for claim in OPEN:
        for wrong in make(claim.number):
            if (hit := BOOK.get_claim(wrong)) and hit.insured != claim.insured:
                yield Trap(letter=letter(f"*{wrong}*", line(claim), sender=claim.broker_emails[0]), about=claim.number)


def _nobodys(claim: Claim) -> Iterator[Trap]:
    wrong = (one for one in (*one_wrong_digit(claim.number), *two_swapped(claim.number)) if not BOOK.get_claim(one))
    yield from (Trap(letter=letter(f"*{one}*", sender=claim.broker_emails[0]), about=claim.number) for one in wrong)


SPOOFED = {
    "DMARC fails": named(proof=FAILED),
    "DMARC fails, a forged pass below": named(proof=FAILED, forged=(PASS,)),
    "DMARC fails, a pass of ours below it": named(above=(f"{SERVER}; dmarc=fail header.from={DOMAIN}", f"{SERVER}; {PASS}")),
    "DMARC passes for another": named(above=(f"{SERVER}; dmarc=pass header.from=ailleurs.example",)),
    "the broker's name, another domain": named(sender=STRANGER, name=FIRM.replace("-", " ").title()),
    "the broker's name in other letters": named(sender=STRANGER, name=FIRM.replace("-", " ").title().replace("o", "\u043e")),
    "the broker's address for a name": named(sender=STRANGER, name=HIS),
    "the broker's address in other letters": named(sender=STRANGER, name=HIS.replace("o", "\u043e")),
    "the broker's address without its dash": named(sender=STRANGER, name=f"Sinistres ({HIS.replace('-', '')})"),
    "the broker's address before the @": named(sender=f'"{HIS}"@ailleurs.example'),
    "the insured's name, another address": named(sender=STRANGER, name=ALONE.insured),
    "the broker's name as a subdomain": named(sender=f"sinistres@{DOMAIN}.ailleurs.example", name=HIS),
    "the broker's name behind another word": named(sender=f"sinistres@my-{DOMAIN}"),
    "the broker's name before another word": named(sender=f"a@{FIRM.replace('-', '')}-sinistres.example"),
    "a domain with a letter doubled": named(sender=f"sinistres@{DOMAIN.replace('r', 'rr', 1)}"),
    "a domain without its dash": named(sender=f"sinistres@{DOMAIN.replace('-', '')}"),
}
"""Mails of others that look like the broker's."""

UNPROVEN = {
    "no results": named(proof=NOTHING),
    "the results of another server": named(above=(f"mx.ailleurs.example; {PASS}",)),
    "a result below a stranger's server": named(proof=NOTHING, forged=(PASS,)),
    "SPF for what the server calls itself": named(above=(f"{SERVER}; spf=pass smtp.helo={DOMAIN}; dmarc=none",)),
    "SPF for another": named(above=(f"{SERVER}; spf=pass smtp.mailfrom=a@ailleurs.example; dmarc=none",)),
    "two addresses in From": named(above=(f"{SERVER}; dmarc=pass",), beside=(STRANGER,)),
    "two addresses in From, his domain passes": named(above=(f"{SERVER}; {PASS}",), beside=(STRANGER,)),
    "two From": named(above=(f"{SERVER}; dmarc=pass",), more=(("From", STRANGER),)),
}
"""Mails from the broker's address of which nothing proves that they are his."""

_IDS = (SERVER, SERVER.upper(), SERVER.title(), f"{SERVER} 1", f"(our own) {SERVER}", f'"{SERVER}"', f"{SERVER}.", f"{SERVER}\r\n ")
_RESULTS = (
    PASS,
    f"dmarc=pass (p=reject) header.from={DOMAIN}",
    f"dmarc=\r\n pass header.from={DOMAIN}",
    f"dmarc (all (well)) = pass header.from={DOMAIN}",
    f"DMARC=PASS header.from={DOMAIN.upper()}",
    f"dkim=pass header.d={DOMAIN}",
    f"spf=pass smtp.mailfrom={HIS}; dkim=pass header.d={DOMAIN}; dmarc=pass header.from={DOMAIN}",
    f"arc=pass; dmarc=fail policy.dmarc=none; dmarc=pass header.from={DOMAIN}",
)
FORGED = {f"{name!a}; {result!a}": (("Authentication-Results", f"{name}; {result}"),) for name in _IDS for result in _RESULTS}


def _forged(proof: str) -> Iterator[Trap]:
    yield from (Trap(letter=named(subject, proof=proof, more=more)) for more in FORGED.values() for subject in SURE)


ALPHABETS = {
    "cyrillic": {"C": "\u0421", "0": "\u041e"},
    "small cyrillic": {"C": "\u0441", "0": "\u043e"},
    "greek": {"C": "\u03f9", "0": "\u039f"},
    "small greek": {"0": "\u03bf"},
    "armenian and others": {"0": "\u0555", "1": "\u0406"},
    "letters for digits": {"0": "O", "1": "l", "5": "S"},
}


def alike(number: str) -> Iterator[str]:
    """The number with signs of other alphabets in the place of its own: one of them, and all."""
    for signs in ALPHABETS.values():
        yield number.translate(str.maketrans(signs))
        yield from (number[:at] + signs[sign] + number[at + 1 :] for at, sign in enumerate(number) if sign in signs)


def _alike() -> Iterator[Trap]:
    for claim in OPEN[:12]:
        for written in alike(claim.number):
            people = (claim.broker_emails[0], STRANGER)
            yield from (Trap(letter=letter(f"*{written}*", sender=one), about=claim.number) for one in people)


OLD = f"De : A <a@b.example>\nEnvoyé : 1/2/2024 10:00\nObjet : *{NUMBER}*"
THREADS = {
    "an old thread": f"Voir annexe.\n\n-----Message d'origine-----\n{OLD}\n\nBonjour",
    "an old thread set off": f"Voir annexe.\n\nLe 1/2/2024 à 10:00, A <a@b.example> a écrit :\n\n> *{NUMBER}*\n> Bonjour",
    "an old thread twice set off": f"Voir annexe.\n\nLe 1/2/2024 à 10:00, A <a@b.example> a écrit :\n\n> Merci\n>\n>> *{NUMBER}*",
    "an old thread below an old thread": f"Voir.\n\nDe : B <b@b.example>\nEnvoyé : hier\nObjet : x\n\nBonjour\n\n{OLD}\n\nBonjour",
}
FORWARDS = {
    "what a forwarded mail quotes": f"De : B <b@b.example>\nEnvoyé : hier\nObjet : x\n\nBonjour\n\n{OLD}\n\nBonjour",
    "what a forwarded mail sets off": f"De : B <b@b.example>\nEnvoyé : hier\nObjet : x\n\nBonjour\n\n> dossier {NUMBER}",
    "a forward of a forward": f"De : B <b@b.example>\nEnvoyé : hier\nObjet : TR: x\n\n{OLD}\n\nBonjour",
}
STRANGE = {
    "a telephone of nine digits in a signature": f"Voir annexe.\n\nCordialement,\nAnne Vogt\nC {SPACED}",
    "a telephone beside another": f"Voir annexe.\nTél. 02 123 45 67 C {SPACED.replace(' ', '.')}",
    "a telephone with a bar between": f"Voir annexe.\nT 02 123 45 67 | C {SPACED}",
    "a telephone with a cue": f"Voir annexe.\nGSM C {SPACED}",
    "a fax": f"Voir annexe.\nFax : C{SPACED.replace(' ', '/')}",
    "a number in a signature": f"Voir annexe.\n\n-- \nAnne Vogt, dossier {NUMBER}",
    "a number in the signature of a firm": f"Voir annexe.\n\nCordialement,\nAnne Vogt\nVogt SA\n{NUMBER}\nTél. 02 123 45 67\nvogt.example",
    "a company's number": f"Voir annexe.\nSIREN {NUMBER[1:]}",
    "a company's number with VAT": f"Voir annexe.\nTVA BE 0{NUMBER[1:4]}.{NUMBER[4:7]}.{NUMBER[7:]}",
    "an invoice's number": f"Voir annexe.\nFacture n° {NUMBER[1:]}",
    "an invoice's number in English": f"See enclosed.\nInvoice no. {NUMBER[1:]}",
    "an account": f"Voir annexe.\nIBAN BE68 {NUMBER[1:5]} {NUMBER[5:9]} {NUMBER[9]}034",
    "a French account": f"Voir annexe.\nIBAN FR76 3000 4{NUMBER[1:4]} {NUMBER[4:8]} {NUMBER[8:]}12 3456 789",
    "a structured payment": f"Voir annexe.\nCommunication +++{NUMBER[1:4]}/{NUMBER[4:8]}/{NUMBER[8:]}123+++",
    "a parcel": f"Voir annexe.\nVotre colis {NUMBER}0123",
    "a longer number": f"Voir annexe.\nRéf. client {NUMBER[1:]}012",
}
"""Numbers that look like a claim's and are something else."""

ELSEWHERE = {
    "an address on the web": f"Voir https://portail.example/dossiers/{NUMBER}/pieces",
    "a parameter of an address": f"Voir https://portail.example/?ref={NUMBER}&lang=fr",
    "split over two lines": f"Voir le dossier {NUMBER[:5]}\n{NUMBER[5:]}.",
    "split after the letter": f"Voir le dossier {NUMBER[0]}\n{NUMBER[1:]}.",
}
"""The claim's number in an odd place."""


def _texts(texts: Mapping[str, str], subject: str = "Courrier", about: str = "") -> Iterator[Trap]:
    for text in texts.values():
        yield from (Trap(letter=letter(subject, text, sender=sender), about=about) for sender in (BROKER, STRANGER))


def _papers() -> Iterator[Trap]:
    files = (f"IMG_{NUMBER[1:]}.jpg", f"facture_{NUMBER[1:]}.pdf", f"{NUMBER}0.pdf", f"20{NUMBER[1:]}.pdf")
    for name in files:
        yield from (
            Trap(letter=letter("Photos", sender=sender, files=(File(name=f"{name}.txt"),)), about=NUMBER) for sender in (BROKER, STRANGER)
        )


Kind = Callable[[], Iterator[Trap]]
KINDS: dict[str, Kind] = {
    "a broker is imitated": lambda: (Trap(letter=one) for one in SPOOFED.values()),
    "nothing proves the broker": lambda: (Trap(letter=one) for one in UNPROVEN.values()),
    "results forged below ours, which say fail": lambda: _forged(FAILED),
    "results forged where we wrote none": lambda: _forged(NOTHING),
    "one wrong digit, the insured named": lambda: _slips(one_wrong_digit, lambda one: f"Concerne {one.insured}."),
    "one wrong digit, nothing else said": lambda: _slips(one_wrong_digit, lambda _: "Voir annexe."),
    "two digits swapped, the insured named": lambda: _slips(two_swapped, lambda one: f"Concerne {one.insured}."),
    "two digits swapped, nothing else said": lambda: _slips(two_swapped, lambda _: "Voir annexe."),
    "a slip that is nobody's number": lambda: (trap for claim in OPEN[:12] for trap in _nobodys(claim)),
    "signs of other alphabets": _alike,
    "old threads below": lambda: _texts(THREADS),
    "what a forwarded mail quotes in turn": lambda: _texts(FORWARDS, "TR: x"),
    "telephones, accounts, invoices, signatures": lambda: _texts(STRANGE),
    "addresses on the web, numbers over two lines": lambda: _texts(ELSEWHERE, about=NUMBER),
    "names of files": _papers,
}


def some(kind: str, most: int) -> list[Trap]:
    """At most so many mails of a kind, spread over all of them."""
    every = list(KINDS[kind]())
    return list(islice(every[:: max(1, len(every) // most)], most))
