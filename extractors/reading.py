"""Reads one document: its pages by the reader of its format, then language, facts and type."""

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core import codec
from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Fact, Page
from core.papers import Document, DocumentType
from core.values import Reading
from extractors.barcodes import CODE
from extractors.boundaries import documents_of
from extractors.classify import POSSIBLE
from extractors.context import RESERVE, Context
from extractors.einvoice.outrank import outranking
from extractors.facts import facts_of
from extractors.facts.second import with_second
from extractors.facts.typical import with_typical
from extractors.judged import judged
from extractors.language import language_of
from extractors.look import entered_on_page, picture_of
from extractors.pictures import as_picture
from extractors.readers import READERS, Sheets
from extractors.schedule import SCHEDULE, lost_items
from extractors.statement import TYPE as STATEMENT
from extractors.statement import Views, forms_among, statement_facts
from extractors.types import PHOTO, PICTURES, UNKNOWN, types

if TYPE_CHECKING:
    from PIL.Image import Image

CARDS = frozenset({"piece_identite", "permis_conduire"})
"""Papers whose numbers are those of persons."""

OF_CODES = frozenset({CODE, "be_structured_comm", "gtin"})
"""What the code of a card is taken for: its number has the same check digits."""

INVOICES = frozenset({"facture_achat", "facture_reparation", "facture_entretien", "frais_medicaux", "note_honoraires"})
"""What an electronic invoice may be."""

LAYOUT = 0.9
"""Confidence of a type that the layout of a form alone gives away."""

__all__ = ["Context", "read", "read_in_child", "readable"]


def readable(media_type: str) -> bool:
    """Whether there is a reader for `media_type`."""
    return READERS.get(media_type) is not None


def read_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data, both ways
    """`read` for a child process: takes and returns JSON data."""
    reading = read(
        codec.load(Content, data["content"]),
        name=data["name"],
        media_type=data["media_type"],
        context=codec.load(Context, data["context"]),
    )
    return codec.dump(reading)


def read(content: Content, *, name: str, media_type: str, context: Context) -> Reading:
    """What `content` says; whatever is wrong with it becomes the problem of the reading or of a page.

    Raises:
        Unavailable: what the reader needs is not installed.
    """
    reader = READERS.get(media_type)
    if reader is None:
        return _unread(media_type)
    started = replace(context, media_type=media_type, deadline=time.monotonic() + context.limits.read_seconds * RESERVE)
    try:
        sheets = reader(content, started)
    except Unreadable as error:
        sheets = Sheets(pages=(), problem=error.problem)
    found = _understood(sheets, name=name, media_type=media_type, context=context)
    return _judged(_shown(_with_statement(found, content, started)))


def _with_statement(found: Reading, content: Content, context: Context) -> Reading:
    """The reading with what the form of an accident statement shows, which text alone does not say."""
    forms = forms_among(found.pages)
    if not forms:
        return found

    def shown(page: Page) -> "Image":
        context.seconds()
        return picture_of(content, found.media_type, number=page.number, rotation=page.rotation, context=context)

    views = Views(picture=shown, entered=lambda page: entered_on_page(content, found.media_type, page, context))
    return replace(_typed(found), facts=statement_facts(forms, found.pages, found.facts, views))


def _shown(found: Reading) -> Reading:
    """The reading without the small picture of what is no photograph: a series shows none of it, and it may be an identity card."""
    if found.photo is None or found.type.id == PHOTO:
        return found
    return replace(found, photo=replace(found.photo, small=None))


def _typed(found: Reading) -> Reading:
    """The reading of one paper as the form that it is by its layout, where its words did not say so: the title is cut off."""
    if found.type.id != UNKNOWN or len(found.documents) != 1:
        return found
    kind = DocumentType(id=STATEMENT, confidence=LAYOUT, cues=("layout",), classes=types()[STATEMENT].classes)
    return replace(found, type=kind, documents=(replace(found.documents[0], type=kind),))


def _unread(media_type: str) -> Reading:
    kind = as_picture(media_type, Sheets(pages=()), name="", by_text=DocumentType())
    return Reading(media_type=media_type, type=kind, problem=Problem.UNSUPPORTED)


def _facts(sheets: Sheets, paper: Document, *, language: str, context: Context) -> tuple[Fact, ...]:
    """The facts of one paper: what two papers say differently is no contradiction."""
    received = context.received_at.date() if context.received_at else None
    pages = [page for page in sheets.pages if page.number in paper.pages]
    lost = lost_items(pages) if paper.type.id == SCHEDULE else ()
    found = facts_of(pages, language=language, received=received)
    both = with_second(found, pages, language=language, received=received)
    return (*with_typical(both, paper.type.id, pages), *lost)


def _understood(sheets: Sheets, *, name: str, media_type: str, context: Context) -> Reading:
    text = "\n".join(page.text for page in sheets.pages)
    language = language_of(text)
    papers = documents_of(sheets.pages, name=name, mail_text=context.mail_text)
    if len(papers) == 1:
        (paper,) = papers
        kind = _invoiced(paper.type) if sheets.stated else paper.type
        papers = (replace(paper, type=as_picture(media_type, sheets, name=name, by_text=kind)),)
    stated = (*sheets.stated, *(fact for page in sheets.pages for fact in page.stated if not _of_person(fact, papers)))
    facts = outranking(stated, [_facts(sheets, paper, language=language, context=context) for paper in papers], sheets.pages)
    kind = papers[0].type
    unread = not text.strip() and kind.id not in PICTURES
    return Reading(
        media_type=media_type,
        language=language,
        type=kind,
        pages=tuple(_settled(page) for page in sheets.pages),
        documents=papers if sheets.pages else (),
        facts=facts,
        photo=sheets.photo,
        video=sheets.video,
        problem=sheets.problem or (Problem.NO_TEXT if unread else None),
    )


def _invoiced(kind: DocumentType) -> DocumentType:
    """The type of a paper that is an invoice for machines: of which kind, the guess says where nothing surer does."""
    return replace(kind, id=kind.guess, guess="", confidence=POSSIBLE) if kind.guess in INVOICES else kind


def _of_person(fact: Fact, papers: Iterable[Document]) -> bool:
    """Whether a code is that of a card: its number is not brought out, as little as when it is printed."""
    return fact.kind in OF_CODES and any(paper.type.id in CARDS and fact.page in paper.pages for paper in papers)


def _settled(page: Page) -> Page:
    """The page without what only its reading needed: the facts have gone over, and the other readings are shown as text."""
    if not page.stated and not page.others:
        return page
    return replace(page, stated=(), others=tuple(replace(other, words=()) for other in page.others))


def _judged(found: Reading) -> Reading:
    """The reading with what is told of each paper once all its facts are known; it needs as much care as its papers together."""
    papers = tuple(judged(paper, found.pages, found.facts) for paper in found.documents)
    classes = {*found.type.classes, *(level for paper in papers for level in paper.type.classes)}
    return replace(found, documents=papers, type=replace(found.type, classes=tuple(sorted(classes))))
