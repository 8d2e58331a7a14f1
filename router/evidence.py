"""Whether a mail speaks of a claim by other words than its number: names, policies, plates, the broker's own number."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from router.clues import Clues
from router.names import Spoken, everyday, family_name, has_code, words
from router.normalise import fold
from router.protocols import Claim, Query, Register

_SHORTEST_POLICY = 5
_SHORTEST_PLATE = 5
_SHORTEST_REF = 4
_SHORTEST_NAME = 3
_LONGEST_NAME = 3
_MOST_NAMES = 24
_MOST_NEAR = 200

_SPELT = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile(r"^\s*(?:[\w.]{1,8}\s?(?:\[\d+\])?\s?:\s*)+")
_OPPONENT = re.compile(r"(?:\b(?:contre|tegen|gegen|versus|vs|adverse|tegenpartij|gegenpartei)\b|\bc/)[^,;*:\n]{0,60}", re.IGNORECASE)
_SUBJECT_OF_TEXT = re.compile(
    r"\b(?:dossier|sinistre|assur\u00e9e?|affaire|concerne|client|verzekerde|betreft|schadegeval|versicherter?|schadenfall|insured)"
    r"\s{0,3}:?\s{1,3}((?:[^\W\d_][\w'-]{1,30}[ ]?){1,3})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Whether a mail's words and the claim it names belong together."""

    corroborated: bool = False
    other_insured_named: bool = False


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

    def names(self, claim: Claim) -> bool:
        """Whether the insured of the claim is named."""
        return any(self.spoken.names(family_name(name)) for name in claim.insured_names)

    def evidence(self, claim: Claim) -> tuple[str, ...]:
        """What of the claim stands in the mail, as codes."""
        codes = (
            ("insured", self.names(claim)),
            ("policy_number", self._holds(claim.policy_numbers, _SHORTEST_POLICY)),
            ("plate", self._holds(claim.plates, _SHORTEST_PLATE)),
            ("broker_ref", self._holds(claim.broker_refs, _SHORTEST_REF)),
        )
        return tuple(name for name, present in codes if present)

    def agreement(self, claim: Claim, register: Register) -> Agreement:
        """Whether these words and the claim belong together; others are looked for only when nothing speaks for this one."""
        if self.evidence(claim):
            return Agreement(corroborated=True)
        return Agreement(other_insured_named=bool(self.others_named(claim, register)))

    def _holds(self, values: Iterable[str], shortest: int) -> bool:
        return any(has_code(value, self.folded, shortest=shortest) for value in values)

    def others_named(self, claim: Claim, register: Register) -> tuple[Claim, ...]:
        """Claims whose insured is named here, by people who mean that claim: in the subject, a file name, or after a cue.

        Of the claims that are one slip of the finger away, the insured counts wherever he is named.
        """
        own = {family_name(name) for name in claim.insured_names}
        near = register.search_claims(Query(near_number=claim.number, limit=_MOST_NEAR))
        slips = [other for other in near if self.names(other)]
        found = [other for name in self._other_names(claim) for other in register.search_claims(Query(insured_name=name))]
        unique = {other.number: other for other in (*slips, *found) if other.number != claim.number}
        return tuple(other for other in unique.values() if own.isdisjoint(map(family_name, other.insured_names)))

    def _other_names(self, claim: Claim) -> list[str]:
        """What could be a family name, but is nobody of this claim, nor the sender."""
        sender = self.clues.sender.address
        ours = {*words(claim.handler), *words(sender.name), *words(sender.address)}
        names = dict.fromkeys(name for name in self.possible_names() if ours.isdisjoint(words(name)))
        return list(names)[:_MOST_NAMES]

    def possible_names(self) -> Iterator[str]:
        """One to three words in a row that are written like names."""
        subject = _OPPONENT.sub(" ", _PREFIX.sub("", self.clues.subject))
        yield from _runs(subject, first_counts=False)
        for file in self.clues.file_names:
            yield from _runs(file.name.rpartition(".")[0], first_counts=True)
        for match in _SUBJECT_OF_TEXT.finditer(self.clues.own_text):
            yield from _runs(match[1], first_counts=True)


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
