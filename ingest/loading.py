"""`claimpost register load`: a CSV file becomes the register in the tables, whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from core.errors import Misconfigured
from ingest.claim_texts import claim_of, text_of
from router.book import keys, known_domains, own_domains
from router.protocols import Claim
from router.systems import claims_csv
from storage import loading
from storage.loading import Consequences, Counts, Difference, Incoming, Staged


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of a load."""

    claims: int
    counts: Counts


def load(path: Path, *, now: datetime, most_removed: int) -> Loaded:
    """Make the file the register. `most_removed` is the share of the claims that may disappear, in percent.

    Raises:
        Misconfigured: the file is not a register, or too many claims are missing in it or have lost their insured or broker; nothing has
            changed.
    """
    with Staged() as staged:
        try:
            count = staged.add(_incoming(path))
        except OSError as error:
            raise Misconfigured("claims_register_unreadable", str(path)) from error
        if twice := staged.twice():
            raise claims_csv.twice(twice.line, twice.number)
        with transaction.atomic():
            counts = staged.compare()
            if counts.lost * 100 > counts.before * most_removed:
                raise Misconfigured("claims_register_shrinks", f"{counts.lost} of {counts.before} claims are not in {path}")
            emptied = _prepare(staged)
            if emptied * 100 > counts.before * most_removed:
                raise Misconfigured(
                    "claims_register_emptied", f"{emptied} of {counts.before} claims have no insured or no broker in {path}"
                )
            staged.replace(counts, now)
        loading.settle()
    return Loaded(claims=count, counts=counts)


def _incoming(path: Path) -> Iterator[Incoming]:
    for row in claims_csv.rows(path):
        claim = row.claim
        yield Incoming(
            number=claim.number,
            line=row.line,
            state=claim.state,
            loss_date=claim.loss_date,
            value=text_of(claim),
            formers=claim.former_numbers,
        )


def _prepare(staged: Staged) -> int:
    """Work out what follows from the differences; how many claims lost what tells them apart."""
    emptied = 0
    for batch in staged.differences():
        staged.prepare(_consequences(batch))
        emptied += sum(map(_is_emptied, batch))
    return emptied


def _is_emptied(one: Difference) -> bool:
    """Whether a claim that stays has no insured, or no broker, any more: then nobody else's name or address speaks against it."""
    old, new = _claim(one.old), _claim(one.new)
    if old is None or new is None:
        return False
    return bool((old.insured_names and not new.insured_names) or (old.broker_emails and not new.broker_emails))


def _consequences(batch: list[Difference]) -> Consequences:
    follows = Consequences(gone=[], new=[], domains=[])
    for one in batch:
        old, new = _claim(one.old), _claim(one.new)
        before, after = keys(old) if old else set(), keys(new) if new else set()
        follows.gone.extend((by, key, one.number) for by, key in before - after)
        follows.new.extend((by, key, one.number) for by, key in after - before)
        follows.domains.extend(_domains(old, new))
    return follows


def _domains(old: Claim | None, new: Claim | None) -> Iterator[tuple[str, int, int]]:
    for claim, count in ((old, -1), (new, 1)):
        own = own_domains(claim) if claim else set()
        yield from ((name, count, count if name in own else 0) for name in (known_domains(claim) if claim else ()))


def _claim(text: str) -> Claim | None:
    return claim_of(text) if text else None
