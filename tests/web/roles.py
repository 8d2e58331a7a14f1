"""What tests of roles share: a paper that can be asked for in every way, and somebody of each role."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.test import Client

from core import codec, values
from core.media import Copy, CopyState, Picture, Video
from core.pages import Box, Fact, Page, Source
from storage import models
from tests.web.builders import NOON, File, Made, Sent, keep, pdf, send
from tests.web.conftest import LogIn

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "handler": ("h.lambert",),
    "colleague": ("n.peeters",),
    "operator": ("o.simon", "operators"),
    "supervisor": ("s.willems", "supervisors"),
    "adviser": ("dr.claes", "medical_advisers"),
    "administrator": ("a.beheer", "administrators"),
}
ADVISER = "dr.claes"
"""The name of each person, and the groups."""

PAPER = "papier.pdf"
SECRET = "Compte BE68 5390 0754 7034, total 2 841,20 EUR"


def everybody(log_in: LogIn) -> dict[str, Client]:
    """A browser for each role."""
    return {role: log_in(*said) for role, said in PEOPLE.items()}


def paper(kind: str, /, *, classes: Sequence[str] = (), **more: object) -> Made:
    """A mail with one paper of this type that has a picture, a copy, a piece to read, and text that was recognised."""
    file = File(name=PAPER, content=pdf("Papier", SECRET), type=kind, pages=(SECRET,))
    made = send(Sent(**{"files": (file,), "title": kind, **more}))  # type: ignore[arg-type]
    row = models.Reading.objects.get(item=made.items[PAPER])
    reading = codec.load(values.Reading, row.value)
    picture = Picture(sha256=keep(b"jpeg"), size=4, width=2, height=2)
    copy = Copy(state=CopyState.MADE, sha256=keep(b"film"), size=4, media_type="video/mp4")
    row.value = codec.dump(
        replace(
            reading,
            type=replace(reading.type, classes=tuple(classes)),
            pages=(Page(number=1, width=595, height=842, source=Source.OCR, text=SECRET),),
            facts=(
                Fact(kind="unread", value="statement.impact.A", raw="", role="A", box=Box(x0=24, y0=72, x1=206, y1=138)),
                Fact(kind="amount_gross", value="2841.20", raw="2 841,20 EUR"),
                Fact(kind="iban", value="BE68539007547034", raw="BE68 5390 0754 7034"),
            ),
            video=Video(seconds=1, width=2, height=2, codec="h264", poster=picture, copy=copy),
        )
    )
    row.save()
    return made


def hand(claim: str = "C502100001") -> None:
    """Hand a claim to the adviser."""
    models.Handed.objects.create(claim=claim, to=ADVISER, at=NOON)


def ways(made: Made) -> dict[str, str]:
    """Every address of the paper; what is costly to make is asked for by its head alone."""
    item = made.items[PAPER].pk
    return {name: f"/items/{item}/{name}" for name in ("view", "file", "searchable", "picture/0", "copy")}


def asked(client: Client, address: str) -> int:
    """How an address answers who asks for its head."""
    answer = client.head(address)
    answer.close()
    return answer.status_code
