"""What a mail says of a claim by other words than its number: names, policies, plates, the broker's own number."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from router import naming
from router.bystanders import parted, without_others, without_others_in_file
from router.clues import Clues
from router.lookalikes import one_alphabet
from router.names import Spoken, code, family_name, given_names, has_code, may_have_code, uncommon, words
from router.normalise import fold
from router.protocols import Claim, Register, Relation

NUMBERS = frozenset({"policy_number", "plate", "broker_ref"})
"""Each is one contract's, one car's or one file's."""

STRONG = NUMBERS | {"full_name"}
"""Each is one person's or one car's; a family name alone is many people's."""

_SHORTEST_POLICY = 5
_SHORTEST_PLATE = 5
_SHORTEST_REF = 4


@dataclass(frozen=True, kw_only=True)
class Testimony:
    """The sender's own words, folded once."""

    clues: Clues
    signers: tuple[frozenset[str], ...] = ()
    """The words of each line with which it is signed, where these lines are not among its words."""

    @cached_property
    def _text(self) -> str:
        """Subject, text and file names; of these the ending is no part of a number, and an underscore parts words."""
        names = (written for stem in naming.stems(self.clues) for written in (stem, stem.replace("_", " "), parted(stem)))
        return "\n".join([self.clues.subject, self.clues.own_text, self.clues.signature, *names])

    @cached_property
    def spoken(self) -> Spoken:
        """The words of subject, text and file names."""
        return Spoken(self._text)

    @cached_property
    def folded(self) -> str:
        """The same as one text, for numbers."""
        return fold(self._text)

    @cached_property
    def meant(self) -> "Testimony":
        """What is said of the claim itself: without people who are no insured of it, and without whoever signs at a firm."""
        said = naming.without_tail(self.clues.own_text)
        tail = f"{self.clues.own_text.removeprefix(said)}\n{self.clues.signature}"
        files = tuple(replace(file, name=without_others_in_file(file.name)) for file in self.clues.file_names)
        subject = without_others(self.clues.subject)
        return Testimony(
            clues=replace(self.clues, subject=subject, own_text=without_others(one_alphabet(said)), signature="", file_names=files),
            signers=tuple(frozenset(words(line)) for line in naming.signers(tail)),
        )

    @cached_property
    def now(self) -> "Testimony":
        """What is said in this mail itself: the subject of an answer is an earlier one's, and often ours."""
        return Testimony(clues=replace(self.clues, subject="")) if naming.is_reply(self.clues.subject) else self

    def heard(self, register: Register) -> "Testimony":
        """What counts for a claim: whoever writes as nobody known signs with his own name, whoever signs at a known firm works there."""
        known = register.resolve_sender(self.clues.sender.address.address).relation is not Relation.UNKNOWN
        return self.meant if known else self

    def names(self, claim: Claim) -> bool:
        """Whether the insured of the claim is named; a word that is many people's name counts with a capital only."""
        return any(self._names(family_name(name)) for name in claim.insured_names)

    def _names(self, family: tuple[str, ...]) -> bool:
        if len(family) == 1 and not uncommon(family[0]):
            return family[0] in self._capitals
        return self.spoken.names(family)

    def names_exactly(self, claim: Claim) -> bool:
        """Whether he is, without a typing error."""
        families = (family for name in claim.insured_names if (family := family_name(name)))
        return self.names(claim) and any(self.spoken.says(*family) for family in families)

    @cached_property
    def _capitals(self) -> frozenset[str]:
        return frozenset(naming.with_capital(self._text))

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

    def _holds(self, values: Iterable[str], shortest: int) -> bool:
        return any(may_have_code(value, self.stripped) and has_code(value, self.folded, shortest=shortest) for value in values)

    @cached_property
    def sender_words(self) -> frozenset[str]:
        """The words of the sender's name and address."""
        sender = self.clues.sender.address
        return frozenset({*words(sender.name), *words(sender.address)})

    def is_of_sender(self, claim: Claim) -> bool:
        """Whether the insured is called like the sender."""
        return _is_called(self.sender_words, claim)

    def is_of_writer(self, other: Claim, claim: Claim) -> bool:
        """Whether he is called like the sender, or like whoever wrote what is forwarded without a word, if that is about `claim`."""
        original = self.clues.original
        if original is None or not self._is_headed(original.subject, claim):
            return self.is_of_sender(other)
        return self.is_of_sender(other) or _is_called({*words(original.sender.name), *words(original.sender.address)}, other)

    def _is_headed(self, subject: str, claim: Claim) -> bool:
        return Testimony(clues=replace(self.clues, subject=subject, own_text="", signature="", file_names=())).names(claim)

    def written_names(self) -> Iterator[str]:
        """Everything that is written like a name, anywhere: good to propose by, not to decide by."""
        yield from naming.meant(self.clues)
        yield from naming.runs(f"{self.clues.own_text}\n{self.clues.signature}", first_counts=True)


def _is_called(spoken: AbstractSet[str], claim: Claim) -> bool:
    """Whether these words hold the family name of the insured."""
    return any(spoken >= set(family) for name in claim.insured_names if (family := family_name(name)))
