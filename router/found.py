"""What the register answers about the references of a mail: which claims they are, and which carrier counts."""

from dataclasses import dataclass
from functools import cached_property

from core.values import Assignment, Carrier, Form, Reference
from router.clues import Clues
from router.forms import MISTAKEN
from router.normalise import normalise
from router.protocols import Found, Register, State

_MOST = 100
"""Different numbers of one carrier that are looked up; where there are more, the handler is told."""

_SAME_START = 3

_FORMS = (Form.EXACT, Form.DELIMITED, Form.BARE, Form.SEPARATED, Form.REPAIRED, Form.PARTIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A reference and the register's answer; `number` is the claim's present one, or what was written when there is none."""

    reference: Reference
    answer: Found

    @property
    def number(self) -> str:
        """The claim it means."""
        return self.answer.number or self.reference.value

    @property
    def exists(self) -> bool:
        """Whether there is such a claim or draft."""
        return self.answer.state is not State.NONE


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The references of a mail, looked up."""

    clues: Clues
    named: tuple[Named, ...]
    is_cut: bool = False
    """There are more numbers than were looked up."""

    def of(self, carrier: Carrier) -> tuple[Named, ...]:
        """Those of one carrier."""
        return tuple(named for named in self.named if named.reference.carrier is carrier)

    @cached_property
    def carrier(self) -> Carrier | None:
        """The strongest carrier that holds a reference.

        Something like a number in the subject counts when it was meant as one, or when there is nothing else.
        """
        meant = any(hint.delimited for hint in self.clues.hints)
        strongest = next((carrier for carrier in Carrier if self.of(carrier)), None)
        return Carrier.SUBJECT if self.clues.hints and (meant or strongest is None) else strongest

    @cached_property
    def counting(self) -> tuple[Named, ...]:
        """The references that decide. A sender who names claims in his text and in names of files has named them all."""
        if self.carrier is None:
            return ()
        own = self.of(self.carrier)
        if self.carrier is Carrier.OWN_TEXT:
            return (*own, *(named for named in self.of(Carrier.FILE_NAME) if named.exists))
        return own

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The claims of these, each once, in reading order."""
        return tuple(dict.fromkeys(named.number for named in self.counting))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Existing claims that the sender's text or a file name holds against the subject."""
        if self.carrier is not Carrier.SUBJECT:
            return ()
        original = () if self.clues.answers else self._of_original
        against = (*self.of(Carrier.OWN_TEXT), *self.of(Carrier.FILE_NAME), *original)
        return tuple(dict.fromkeys(named.number for named in against if named.exists and named.number not in self.numbers))

    @property
    def answered(self) -> bool:
        """Whether an answer stands above a mail about another claim: an old conversation, taken up for its address."""
        return self.clues.answers and any(named.exists and named.number not in self.numbers for named in self._of_original)

    @property
    def _of_original(self) -> tuple[Named, ...]:
        """Those in the subject of the mail that is forwarded in the text: it was written about that claim."""
        subject = self.clues.original.subject if self.clues.original else ""
        return tuple(named for named in self.of(Carrier.QUOTED_TEXT) if subject and named.reference.raw in subject)

    @cached_property
    def malformed(self) -> bool:
        """Whether the subject holds, beside a reference, something that was meant as another one and is none."""
        written = [named.reference.value for named in self.of(Carrier.SUBJECT)]
        if any(hint.delimited or any(_looks_like(hint.value, value) for value in written) for hint in self.clues.hints):
            return True
        subject = normalise(self.clues.subject, Carrier.SUBJECT).text if written else ""
        return any(_is_slip(found, written) for found in MISTAKEN.findall(subject))

    @cached_property
    def best(self) -> Reference | None:
        """The reference in the best form, or the hint when there are only hints."""
        found = [named.reference for named in self.counting] or (list(self.clues.hints) if self.carrier is Carrier.SUBJECT else [])
        return min(found, key=lambda reference: _FORMS.index(reference.form), default=None)

    @cached_property
    def has_range(self) -> bool:
        """Whether a shorthand for several claims follows one of these."""
        return any(named.reference.suffix == "range" for named in self.counting)

    @cached_property
    def alias(self) -> str:
        """The kind of a former number, draft or claim, where only that was written and the present one is known; else none."""
        written = {named.reference.value for named in self.counting}
        former = (named.reference.kind for named in self.counting if named.answer.alias and named.number not in written)
        return next(former, "none")

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """Which documents go to which claim by their names; () unless every one names exactly one claim that exists."""
        claims: dict[str, list[str]] = {}
        by_path = {file.path: self._in_name(file.path) for file in self.clues.file_names}
        for item in self.clues.items:
            numbers = next((by_path[path] for path in item.named_by if by_path.get(path)), set())
            if len(numbers) != 1:
                return ()
            claims.setdefault(next(iter(numbers)), []).append(item.path)
        if set(claims) != set(self.numbers) or not all(named.exists for named in self.counting):
            return ()
        return tuple(Assignment(claim=number, items=tuple(items)) for number, items in claims.items())

    def _in_name(self, path: str) -> set[str]:
        return {named.number for named in self.of(Carrier.FILE_NAME) if named.reference.path == path}


def _looks_like(hint: str, value: str) -> bool:
    """Whether a number of another length begins as one of ours does."""
    return hint.startswith(value[: len(value.rstrip("0123456789")) + _SAME_START])


def _is_slip(digits: str, written: list[str]) -> bool:
    """Whether digits are as many as ours and begin as they do, and are not ours."""
    ours = [value.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for value in written]
    return digits not in ours and any(len(digits) == len(one) and digits[:_SAME_START] == one[:_SAME_START] for one in ours)


def look_up(clues: Clues, register: Register) -> Findings:
    """Ask the register about every reference, each number once.

    Raises:
        Unavailable: the register does not answer.
    """
    wanted = _wanted(clues)
    answers = {value: register.find_claim(value) for value in dict.fromkeys(reference.value for reference in wanted)}
    named = tuple(Named(reference=found, answer=answers[found.value]) for found in wanted)
    return Findings(clues=clues, named=named, is_cut=len(wanted) < sum(len(clues.of(carrier)) for carrier in Carrier))


def not_looked_up(clues: Clues) -> Findings:
    """The references as they were written, when nobody can be asked."""
    nobody = Found(state=State.NONE)
    return Findings(clues=clues, named=tuple(Named(reference=found, answer=nobody) for found in _wanted(clues)))


def _wanted(clues: Clues) -> list[Reference]:
    return [reference for carrier in Carrier for reference in _first(clues.of(carrier))]


def _first(references: tuple[Reference, ...]) -> list[Reference]:
    """Those of the first numbers, repeated ones too: each may stand in another form."""
    values = set([*dict.fromkeys(reference.value for reference in references)][:_MOST])
    return [reference for reference in references if reference.value in values]
