"""Everything in a mail that may tell which claim it is about, gathered once; nothing here asks the register."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from core.pages import Fact
from core.values import Auto, Carrier, Form, Kind, Part, Quoted, Reading, Reference, Tree, Unit
from router.authentication import Origin, origin
from router.forms import WRITTEN_BELOW
from router.forwards import is_called_answer, is_called_forward, is_forward, is_silent, message_of, original_in, quoted_of
from router.intents import intents_of
from router.normalise import fold, normalise
from router.options import Options
from router.references import find
from router.senders import From
from router.theirs import their_references

_NAMED_KINDS = frozenset({Kind.DOCUMENT, Kind.CONTAINER, Kind.MAIL})
_OUTER = "0"
CODE = "code"
"""Kind of the facts that hold what a bar code says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """A name somebody gave to a part, as it was decoded."""

    path: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document of a unit and the paths whose names speak for it: its own, then those of the containers around it."""

    path: str
    named_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What one mail says, before anybody is asked about it."""

    path: str
    sender: From
    auto: Auto | None = None
    subject: str = ""
    original: Quoted | None = None
    """The mail that it forwards in its text."""

    own_text: str = ""
    """What the sender wrote; in a forward without a word of his own, what he forwards."""

    signature: str = ""
    file_names: tuple[FileName, ...] = ()
    items: tuple[Item, ...] = ()
    references: tuple[Reference, ...] = ()
    other_references: tuple[Reference, ...] = ()
    """Those in further Subject headers."""

    facts: tuple[Fact, ...] = ()
    """From the readings of its documents."""

    quoted_text: str = ""
    papers: tuple[str, ...] = ()
    """The pages of its documents as they were read."""

    message_id: str = ""

    message_ids: tuple[str, ...] = ()
    """Mails that this one answers."""

    their_references: tuple[str, ...] = ()
    """The sender's own numbers in the subject."""

    forwarded: bool = False

    declaration: bool = False
    intents: tuple[str, ...] = ()
    """What the sender wants, the most pressing first."""

    carries_units: bool = False
    """There are mails in it, and nothing else."""

    foreign_number: bool = False
    """Its reference is what another insurer's number means (`router.own_rules`)."""

    duplicate_subject: bool = False
    unread: bool = False
    """Documents of it are still to be read."""

    @property
    def text(self) -> str:
        """What the sender wrote himself, his name below it included: subject, text and names of files."""
        return "\n".join([self.subject, self.own_text, self.signature, *(file.name for file in self.file_names)])

    @property
    def automatic(self) -> Auto | None:
        """How no person wrote it; `None` also for what comes through a mailing service with papers or a reference in it."""
        heard = self.auto is Auto.LIST and (self.items or self.references)
        return None if heard else self.auto

    @property
    def answers(self) -> bool:
        """Whether its subject says that it answers."""
        return is_called_answer(self.subject)

    def of(self, carrier: Carrier) -> tuple[Reference, ...]:
        """The references of one carrier, without mere hints."""
        return tuple(found for found in self.references if found.carrier is carrier and found.form is not Form.PARTIAL)

    @property
    def hints(self) -> tuple[Reference, ...]:
        """Partial references of the subject."""
        return tuple(found for found in self.references if found.carrier is Carrier.SUBJECT and found.form is Form.PARTIAL)

    @property
    def has_own_reference(self) -> bool:
        """Whether any of its own carriers, documents left aside, holds a reference."""
        carriers = (Carrier.SUBJECT, Carrier.OWN_TEXT, Carrier.FILE_NAME, Carrier.QUOTED_TEXT)
        return bool(self.hints) or any(self.of(carrier) for carrier in carriers)


def gather(tree: Tree, unit: Unit, readings: Mapping[str, Reading], options: Options, *, unread: frozenset[str] = frozenset()) -> Clues:
    """The clues of one unit; `readings` and `unread` go by the paths of documents."""
    items = items_of(tree, unit.path)
    read = {item.path: readings[item.path] for item in items if item.path in readings}
    subject = normalise(unit.subject, Carrier.SUBJECT).cased
    references = (*_written(tree, unit, options), *_read(read, options))
    return Clues(
        path=unit.path,
        sender=_sender(tree, unit, options),
        original=original_in(unit),
        auto=unit.auto,
        subject=subject,
        own_text=message_of(unit),
        signature=unit.signature,
        file_names=_file_names(tree, unit.path),
        items=items,
        references=references,
        other_references=tuple(_in_subjects(unit, options)),
        facts=tuple(fact for reading in read.values() for fact in reading.facts),
        quoted_text=quoted_of(unit),
        papers=tuple(page.text for reading in read.values() for page in reading.pages),
        message_id=unit.message_id,
        message_ids=(*unit.in_reply_to, *unit.references),
        their_references=their_references(subject),
        forwarded=is_called_forward(unit) or is_forward(unit),
        declaration=reports_loss(f"{subject}\n{message_of(unit)}") or any(_is_declaration(reading) for reading in read.values()),
        intents=intents_of(unit),
        carries_units=not items and not references and _has_units_inside(tree, unit.path),
        duplicate_subject=bool(unit.other_subjects),
        unread=any(item.path in unread for item in items),
    )


def references_of(tree: Tree, options: Options | None = None) -> tuple[Reference, ...]:
    """Every reference that the mails of a tree were written with, unit by unit; documents are not read for it."""
    options = options or Options()
    return tuple(found for unit in tree.units for found in _written(tree, unit, options, promote=False))


def items_of(tree: Tree, unit: str) -> tuple[Item, ...]:
    """The documents of one unit in reading order; a container that could not be opened is one too."""
    parts = {part.path: part for part in tree.parts}
    parents = {part.parent for part in tree.parts}
    found = [part for part in tree.parts if part.unit == unit and _is_item(part, is_parent=part.path in parents)]
    return tuple(Item(path=part.path, named_by=tuple(_upwards(part, parts))) for part in found)


def _is_item(part: Part, *, is_parent: bool) -> bool:
    return part.kind is Kind.DOCUMENT or (part.kind is Kind.CONTAINER and part.problem is not None and not is_parent)


def _upwards(part: Part, parts: Mapping[str, Part]) -> Iterator[str]:
    """Its path, then those of the containers around it inside of its unit."""
    here: Part | None = part
    while here is not None and here.path != part.unit:
        yield here.path
        here = parts.get(here.parent or "")


def _file_names(tree: Tree, unit: str) -> tuple[FileName, ...]:
    named = (part for part in tree.parts if part.unit == unit and part.kind in _NAMED_KINDS and part.path != _OUTER)
    # `name` may have been made up from a subject when the part was opened; only what somebody wrote speaks for a claim.
    return tuple(FileName(path=part.path, name=part.original_name) for part in named if part.original_name)


def _written(tree: Tree, unit: Unit, options: Options, *, promote: bool = True) -> Iterator[Reference]:
    """References in subject, text and names. In a forward without a word of its own the forwarded text is the message."""
    patterns = options.grammar.patterns
    yield from find(unit.subject, carrier=Carrier.SUBJECT, path=unit.path, patterns=patterns)
    own, quoted = (message_of(unit), quoted_of(unit)) if promote else (unit.own_text, unit.quoted_text)
    yield from find(own, carrier=Carrier.OWN_TEXT, path=unit.path, patterns=patterns)
    for file in _file_names(tree, unit.path):
        yield from find(file.name, carrier=Carrier.FILE_NAME, path=file.path, patterns=patterns)
    yield from find(quoted, carrier=Carrier.QUOTED_TEXT, path=unit.path, patterns=patterns)
    below, standing = _below(unit.signature)
    yield from find(below, carrier=Carrier.OWN_TEXT, path=unit.path, patterns=patterns)
    # Two dashes above it: what is written there like a telephone number is one (domain section 2.4).
    yield from find(f"-- \n{standing}", carrier=Carrier.QUOTED_TEXT, path=unit.path, patterns=patterns)


def _below(signature: str) -> tuple[str, str]:
    """The lines under two dashes that were written for this mail, and those that stand in the signature."""
    lines = signature.split("\n")
    written = [bool(WRITTEN_BELOW.match(normalise(line, Carrier.OWN_TEXT).text)) for line in lines]
    below, standing = ([line for line, said in zip(lines, written, strict=True) if said is own] for own in (True, False))
    return "\n".join(below), "\n".join(standing)


def _in_subjects(unit: Unit, options: Options) -> Iterator[Reference]:
    for subject in unit.other_subjects:
        yield from find(subject, carrier=Carrier.SUBJECT, path=unit.path, patterns=options.grammar.patterns)


def _read(readings: Mapping[str, Reading], options: Options) -> Iterator[Reference]:
    for path, reading in readings.items():
        # What a code says is text of its page, and no surer a reference than that: it may be the sender's own.
        text = "\n".join([*(page.text for page in reading.pages), *(fact.value for fact in reading.facts if fact.kind == CODE)])
        yield from find(text, carrier=Carrier.DOCUMENT_TEXT, path=path, patterns=options.grammar.patterns)


def _sender(tree: Tree, unit: Unit, options: Options) -> From:
    """Who the message is from: of a mail that a trusted relay passes on in its text without a word, who is named there."""
    proof = _origin(tree, unit, options)
    original = original_in(unit) if is_silent(unit) and proof is Origin.PROVEN and _is_relay(unit.sender.address, options) else None
    return From(address=original.sender if original and original.sender.address else unit.sender, origin=proof)


def _is_relay(address: str, options: Options) -> bool:
    return not {address, address.rpartition("@")[2]}.isdisjoint(options.trusted_relays)


def _origin(tree: Tree, unit: Unit, options: Options) -> Origin:
    """An attached mail proves nothing by itself: it is as false as the mail around it, and as true when a trusted relay sent that."""
    outer = next((other for other in tree.units if other.path == _OUTER), None)
    if outer is None:
        return Origin.UNKNOWN
    proof = origin(outer, authserv_id=options.authserv_id, own_hops=options.own_hops, trusted_relays=options.trusted_relays)
    if unit is outer or proof is Origin.REFUTED:
        return proof
    return Origin.PROVEN if proof is Origin.PROVEN and _is_relay(outer.sender.address, options) else Origin.UNKNOWN


def _has_units_inside(tree: Tree, path: str) -> bool:
    return any(unit.path.startswith(f"{path}.") for unit in tree.units)


def _is_declaration(reading: Reading) -> bool:
    return "declaration" in {reading.type.id, *(document.type.id for document in reading.documents)}


def reports_loss(text: str) -> bool:
    """Whether a text reports a loss, in French, Dutch, German or English."""
    return _cues().search(" ".join(fold(text.replace("\u2019", "'")).split())) is not None


@cache
def _cues() -> re.Pattern[str]:
    lines = resources.files("router").joinpath("data/declaration_cues.txt").read_text("utf-8").splitlines()
    cues = [re.escape(line.strip().upper()) for line in lines if line.strip() and not line.startswith("#")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(cues)})(?!\w)")
