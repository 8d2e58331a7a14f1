"""What became of the samples, read from the tables, and what differs from what was expected. Django must be set up."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from core import codec
from core.values import Verdict
from storage import models
from web.demo.values import Expected, Sample
from web.words import reason_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one unit of a sample."""

    sample: str
    path: str
    subject: str
    outcome: str
    claims: tuple[str, ...]
    sentence: str
    types: tuple[str, ...]
    surprise: str = ""
    """How it differs from what was expected, "" when it does not."""


def results(samples: Iterable[Sample]) -> tuple[Result, ...]:
    """The results of all samples, in their order."""
    return tuple(result for sample in samples for result in _of(sample))


def _of(sample: Sample) -> tuple[Result, ...]:
    digest = hashlib.sha256(sample.raw).hexdigest()
    units = list(models.Unit.objects.filter(mail__sha256=digest).order_by("pk"))
    types = _types(digest)
    found = tuple(_result(sample, unit, expected, types) for unit, expected in zip(units, sample.expected, strict=False))
    if len(units) != len(sample.expected):
        return (*found, _lacking(sample, f"{len(units)} mails in it, expected {len(sample.expected)}"))
    if missing := [wanted for wanted in sample.types if wanted not in types]:
        return (*found, _lacking(sample, f"not recognised: {', '.join(missing)}"))
    return found


def _lacking(sample: Sample, surprise: str) -> Result:
    return Result(sample=sample.name, path="", subject="", outcome="", claims=(), sentence="", types=(), surprise=surprise)


def _types(digest: str) -> tuple[str, ...]:
    """Types of the papers in the mail, those of a scan of several papers too; a film has no text and is one by its media type."""
    films = models.Item.objects.filter(mail__sha256=digest, kind="document", media_type__startswith="video/")
    found = ["video"] if films.exists() else []
    for reading in models.Reading.objects.filter(item__mail__sha256=digest).order_by("item__position"):
        found += [reading.type, *(paper["type"]["id"] for paper in reading.value.get("documents", ()))]
    return tuple(dict.fromkeys(found))


def _result(sample: Sample, unit: models.Unit, expected: Expected, types: tuple[str, ...]) -> Result:
    row = unit.verdicts.last()
    verdict = codec.load(Verdict, row.value) if row else None
    return Result(
        sample=sample.name,
        path=unit.path,
        subject=unit.subject,
        outcome=verdict.outcome.value if verdict else "",
        claims=verdict.claims if verdict else (),
        sentence=reason_sentence(verdict) if verdict else "",
        types=types,
        surprise=differs(verdict, expected) if verdict else "no verdict",
    )


def differs(verdict: Verdict, expected: Expected) -> str:
    """How the verdict differs from what was expected, "" when it does not."""
    if verdict.outcome != expected.outcome:
        return f"outcome {verdict.outcome}, expected {expected.outcome}"
    if sorted(verdict.claims) != sorted(expected.claims):
        return f"claims {', '.join(verdict.claims) or 'none'}, expected {', '.join(expected.claims) or 'none'}"
    if missing := [why for why in expected.why if why not in verdict.why]:
        return f"reason not given: {', '.join(missing)}"
    if expected.proposed and expected.proposed not in [found.number for found in verdict.candidates[:1]]:
        return f"{expected.proposed} is not the first proposal"
    return ""
