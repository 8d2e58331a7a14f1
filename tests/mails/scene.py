"""What every class of mails is made with: claims and people of the register, wordings, and the truth about what comes out."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.values import SenderClass
from router.book import Book, domain_of
from router.protocols import Claim, State
from tests.mails.letters import NOTHING, PROVEN, Letter
from tests.mails.words import Words, half, listed

LINKED, OTHER, UNKNOWN = SenderClass.LINKED, SenderClass.OTHER, SenderClass.UNKNOWN
ACKNOWLEDGED = "ack-{}@assureur.example"
"""Message-ID of what we wrote about a claim."""

FROM_US = "sinistres@assureur.example"
DAY = "27/10/2025"


class Place(StrEnum):
    """What may become of a mail."""

    MUST = "must"
    """It carries a usable reference: a rule routes it."""
    MAY = "may"
    """A person may have to look at it; when it is placed, it is on its claim."""
    NEVER = "never"
    """Placed anywhere it is wrong."""
    BLIND = "blind"
    """A wrong number that exists, and not one word that speaks against it: nobody could know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Which claims a mail is about, what may become of it, and whether its words tell."""

    claims: tuple[str, ...] = ()
    place: Place = Place.MAY
    told: bool = False
    """In triage the claim can be known from its words."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Of a mail about several claims: the claim of each file."""


NOBODYS = Truth(place=Place.NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter and the truth of each mail in it, by Message-ID; those not named are about no claim."""

    letter: Letter
    truths: Mapping[str, Truth]
    way: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes, and what our border server says of it."""

    address: str
    proof: str = PROVEN
    name: str = ""


Build = Callable[["Scene", int], Mail]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One mail's chance, wordings and register."""

    chance: random.Random
    words: Words
    book: Book
    id: str

    def claim(self, fits: Callable[[Claim], bool] = lambda _: True, state: State = State.OPEN) -> Claim:
        """A claim that fits."""
        return self.chance.choice([claim for claim in self.book.claims.values() if claim.state is state and fits(claim)])

    def person(self, kind: SenderClass, claim: Claim) -> Person:
        """Somebody of that class, relative to the claim; what O stands for may also be the broker himself, unproven."""
        others = [
            other for other in self.book.claims.values() if other.broker_emails and set(other.broker_emails) != set(claim.broker_emails)
        ]
        if kind is LINKED:
            return Person(self.chance.choice([claim.broker_emails[0], f"anne@{domain_of(claim.broker_emails[0])}", *claim.party_emails]))
        if kind is OTHER and self.chance.random() < 0.5:
            return Person(claim.broker_emails[0], NOTHING)
        if kind is OTHER:
            return Person(self.chance.choice(others).broker_emails[0])
        return Person(
            f"voisin{self.chance.randrange(1000)}@ailleurs{self.chance.randrange(90)}.example", self.chance.choice([PROVEN, NOTHING])
        )

    def name(self, claim: Claim) -> str:
        """The insured as people write him: both names, either way round, or the family name alone."""
        insured = claim.insured_names[0]
        family, _, first = insured.rpartition(" ")
        if not family or not first[1:].islower():
            return insured
        return self.chance.choice([insured, f"{first} {family.title()}", f"{family}, {first}", family])

    def full_name(self, claim: Claim) -> str:
        """Family name and given name."""
        return claim.insured_names[0]

    def subject(self, ref: str, name: str = "") -> str:
        """A subject with a reference in it."""
        start = self.words.pick("with_ref", subject=self.words.pick("subject"), ref=ref)
        return self.words.pick("with_name", start=start, name=name) if name else start

    def text(self, *lines: str, by: str = "") -> str:
        """A text with these lines in it, and below it somebody's name and telephones."""
        said = "\n".join([self.words.pick("body"), *lines])
        return f"{said}\n\n{self.words.pick('closing')}\n{by or self.employee()}\n{self.words.digits(self.words.pick('telephone'))}\n"

    def employee(self) -> str:
        """Who signs at a broker's; every fourth is called like somebody's insured."""
        people = {key: half(values, held=self.words.held) for key, values in listed("people").items()}
        families = [*people["common"], *people["family"]] if self.chance.random() < 0.25 else people["staff"]
        return f"{self.chance.choice(people['first'])} {self.chance.choice(families).title()}"

    def opponent(self, claim: Claim) -> str:
        """The insured of another claim, who is the other side of this one."""
        return self.claim(lambda one: one.insured != claim.insured).insured.title()

    def quoted(self, subject: str, text: str, *, set_off: bool = False) -> str:
        """An earlier mail of ours as answers carry it."""
        if set_off:
            lines = "\n".join(f"> {line}" for line in [subject, *text.split("\n")])
            return f"\n\n{self.words.pick('wrote', day=DAY, who='Sinistres', address=FROM_US)}\n\n{lines}\n"
        return f"\n\n{self.block('Sinistres', subject)}\n\n{text}\n"

    def block(self, who: str, subject: str, address: str = FROM_US) -> str:
        """The head of a mail as another carries it in its text, behind the line that its program puts there."""
        values = [f"{who} <{address}>", f"{DAY} 09:31", "sinistres@assureur.example", subject]
        labelled = "\n".join(f"{label} {value}" for label, value in zip(self.words.labels(), values, strict=True))
        return f"{self.words.pick('original')}\n{labelled}"

    def letter(self, person: Person, subject: str, text: str, **fields: Any) -> Letter:  # noqa: ANN401 - whatever a letter has
        """A letter of that person, as plain text or HTML."""
        html = self.chance.choice(["none", "both", "only"])
        given = {"id": f"{self.id}@x.example", "sender": person.address, "proof": person.proof, "name": person.name, "html": html} | fields
        return Letter(subject=subject, text=text, **given)

    def mail(self, letter: Letter, truth: Truth, way: str = "") -> Mail:
        """A mail that is one unit."""
        return Mail(letter=letter, truths={letter.id: truth}, way=way)


def must(claim: Claim) -> Truth:
    """About that claim, and a rule routes it."""
    return Truth(claims=(claim.number,), place=Place.MUST, told=True)


def told(claim: Claim) -> Truth:
    """About that claim; its words tell, but a person decides."""
    return Truth(claims=(claim.number,), told=True)
