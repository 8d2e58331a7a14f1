from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core import codec
from core.content import Content
from core.errors import Problem
from core.pages import Box, Fact, Page, Word
from core.papers import Document, DocumentType
from core.values import (
    Address,
    Auto,
    Candidate,
    Carrier,
    Form,
    Header,
    Kind,
    Outcome,
    Part,
    Reading,
    Reference,
    SenderClass,
    Tree,
    Unit,
    Verdict,
)

CONTENT = Content(path=Path("/x"), size=3, sha256="00", start=2)
VALUES = {
    "tree": Tree(
        parts=(
            Part(path="0", parent=None, kind=Kind.MAIL, name="", media_type="message/rfc822", declared_type="", content=CONTENT),
            Part(
                path="0.0",
                parent="0",
                kind=Kind.CONTAINER,
                name="a.zip",
                media_type="application/zip",
                declared_type="",
                content=CONTENT,
                problem=Problem.NEEDS_PASSWORD,
            ),
        ),
        units=(
            Unit(
                path="0",
                sender=Address(name="É", address="a@b.example"),
                return_path="",
                date=datetime(2026, 3, 4, tzinfo=UTC),
                auto=Auto.BOUNCE,
                headers=(Header(name="Subject", value="x"),),
            ),
        ),
    ),
    "reading": Reading(
        media_type="application/pdf",
        type=DocumentType(id="devis", confidence=0.9, cues=("devis",)),
        pages=(Page(number=1, words=(Word(box=Box(x0=1, y0=2.5, x1=3, y1=4), text="mot"),)),),
        documents=(Document(pages=(1, 2), type=DocumentType()),),
        facts=(Fact(kind="iban", value="BE68539007547034", raw="BE68 5390 0754 7034", box=Box(x0=0, y0=0, x1=1, y1=1)),),
    ),
    "verdict": Verdict(
        path="0.1",
        outcome=Outcome.TRIAGE,
        sender_class=SenderClass.SPOOFED,
        references=(
            Reference(
                value="C502100001", kind="claim", carrier=Carrier.SUBJECT, form=Form.EXACT, path="0", raw="*C502100001*", delimited=True
            ),
        ),
        candidates=(Candidate(number="C502100001", score=0.5, evidence=("plate",)),),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_survives_the_way_to_json_and_back(name: str) -> None:
    import json

    value = VALUES[name]

    assert codec.load(type(value), json.loads(json.dumps(codec.dump(value)))) == value


@dataclass(frozen=True)
class Settled:
    count: int = 1
    extra: Any = None


def test_keys_that_are_missing_or_unknown_do_no_harm() -> None:
    assert codec.load(Settled, {"newer": 1}) == Settled()


def test_a_shape_that_does_not_fit_is_refused() -> None:
    with pytest.raises(TypeError, match="str where int belongs"):
        codec.load(Settled, {"count": "many"})


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON form for object"):
        codec.dump(object())
