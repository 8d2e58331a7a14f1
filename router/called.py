"""Whom a mail names, where, and how surely: what the claims of others are compared with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice

from router import naming
from router.evidence import Testimony
from router.insured import initialled, key, keys
from router.names import words
from router.protocols import Claim

_MOST_NAMES = 240
"""Names where the insured is named that are asked about; where there are more, the handler is told."""

_MOST_BESIDE = 80
"""Names that stand elsewhere and are asked about."""


@dataclass(frozen=True, kw_only=True)
class Called:
    """The names in a mail, without our handler's and the sender's own."""

    said: Testimony
    claim: Claim

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The names that the register is asked about, surest first."""
        clues = self.said.clues
        beside = chain(naming.titled(clues), (name for _, name in naming.initialled(clues)), naming.written(clues))
        return tuple(dict.fromkeys((*self._names[:_MOST_NAMES], *islice(_unique(filter(self._counts, beside)), _MOST_BESIDE))))

    @property
    def has_more(self) -> bool:
        """Whether more people may be named than were asked about."""
        return len(self._names) > _MOST_NAMES

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(self._counts, naming.meant(self.said.clues))))

    def _counts(self, name: str) -> bool:
        """Whether it is neither our handler's name nor the sender's, as his address or the end of his mail says it."""
        spoken = words(name)
        unknown = {*words(self.claim.handler), *self.said.sender_words}.isdisjoint(spoken)
        return unknown and not any(signer.issuperset(spoken) for signer in self.said.signers)

    @cached_property
    def meant(self) -> frozenset[str]:
        """Names where the insured is named."""
        return frozenset(map(key, self._names))

    @cached_property
    def sure(self) -> frozenset[str]:
        """Family names that stand beside a word for the insured, in the subject, or with a given name."""
        clues = self.said.clues
        subject = naming.meant(replace(clues, own_text="", signature="", file_names=()))
        cued = filter(self._counts, chain(naming.cued(clues), subject))
        return frozenset(map(key, chain(cued, *map(naming.families, self._names))))

    @cached_property
    def _beside(self) -> frozenset[str]:
        """Names after a title, and small words of the subject: of a claim of the sender the family name alone counts there."""
        return frozenset(key(name) for name in (*naming.titled(self.said.clues), *naming.small(self.said.clues)) if self._counts(name))

    @cached_property
    def _initialled(self) -> frozenset[str]:
        found = naming.initialled(self.said.clues)
        return frozenset(key(f"{initial} {name}") for initial, name in found if self._counts(name))

    def names(self, other: Claim) -> bool:
        """Whether the family name of an insured stands here as somebody's, or behind his initial."""
        return not ((self.meant | self._beside).isdisjoint(keys(other)) and self._initialled.isdisjoint(initialled(other)))


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name
