"""The JSON of `inspect`, `read` and `decide`: a public interface, so keys may be added and never renamed."""

from collections.abc import Iterable

from core import codec
from core.asides import Aside, NewClaim
from core.media import CopyState, Photo, Place, Video
from core.pages import Box, Fact, Other, Page
from core.papers import Document
from core.values import Address, Part, Reading, Reference, Unit, Verdict
from router.acknowledgement import Acknowledgement
from router.tasks import TaskPlan
from web.cli.output import Shape


def unit(value: Unit) -> Shape:
    """One mail at any depth."""
    return {
        "path": value.path,
        "subject": value.subject,
        "from": _address(value.sender),
        "to": [_address(one) for one in value.to],
        "date": value.date.isoformat() if value.date else None,
        "message_id": value.message_id,
        "in_reply_to": list(value.in_reply_to),
        "references": list(value.references),
        "own_text": value.own_text,
        "quoted_text": value.quoted_text,
        "signature": value.signature,
        "auto": value.auto.value if value.auto else None,
    }


def _address(value: Address) -> Shape:
    return {"name": value.name, "address": value.address}


def part(value: Part) -> Shape:
    """One node of the tree."""
    return {
        "path": value.path,
        "parent": value.parent,
        "kind": value.kind.value,
        "name": value.name,
        "media_type": value.media_type,
        "declared_type": value.declared_type,
        "size": value.content.size,
        "sha256": value.content.sha256,
        "problem": value.problem.value if value.problem else None,
    }


def reference(value: Reference) -> Shape:
    """A claim number as found."""
    return {
        "value": value.value,
        "kind": value.kind,
        "carrier": value.carrier.value,
        "form": value.form.value,
        "path": value.path,
        "raw": value.raw,
    }


def reading(file: str, value: Reading) -> Shape:
    """What a document says."""
    return {
        "file": file,
        "media_type": value.media_type,
        "language": value.language,
        "type": {
            "id": value.type.id,
            "guess": value.type.guess or None,
            "confidence": value.type.confidence,
            "cues": list(value.type.cues),
        },
        "pages": [_page(page) for page in value.pages],
        "documents": [_document(one) for one in value.documents],
        "facts": [_fact(fact) for fact in value.facts],
        "photo": _photo(value.photo) if value.photo else None,
        "video": _video(value.video) if value.video else None,
        "problem": value.problem.value if value.problem else None,
    }


def _document(value: Document) -> Shape:
    return {
        "pages": list(value.pages),
        "type": value.type.id,
        "guess": value.type.guess or None,
        "confidence": value.type.confidence,
        "complete": value.completeness.complete,
        "present": list(value.completeness.present),
        "missing": list(value.completeness.missing),
        "unknown": list(value.completeness.unknown),
        "classes": list(value.type.classes),
        "marks": [{"class": mark.level, "page": mark.page, "cue": mark.cue} for mark in value.marks],
    }


def _photo(value: Photo) -> Shape:
    return {
        "width": value.width,
        "height": value.height,
        "taken_at": value.taken_at.isoformat() if value.taken_at else None,
        "place": _place(value.place) if value.place else None,
        "hash": value.hash,
        "frames": value.frames,
    }


def _place(value: Place) -> Shape:
    return {"latitude": value.latitude, "longitude": value.longitude}


def _video(value: Video) -> Shape:
    return {
        "seconds": value.seconds,
        "width": value.width,
        "height": value.height,
        "codec": value.codec,
        "frames_per_second": value.frames_per_second,
        "rotation": value.rotation,
        "taken_at": value.taken_at.isoformat() if value.taken_at else None,
        "place": _place(value.place) if value.place else None,
        "plays": value.copy.state is CopyState.NOT_NEEDED,
    }


def _page(value: Page) -> Shape:
    return {
        "number": value.number,
        "width": value.width,
        "height": value.height,
        "rotation": value.rotation,
        "source": value.source.value,
        "engine": value.engine or None,
        "others": [_other(other) for other in value.others],
        "confidence": value.confidence,
        "text": value.text,
        "words": [[*_corners(word.box), word.text, word.confidence] for word in value.words],
        "problem": value.problem.value if value.problem else None,
    }


def _other(value: Other) -> Shape:
    return {"source": value.source.value, "engine": value.engine or None, "confidence": value.confidence, "text": value.text}


def _fact(value: Fact) -> Shape:
    return {
        "kind": value.kind,
        "value": value.value,
        "raw": value.raw,
        "page": value.page,
        "box": _corners(value.box) if value.box else None,
        "confidence": value.confidence,
        "role": value.role,
    }


def _corners(box: Box) -> list[float]:
    return [round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1)]


def verdicts(values: Iterable[Verdict]) -> list[Shape]:
    """Where each unit goes, and why."""
    return [
        {
            "path": value.path,
            "outcome": value.outcome.value,
            "claims": list(value.claims),
            "why": list(value.why),
            "rule": value.rule,
            "sender_class": value.sender_class.value,
            "candidates": [{"number": found.number, "score": found.score, "evidence": list(found.evidence)} for found in value.candidates],
            "near": list(value.near),
            "strays": codec.dump(value.strays),
            **aside(value.aside),
            "references": [reference(found) for found in value.references],
            "trail": [{"rule": step.rule, "saw": list(step.saw), "said": step.said.value} for step in value.trail],
            "rules_version": value.rules_version,
        }
        for value in values
    ]


def aside(value: Aside) -> Shape:
    """What is said of a mail beside its claim."""
    return {
        "original": codec.dump(value.original),
        "intents": list(value.intents),
        "new_claim": _new_claim(value.new_claim) if value.new_claim else None,
    }


def _new_claim(value: NewClaim) -> Shape:
    present = {"here": True, "missing": False}
    return {
        "kind": value.kind,
        "must_hold": [{"id": one.id, "present": present.get(one.state)} for one in value.must_hold],
        "likely_duplicates": list(value.likely_duplicates),
    }


def task(value: TaskPlan) -> Shape:
    """What a handler would be given, or an operator when the claim is ""; the title is a code."""
    return {
        "claim": value.claim,
        "handler": value.handler,
        "title": value.title,
        "items": list(value.items),
        "warnings": list(value.warnings),
        "due": value.due_at.isoformat(),
        "unit": value.unit,
        "kind": value.kind,
        "priority": value.priority,
        "because": value.because,
    }


def acknowledgement(value: Acknowledgement) -> Shape:
    """What would be answered, or why nothing."""
    return {
        "send": value.send,
        "to": value.to,
        "language": value.language,
        "kind": value.kind,
        "reason": value.reason,
        "missing": list(value.missing),
    }
