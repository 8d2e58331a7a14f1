"""A scan on its task: beside the original it can be had as a PDF that can be searched."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from reportlab.lib.pagesizes import A4

from core import codec
from core.errors import Problem, Unreadable
from core.values import Reading
from ingest import services
from storage import models
from storage.items import with_words
from tests.extractors.copies import SCANNED, read, recognised, strayed
from tests.web.builders import File, Made, Sent, body, pdf, send
from tests.web.reading import page
from web.files import POLICY
from web.views.items import MAKING

LETTER = recognised(*A4)


def scan(name: str, content: bytes = SCANNED, **known: Any) -> File:  # noqa: ANN401 - whatever a file has
    return File(name=name, content=content, **({"type": "courrier"} | known))


def recognise(item: models.Item, found: Reading) -> None:
    """Keep what OCR read of the item, as the engine does."""
    row = models.Reading.objects.get(item=item)
    kept = replace(with_words(row), pages=found.pages)
    row.value = codec.dump(replace(kept, pages=tuple(replace(page, words=()) for page in kept.pages)))
    row.words = codec.dump([page.words for page in kept.pages])
    row.save()


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    made = send(
        Sent(
            files=(
                scan('courrier "été".pdf'),
                scan("certificat.pdf", SCANNED + b"\n", type="certificat_medical_initial"),
                scan("coupe.pdf", b"%PDF-1.7"),
                File(name="rapport.pdf", content=pdf("Rapport"), type="rapport_expertise"),
            )
        )
    )
    for name in ('courrier "été".pdf', "certificat.pdf", "coupe.pdf"):
        recognise(made.items[name], read(LETTER))
    return made


@pytest.fixture
def reader(made: Made, handler: Client) -> Client:
    """The handler, who has opened the certificate."""
    handler.post(f"/items/{made.items['certificat.pdf'].pk}/reveal")
    return handler


def address(made: Made, name: str) -> str:
    return f"/items/{made.items[name].pk}/searchable"


def test_a_scan_is_handed_out_with_its_words_where_they_stand(made: Made, handler: Client) -> None:
    answer = handler.get(address(made, 'courrier "été".pdf'))
    content = body(answer)

    assert strayed(content, LETTER) < 1
    names = ("Content-Type", "Content-Length", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")
    assert {name: answer.headers[name] for name in names} == {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(len(content)),
        "Content-Disposition": "attachment; filename*=utf-8''courrier%20%22%C3%A9t%C3%A9%22.searchable.pdf",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert list((services.current().settings.home / "spool").iterdir()) == []


def test_only_what_was_read_by_ocr_offers_it(made: Made, reader: Client) -> None:
    offered = [
        f"{address(made, name)}" in page(reader, f"/tasks/{made.task.pk}/?item={made.items[name].pk}")
        for name in ('courrier "été".pdf', "certificat.pdf", "rapport.pdf")
    ]

    assert offered == [True, True, False]
    assert reader.get(address(made, "rapport.pdf")).status_code == 404


def test_who_may_not_have_the_original_may_not_have_the_copy(made: Made, handler: Client, colleague: Client) -> None:
    assert colleague.get(address(made, 'courrier "été".pdf')).status_code == 404
    assert handler.get(address(made, "certificat.pdf")).status_code == 403
    assert Client().get(address(made, 'courrier "été".pdf')).headers["Location"].startswith("/login")


def test_it_is_recorded_as_the_download_of_the_original_is(made: Made, reader: Client) -> None:
    for name in ("certificat.pdf", 'courrier "été".pdf'):
        for way in ("searchable", "file"):
            reader.get(f"/items/{made.items[name].pk}/{way}").close()

    events = models.Event.objects.filter(what="downloaded").values_list("actor", "item_id")
    assert list(events) == [("h.lambert", made.items["certificat.pdf"].pk)] * 2


@pytest.mark.parametrize(("language", "reason"), [("fr", "Le fichier est endommagé"), ("nl", "Het bestand is beschadigd")])
def test_what_cannot_be_made_says_why_in_the_readers_language(made: Made, handler: Client, language: str, reason: str) -> None:
    handler.post("/language", {"language": language, "next": "/"})

    answer = handler.get(address(made, "coupe.pdf"))

    html = answer.content.decode()
    assert (answer.status_code, reason in html, f"/items/{made.items['coupe.pdf'].pk}/file" in html) == (422, True, True)
    assert not models.Event.objects.filter(what="downloaded").exists()


def test_a_content_that_the_store_has_lost_says_so(made: Made, reader: Client) -> None:
    models.Item.objects.filter(pk=made.items["certificat.pdf"].pk).update(sha256="0" * 64)

    answer = reader.get(address(made, "certificat.pdf"))

    assert answer.status_code == 503
    assert "<h1>Le PDF avec recherche de texte n’a pas pu être créé</h1>" in answer.content.decode()


def test_what_our_own_code_trips_over_is_an_error_of_ours(made: Made, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def tripping(*_: object, **__: object) -> None:
        raise Unreadable(Problem.CRASHED)

    monkeypatch.setattr(services.current().sandbox, "make_searchable", tripping)

    assert reader.get(address(made, "certificat.pdf")).status_code == 500
    assert not models.Event.objects.filter(what="downloaded").exists()


def test_no_more_are_made_at_a_time_than_the_pages_can_bear(made: Made, reader: Client) -> None:
    with MAKING, MAKING:
        answer = reader.get(address(made, "certificat.pdf"))
    after = reader.get(address(made, "certificat.pdf"))
    after.close()

    assert (answer.status_code, "n’a pas pu le faire" in answer.content.decode()) == (503, True)
    assert after.status_code == 200
    assert models.Event.objects.filter(what="downloaded").count() == 1


def test_one_that_failed_makes_room_for_the_next(made: Made, handler: Client) -> None:
    answers = [handler.get(address(made, "coupe.pdf")).status_code for _ in range(3)]

    assert answers == [422, 422, 422]


def test_who_asks_for_the_head_alone_has_nothing_made_or_recorded(made: Made, reader: Client) -> None:
    with MAKING, MAKING:
        answer = reader.head(address(made, "certificat.pdf"))

    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, 'attachment; filename="certificat.searchable.pdf"')
    assert "Content-Length" not in answer.headers
    assert not models.Event.objects.filter(what="downloaded").exists()
