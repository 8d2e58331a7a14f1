"""Papers that name another claim of ours and not the one that they would land on: they are routed, and the handler is told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from core.pages import Fact, Page, Source
from core.strays import Stray
from core.values import Carrier, Outcome, Reading, Reference, Said, Step, Verdict
from router.book import near
from router.checklist import Paper, papers_of
from router.clues import CODE, Clues
from router.evidence import STRONG, Testimony
from router.names import code, given_names, words
from router.protocols import Claim, Query, Register, Relation, State
from router.sittings import expect, expect_claims

OTHER = "paper_names_other_claim"
SAME = "paper_names_claim_of_same_insured"
MISREAD = "scan_may_name_other_claim"
"""What a scan holds for the number of another claim is one slip away from this one's: perhaps this one's, misread."""

MOST = 20
"""Claims so named that are told of one mail."""

_MOST_OF_PAPER = 5
_MOST_NUMBERS = 100
_MOST_FACTS = 40
_MOST_READ = 50_000
"""Characters of one paper that are looked through for the words of a claim."""

_PLACED = frozenset({Outcome.ROUTE, Outcome.ROUTE_WARN, Outcome.SPLIT})
_POLICY, _PLATE = "policy_number", "plate"


def with_strays(verdict: Verdict, clues: Clues, readings: Mapping[str, Reading], register: Register) -> Verdict:
    """The verdict with the papers that name another claim only; where its mail goes stays as it is (domain section 2.6).

    Raises:
        Unavailable: the register does not answer.
    """
    if verdict.outcome not in _PLACED:
        return replace(verdict, strays=())
    targets = _targets(verdict, clues)
    sheets = [sheet for item in clues.items if item.path in readings for sheet in _sheets(item.path, readings[item.path], clues, targets)]
    expect_claims(register, dict.fromkeys(found.value for sheet in sheets for found in sheet.references))
    expect(register, [query for sheet in sheets for query in sheet.queries])
    found = tuple(islice((stray for sheet in sheets for stray in _strays(sheet, clues, register)), MOST))
    return replace(verdict, strays=found, trail=(*verdict.trail, *map(_step, found)))


def warnings_of(strays: Iterable[Stray], items: Iterable[str]) -> tuple[str, ...]:
    """The warnings of those strays that are among the documents at the paths `items`, each once."""
    paths = frozenset(items)
    return tuple(dict.fromkeys(stray.warning for stray in strays if stray.path in paths))


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """One paper as it is asked: its words, and the claims that it would land on."""

    paper: Paper
    references: tuple[Reference, ...]
    targets: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """Everything that stands on it."""
        facts = (fact.raw or fact.value for fact in self.paper.facts)
        return "\n".join([*(page.text for page in self.paper.pages), *facts])[:_MOST_READ]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Its policies and plates, the first."""
        asked = (fact for fact in self.paper.facts if fact.kind == _POLICY or fact.kind.startswith(_PLATE))
        return tuple(islice(asked, _MOST_FACTS))

    @property
    def queries(self) -> tuple[Query, ...]:
        """What the register is asked about them."""
        return tuple(map(_query, self.facts))

    def said(self, sender: Clues) -> Testimony:
        """Its words, as if the sender had written them."""
        return Testimony(clues=replace(sender, subject="", own_text=self.text, signature="", file_names=()))

    def page_of(self, raw: str) -> Page | None:
        """The first of its pages that has these signs."""
        return next((page for page in self.paper.pages if raw in page.text), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A claim that a paper names, by what, and where."""

    number: str
    by: str
    page: int
    scanned: bool = False


def _targets(verdict: Verdict, clues: Clues) -> Mapping[str, tuple[str, ...]]:
    """The claims that each document goes to."""
    shares = {path: (share.claim,) for share in verdict.assignments for path in share.items}
    return {item.path: shares.get(item.path, verdict.claims) for item in clues.items}


def _sheets(path: str, reading: Reading, clues: Clues, targets: Mapping[str, tuple[str, ...]]) -> Iterator[_Sheet]:
    in_file = [found for found in clues.of(Carrier.DOCUMENT_TEXT) if found.path == path and _is_written_out(found)]
    for paper in papers_of(path, reading):
        texts = [*(page.text for page in paper.pages), *(fact.value for fact in paper.facts if fact.kind == CODE)]
        own = (found for found in in_file if any(found.raw in text for text in texts))
        yield _Sheet(paper=paper, references=tuple(islice(own, _MOST_NUMBERS)), targets=targets[path])


def _is_written_out(found: Reference) -> bool:
    """Whether its letter stands there: digits alone behind a cue are the number of whoever wrote the paper."""
    return found.delimited or not found.raw[:1].isdigit()


def _strays(sheet: _Sheet, clues: Clues, register: Register) -> Iterator[Stray]:
    """What the paper names, unless it names a claim that it goes to by something that is not the other's as well."""
    targets = [claim for number in sheet.targets if (claim := register.get_claim(number))]
    if _numbered(sheet, register):
        return
    named: dict[str, _Named] = {}
    for one in (*_by_number(sheet, register), *_by_facts(sheet, targets, clues, register)):
        named.setdefault(one.number, one)
    said = sheet.said(clues)
    others = (one for one in named.values() if not any(_speaks_for(claim, one, said, register) for claim in targets))
    for one in islice(others, _MOST_OF_PAPER):
        warning = _warning(one, targets, register.get_claim(one.number))
        yield Stray(path=sheet.paper.item, page=one.page, claim=one.number, by=one.by, warning=warning)


def _numbered(sheet: _Sheet, register: Register) -> bool:
    """Whether the number of a claim that it goes to stands there, or one that is nobody's and a slip away."""
    found = {reference.value: register.find_claim(reference.value) for reference in sheet.references}
    numbers = {answer.number for answer in found.values()}
    slips = (value in near(target) for value, answer in found.items() if answer.state is State.NONE for target in sheet.targets)
    return not numbers.isdisjoint(sheet.targets) or any(slips)


def _by_number(sheet: _Sheet, register: Register) -> Iterator[_Named]:
    for found in sheet.references:
        answer = register.find_claim(found.value)
        if answer.state is State.NONE:
            continue
        page = sheet.page_of(found.raw)
        scanned = page is not None and page.source is Source.OCR
        yield _Named(number=answer.number or found.value, by="number", page=page.number if page else 1, scanned=scanned)


def _by_facts(sheet: _Sheet, targets: Iterable[Claim], clues: Clues, register: Register) -> Iterator[_Named]:
    """Claims whose policy or plate stands there, as for the words of a mail (`Testimony.agreement`).

    What the claim that it goes to has none of tells nothing; a plate may be that of the other side, so it counts for the sender's claims.
    """
    sender = clues.sender.address.address
    policy, plate = any(claim.policy_numbers for claim in targets), any(claim.plates for claim in targets)
    for fact in sheet.facts:
        found = register.search_claims(_query(fact)) if (policy if fact.kind == _POLICY else plate) else ()
        if any(claim.number in sheet.targets for claim in found):
            continue
        for claim in found:
            if fact.kind == _POLICY or register.resolve_sender(sender, claim.number).relation is Relation.LINKED:
                yield _Named(number=claim.number, by=_POLICY if fact.kind == _POLICY else _PLATE, page=fact.page)


def _query(fact: Fact) -> Query:
    return Query(policy_number=fact.value) if fact.kind == _POLICY else Query(plate=fact.value)


def _speaks_for(claim: Claim, named: _Named, said: Testimony, register: Register) -> bool:
    """Whether something of the claim stands there that is not the named one's as well."""
    other = register.get_claim(named.number)
    own = _without(claim, other) if other else claim
    # A family name alone is many people's, unless the register has no more of the insured, or he is a firm.
    strong = STRONG if any(map(given_names, own.insured_names)) else STRONG | {"insured"}
    return not strong.isdisjoint(said.evidence(own))


def _without(claim: Claim, other: Claim) -> Claim:
    """The claim with nothing that another has as well."""
    people = {_person(name) for name in other.insured_names}
    policies, plates, refs = ({*map(code, one)} for one in (other.policy_numbers, other.plates, other.broker_refs))
    return replace(
        claim,
        insured_names=tuple(name for name in claim.insured_names if _person(name) not in people),
        policy_numbers=tuple(one for one in claim.policy_numbers if code(one) not in policies),
        plates=tuple(one for one in claim.plates if code(one) not in plates),
        broker_refs=tuple(one for one in claim.broker_refs if code(one) not in refs),
    )


def _person(name: str) -> frozenset[str]:
    """An insured, whichever of his names comes first."""
    return frozenset(words(name))


def _warning(named: _Named, targets: Iterable[Claim], other: Claim | None) -> str:
    if other and any(_is_same_persons(claim, other) for claim in targets):
        return SAME
    return MISREAD if named.scanned and any(named.number in near(claim.number) for claim in targets) else OTHER


def _is_same_persons(claim: Claim, other: Claim) -> bool:
    """Whether two claims have an insured, a policy or a plate in common."""
    own = _without(claim, other)
    return (own.insured_names, own.policy_numbers, own.plates) != (claim.insured_names, claim.policy_numbers, claim.plates)


def _step(stray: Stray) -> Step:
    saw = (f"paper={stray.path}", f"page={stray.page}", f"other_claim={stray.claim}", f"named_by={stray.by}")
    return Step(rule=stray.warning, saw=saw, said=Said.WARNED)
