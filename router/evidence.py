"""Whether a mail speaks of a claim by other words than its number: names, policies, plates, the broker's own number."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from router import tokens
from router.clues import Clues
from router.names import Spoken, code, everyday, family_name, given_names, has_code, may_have_code, words
from router.normalise import fold
from router.protocols import Claim, Query, Register, Relation
from router.sittings import expect

_SHORTEST_POLICY = 5
_SHORTEST_PLATE = 5
_SHORTEST_REF = 4
_SHORTEST_NAME = 3
_LONGEST_NAME = 3
_MOST_NAMES = 24
_MOST_NEAR = 200
STRONG = frozenset({"policy_number", "plate", "broker_ref", "full_name"})
"""Each is one person's or one car's; a family name alone is many people's."""

_SPELT = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_PREFIX = re.compile(r"^\s*(?:[\w.]{1,8}\s?(?:\[\d+\])?\s?:\s*)+")
_OPPONENT = re.compile(
    r"(?:\b(?:contre|tegen|gegen|against|versus|vs|adverse|tegenpartij|wederpartij|gegenpartei|gegenseite)\b|\bc/)[^,;*:\n]{0,60}",
    re.IGNORECASE,
)
_SUBJECT_OF_TEXT = re.compile(
    r"\b(?:dossier|sinistre|assur\u00e9e?|affaire|concerne|client|verzekerde|betreft|schadegeval|versicherter?|schadenfall|insured)"
    r"\s{0,3}:?\s{1,3}((?:[^\W\d_][\w'-]{1,30}[ ]?){1,3})",
    re.IGNORECASE,
)


_NAME = re.compile(r"(?:[A-Z][\w'.-]{0,30} ?){1,4}")
_CONTACT = re.compile(
    r"(?:(?:(?:[TCFMGP]|T[e\u00e9]l|Tel|Gsm|GSM|Fax|Mob|Port)[ .:]{0,3})?\+?\(?\d[\d ./()\-]{6,22}[ |,;\-]{0,3}){1,4}"
    r"|[^\s@]{1,64}@[^\s@]{1,253}|www\.\S{1,250}"
)
_LONGEST_TAIL = 8
_LONGEST_CLOSING = 40
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Whether a mail's words and the claim it names belong together."""

    corroborated: bool = False
    other_insured_named: bool = False
    """Or something else that is another claim's and not this one's: a policy, a plate, the broker's own number."""


@dataclass(frozen=True, kw_only=True)
class Testimony:
    """The sender's own words, folded once."""

    clues: Clues

    @cached_property
    def spoken(self) -> Spoken:
        """The words of subject, text and file names."""
        return Spoken(self.clues.text)

    @cached_property
    def folded(self) -> str:
        """The same as one text, for numbers."""
        return fold(self.clues.text)

    @cached_property
    def meant(self) -> "Testimony":
        """What is said of the claim itself: without the opponent, and without whoever signs at a firm."""
        text = _OPPONENT.sub(" ", _without_tail(self.clues.own_text))
        return Testimony(clues=replace(self.clues, subject=_OPPONENT.sub(" ", self.clues.subject), own_text=text, signature=""))

    def heard(self, register: Register) -> "Testimony":
        """What counts for a claim: whoever writes as nobody known signs with his own name, whoever signs at a known firm works there."""
        known = register.resolve_sender(self.clues.sender.address.address).relation is not Relation.UNKNOWN
        return self.meant if known else self

    def names(self, claim: Claim) -> bool:
        """Whether the insured of the claim is named."""
        return any(self.spoken.names(family_name(name)) for name in claim.insured_names)

    @cached_property
    def stripped(self) -> str:
        """The same without separators."""
        return code(self.folded)

    def names_fully(self, claim: Claim) -> bool:
        """Whether family name and given name of the insured stand beside each other."""
        for name in claim.insured_names:
            family, given = family_name(name), given_names(name)
            if given and (self.spoken.says(*family, *given) or self.spoken.says(*given, *family)):
                return True
        return False

    def evidence(self, claim: Claim) -> tuple[str, ...]:
        """What of the claim stands in the mail, as codes."""
        codes = (
            ("full_name", fully := self.names_fully(claim)),
            ("insured", not fully and self.names(claim)),
            ("policy_number", self._holds(claim.policy_numbers, _SHORTEST_POLICY)),
            ("plate", self._holds(claim.plates, _SHORTEST_PLATE)),
            ("broker_ref", self._holds(claim.broker_refs, _SHORTEST_REF)),
        )
        return tuple(name for name, present in codes if present)

    def agreement(self, claim: Claim, register: Register) -> Agreement:
        """Whether these words and the claim belong together; others are looked for unless what speaks for this one is its own alone."""
        found = set(self.heard(register).evidence(claim))
        if found & STRONG:
            return Agreement(corroborated=True)
        if self.meant.speaks_of_another(claim, register) or (not found and self.meant.others_named(claim, register)):
            return Agreement(other_insured_named=True)
        return Agreement(corroborated=bool(found))

    def speaks_of_another(self, claim: Claim, register: Register) -> bool:
        """Whether something stands here that only another claim has: of those one slip away anything, of all others the numbers."""
        near = register.search_claims(Query(near_number=claim.number, limit=_MOST_NEAR))
        others = [other for other in near if other.number != claim.number and not self._is_sender(other)]
        if any(STRONG & set(self.evidence(other)) for other in others):
            return True
        return any(_of_other_people(claim, other) for other in self._numbered(claim, register))

    def _numbered(self, claim: Claim, register: Register) -> Iterator[Claim]:
        """Claims whose policy stands here, where this one's is known; and the sender's claims whose number, plate or policy does.

        Of a plate that stands here none is asked where this claim has no vehicle: that of the other side is often named.
        """
        sender = self.clues.sender.address.address
        policies = [Query(policy_number=found) for found in tokens.policies(self.folded)]
        plates = [Query(plate=found) for found in (tokens.plates(self.folded) if claim.plates else ())]
        refs = [Query(broker_ref=found) for found in tokens.codes(self.folded)]
        expect(register, (*policies, *plates, *refs))
        for query in policies if claim.policy_numbers else ():
            yield from register.search_claims(query)
        for query in (*plates, *refs, *(() if claim.policy_numbers else policies)):
            same = register.search_claims(query)
            # Two brokers may give the same number.
            yield from (other for other in same if register.resolve_sender(sender, other.number).relation is Relation.LINKED)

    def _holds(self, values: Iterable[str], shortest: int) -> bool:
        return any(may_have_code(value, self.stripped) and has_code(value, self.folded, shortest=shortest) for value in values)

    def others_named(self, claim: Claim, register: Register) -> tuple[Claim, ...]:
        """Claims whose insured is named here, by people who mean that claim: in the subject, a file name, or after a cue.

        Of the claims that are one slip of the finger away, the insured counts wherever he is named.
        """
        own = {family_name(name) for name in claim.insured_names}
        near = register.search_claims(Query(near_number=claim.number, limit=_MOST_NEAR))
        slips = [other for other in near if self.names(other) and not self._is_sender(other)]
        named = [Query(insured_name=name) for name in self._other_names(claim)]
        expect(register, named)
        found = [other for query in named for other in register.search_claims(query)]
        unique = {other.number: other for other in (*slips, *found) if other.number != claim.number}
        return tuple(other for other in unique.values() if own.isdisjoint(map(family_name, other.insured_names)))

    def _other_names(self, claim: Claim) -> list[str]:
        """What could be a family name, but is nobody of this claim, nor the sender."""
        ours = {*words(claim.handler), *self._sender_words}
        names = dict.fromkeys(name for name in self.possible_names() if ours.isdisjoint(words(name)))
        return list(names)[:_MOST_NAMES]

    @cached_property
    def _sender_words(self) -> frozenset[str]:
        sender = self.clues.sender.address
        return frozenset({*words(sender.name), *words(sender.address)})

    def _is_sender(self, claim: Claim) -> bool:
        """Whether the insured is called like the sender."""
        return any(self._sender_words.issuperset(family) for name in claim.insured_names if (family := family_name(name)))

    def written_names(self) -> Iterator[str]:
        """Everything that is written like a name, anywhere: good to propose by, not to decide by."""
        yield from self.possible_names()
        yield from _runs(f"{self.clues.own_text}\n{self.clues.signature}", first_counts=True)

    def possible_names(self) -> Iterator[str]:
        """One to three words in a row that are written like names."""
        subject = _OPPONENT.sub(" ", _PREFIX.sub("", self.clues.subject))
        yield from _runs(subject, first_counts=False)
        for file in self.clues.file_names:
            yield from _runs(file.name.rpartition(".")[0], first_counts=True)
        for match in _SUBJECT_OF_TEXT.finditer(self.clues.own_text):
            yield from _runs(match[1], first_counts=True)


def _of_other_people(claim: Claim, other: Claim) -> bool:
    return {family_name(name) for name in claim.insured_names}.isdisjoint(map(family_name, other.insured_names))


def _without_tail(text: str) -> str:
    """The text without name and telephones at its end, where they stand under a closing formula; nothing is said there."""
    lines = text.rstrip().split("\n")
    at = len(lines)
    while at > max(1, len(lines) - _LONGEST_TAIL) and (not lines[at - 1].strip() or _is_tail(lines[at - 1])):
        at -= 1
    tail = [line for line in lines[at:] if line.strip()]
    closed = at > 1 and lines[at - 1].rstrip().endswith(",") and len(lines[at - 1]) <= _LONGEST_CLOSING
    return "\n".join(lines[:at]) if closed or any(_CONTACT.fullmatch(line) for line in tail if len(line) <= _LONGEST_LINE) else text


def _is_tail(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and bool(_NAME.fullmatch(line.strip()) or _CONTACT.fullmatch(line.strip()))


def _runs(text: str, *, first_counts: bool) -> Iterator[str]:
    """Runs of words with a capital; the first word of a sentence always has one, so there it takes capitals only."""
    spelt = [(match[0], match.start()) for match in _SPELT.finditer(text)]
    kept = [word if _is_like_name(word, counts=first_counts or at > 0) else "" for word, at in spelt]
    for start in range(len(kept)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(kept)) + 1):
            if not kept[end - 1]:
                break
            yield " ".join(kept[start:end])


def _is_like_name(word: str, *, counts: bool) -> bool:
    written = word.isupper() or (counts and word[0].isupper())
    return written and len(word) >= _SHORTEST_NAME - 1 and fold(word) not in everyday()
