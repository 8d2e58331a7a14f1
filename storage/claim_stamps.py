"""The moments of claims: by the papers that are on them, and by what people stamped. A person's word goes before a paper's."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from storage import hands, models
from storage.received import ROOT
from storage.stamps import CLAIM, Stamps

NEEDED, MISSION, REPORT, COPIED, OFFER, SEARCHED = hands.OF_CLAIM
STOLEN = "theft_declared_at"
"""The complaint about a theft, which only a paper stamps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Which types of documents stamp a claim with what."""

    types: Mapping[str, Collection[str]]
    is_ours: Callable[[str], bool]
    """Whether an address is the house's own: an offer counts as sent when it comes from there."""

    is_final: Callable[[str, str], bool]
    """Whether a report is the final one, by its name and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """One paper on a claim; `text` is that of the first page of its file, where it is on it."""

    claim: str
    type: str
    at: datetime
    name: str
    text: str
    sender: str
    """Address of its mail's sender, "" for what a mail inside brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What stamps one claim: moments by papers, of each name every one, and by hand."""

    papers: Mapping[str, list[datetime]]
    by_hand: Mapping[str, datetime]

    def first(self, name: str, since: datetime | None = None) -> datetime | None:
        if name in self.by_hand:
            return self.by_hand[name]
        return min((at for at in self.papers.get(name, ()) if since is None or at >= since), default=None)


def of_claims(numbers: Mapping[str, Collection[str]], papers: Papers, given: Iterable[hands.Stamp] | None = None) -> dict[str, Stamps]:
    """The moments of each claim that has any; `numbers` are all that it has or had, by the present one.

    Where what people stamped on them is `given`, it is not read again.
    """
    present = {number: claim for claim, every in numbers.items() for number in every}
    found: dict[str, dict[str, list[datetime]]] = {}
    for paper in _papers(_on_claims(papers).filter(task__claim__in=list(present))):
        for name in _stamped_by(paper, papers):
            found.setdefault(present[paper.claim], {}).setdefault(name, []).append(paper.at)
    by_hand = hands.of_claims(present, given)
    claims = sorted({*found, *by_hand})
    return {claim: _stamps(claim, _Found(papers=found.get(claim, {}), by_hand=by_hand.get(claim, {}))) for claim in claims}


def stamped(papers: Papers) -> set[str]:
    """Every claim that may have any of these moments."""
    return {*_on_claims(papers).order_by().values_list("task__claim", flat=True).distinct(), *hands.claims()}


def _stamps(claim: str, found: _Found) -> Stamps:
    report = found.first(REPORT)
    mission = found.first(MISSION)
    if MISSION not in found.by_hand and mission and report and mission >= report:
        # An order that comes with the report, or after it, does not say when it was sent.
        mission = None
    offer, needed, copied = found.first(OFFER, since=report), found.first(NEEDED), found.first(COPIED)
    stolen, searched = found.first(STOLEN), found.first(SEARCHED)
    of_report = ((NEEDED, needed), (MISSION, mission), (REPORT, report), (COPIED, copied), (OFFER, offer))
    named = (*of_report, (STOLEN, stolen), (SEARCHED, searched))
    return Stamps(of=CLAIM, claims=(claim,), at={name: at for name, at in named if at})


def _on_claims(papers: Papers) -> QuerySet[Model]:
    """The rows that join tasks of claims to documents of which a paper may stamp something."""
    wanted = [kind for kinds in papers.types.values() for kind in kinds]
    inside = Q()
    for kind in wanted:
        inside |= Q(inside__contains=f'"{kind}"')
    rows = models.Task.items.through.objects.filter(task__kind=models.Task.Kind.CLAIM, item__kind="document")
    rows = rows.exclude(task__state=models.Task.State.CANCELLED).annotate(inside=Cast(F("item__reading__value__documents"), TextField()))
    # Several papers in one file are told apart only where it has several pages.
    return rows.filter(Q(item__reading__type__in=wanted) | (Q(item__reading__page_count__gt=1) & inside))


def _papers(rows: QuerySet[Model]) -> Iterator[_Paper]:
    sender = Case(When(item__unit__path=ROOT, then=F("item__unit__sender_address")), default=Value(""))
    rows = rows.annotate(sender=sender, documents=F("item__reading__value__documents"), head=F("item__reading__value__pages__0__text"))
    names = ("task__claim", "item__reading__type", "item__mail__received_at", "item__name", "head", "documents", "sender")
    for claim, kind, at, name, head, documents, by in rows.values_list(*names):
        yield _Paper(claim=claim, type=kind, at=at, name=name, text=head or "", sender=by)
        for inner in documents or ():
            text = head or "" if 1 in inner["pages"] else ""
            yield _Paper(claim=claim, type=inner["type"]["id"], at=at, name=name, text=text, sender=by)


def _stamped_by(paper: _Paper, papers: Papers) -> Iterator[str]:
    for name, kinds in papers.types.items():
        final = name != REPORT or papers.is_final(paper.name, paper.text)
        # What others send us is no offer of ours, whatever its type.
        sent = name != OFFER or papers.is_ours(paper.sender)
        if paper.type in kinds and final and sent:
            yield name
