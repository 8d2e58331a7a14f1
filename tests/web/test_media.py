"""Photographs and films on their task: what is shown, what plays, and who may look."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from core import codec
from core.errors import Problem
from core.media import PLAYED_AS_IT_IS, Copy, CopyState, Photo, Picture, Place, Video
from core.values import Reading
from ingest import services
from storage import jobs, models
from tests.databases import ON_BOTH
from tests.extractors import papers
from tests.extractors.media.films import DASHCAM
from tests.extractors.media.scenes import scene
from tests.web.builders import NOON, File, Made, Sent, body, keep, photo, send
from tests.web.reading import page, text
from web.files import INLINE

COPY = bytes(range(256)) * 64


def jpeg(number: int) -> Picture:
    data = papers.encoded(scene(number, (320, 240)), "JPEG")
    return Picture(sha256=keep(data), size=len(data), width=320, height=240, at=float(number))


def shot(number: int, found: str, **more: object) -> File:
    told = Photo(width=4032, height=3024, hash=found, small=jpeg(number), **more)  # type: ignore[arg-type]
    return File(name=f"IMG_400{number}.jpg", content=photo() + bytes([number]), media_type="image/jpeg", type="photo", pages=(), photo=told)


def film(copy: Copy, name: str = "camera.avi", media_type: str = "video/x-msvideo") -> File:
    told = Video(
        seconds=83.2,
        width=1080,
        height=1920,
        codec="mjpeg",
        place=Place(latitude=50.6403, longitude=5.57),
        taken_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        poster=jpeg(0),
        stills=tuple(jpeg(number) for number in range(1, 5)),
        copy=copy,
    )
    return File(name=name, content=DASHCAM.read_bytes(), media_type=media_type, type="video", pages=(), video=told)


def sent(*files: File) -> Made:
    return send(Sent(files=files, title="photo"))


def of(made: Made, name: str) -> str:
    return f"/tasks/{made.task.pk}/?item={made.items[name].pk}"


def test_photographs_of_a_task_are_a_series_with_time_and_place(handler: Client) -> None:
    liege = Place(latitude=50.6403, longitude=5.57)
    made = sent(
        shot(1, "0000000000000000", taken_at=datetime(2026, 3, 2, 13, 5, tzinfo=UTC), place=liege),
        shot(2, "ffffffff00000000", taken_at=datetime(2026, 3, 2, 14, 6)),  # noqa: DTZ001 - a camera without a zone
    )
    html = page(handler, of(made, "IMG_4001.jpg"))

    # In the tree and in the series.
    assert html.count(f"/items/{made.items['IMG_4001.jpg'].pk}/picture/0") == 2
    assert html.count(f"/items/{made.items['IMG_4002.jpg'].pk}/picture/0") == 2
    # In the series and with the item; a moment with a zone as it was in Brussels.
    assert text(html).count("02/03/2026 14:05") == text(html).count("50.64030, 5.57000") == 2
    assert text(html).count("02/03/2026 14:06") == 1
    assert "4032 \u00d7 3024" in text(html)


@ON_BOTH
def test_photographs_that_look_alike_are_folded(handler: Client) -> None:
    made = sent(shot(1, "0000000000000000"), shot(2, "ffffffff00000000"), shot(3, "0000000000000003"))

    assert "ressemble à 1 autre IMG_4003.jpg" in text(page(handler, of(made, "IMG_4001.jpg")))


FIRST_HASH, NEAR_HASH, OTHER_HASH = "0000000000000000", "0000000000000003", "ffffffff00000000"
"""Of one scene, of nearly the same, and of another."""


@ON_BOTH
def test_photographs_of_an_earlier_mail_are_known_again_and_none_is_dropped(handler: Client) -> None:
    first = send(Sent(files=(shot(1, FIRST_HASH), shot(2, OTHER_HASH)), title="photo", received_at=NOON - timedelta(days=2)))
    resent = replace(shot(1, FIRST_HASH), name="again.jpg")
    made = sent(resent, shot(3, NEAR_HASH), shot(4, "00000000ffffffff"))
    html = page(handler, of(made, "again.jpg"))
    near = page(handler, of(made, "IMG_4003.jpg"))
    earlier = page(handler, of(first, "IMG_4001.jpg"))

    # In the series and with the item that is looked at.
    assert text(html).count("Déjà reçu le 02/03/2026") == 2
    assert "1 photo déjà reçue again.jpg" in text(html)
    assert text(html).count("Ressemble à la photo reçue le 02/03/2026") == 1
    assert text(near).count("Ressemble à la photo reçue le 02/03/2026") == 2
    assert html.count(f'href="/tasks/{first.task.pk}/?item={first.items["IMG_4001.jpg"].pk}#item"') == 3
    assert all(f"/items/{made.items[name].pk}/picture/0" in html for name in ("again.jpg", "IMG_4003.jpg", "IMG_4004.jpg"))
    assert "reçu le" not in text(earlier)


def test_one_photograph_that_was_received_before_says_so(handler: Client) -> None:
    send(Sent(files=(shot(1, FIRST_HASH),), title="photo", received_at=NOON - timedelta(days=2)))

    assert text(page(handler, of(sent(shot(1, FIRST_HASH)), "IMG_4001.jpg"))).count("Déjà reçu le 02/03/2026") == 2


def test_photographs_of_other_claims_and_of_others_tasks_are_not_known_again(handler: Client) -> None:
    for others in ({"claim": "C502100231"}, {"handler": "n.peeters"}):
        send(Sent(files=(shot(1, FIRST_HASH),), title="photo", received_at=NOON - timedelta(days=2), **others))  # type: ignore[arg-type]
    made = sent(shot(1, FIRST_HASH), shot(2, OTHER_HASH))

    assert "Déjà reçu" not in text(page(handler, of(made, "IMG_4001.jpg")))


@pytest.mark.parametrize(
    ("taken_at", "said"),
    [
        (datetime(2026, 2, 19, 23, 30, tzinfo=UTC), None),
        (datetime(2026, 2, 19, 22, 30, tzinfo=UTC), "19/02/2026"),
        (datetime(2026, 2, 20, 0, 0), None),  # noqa: DTZ001 - a camera without a zone
        (datetime(2026, 2, 19, 23, 59), "19/02/2026"),  # noqa: DTZ001 - as above
        (datetime(2019, 1, 1, 12, 0), "01/01/2019"),  # noqa: DTZ001 - as above
        (datetime(2026, 3, 2, 14, 0, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_what_was_taken_before_the_loss_says_so_but_for_a_day_by_which_clocks_are_off(
    taken_at: datetime | None, said: str | None, handler: Client
) -> None:
    made = sent(shot(1, FIRST_HASH, taken_at=taken_at), replace(film(Copy()), video=replace(film(Copy()).video, taken_at=taken_at)))  # type: ignore[type-var]
    words = f"Prise de vue antérieure au sinistre, le {said}"

    shown = [text(page(handler, of(made, name))) for name in ("IMG_4001.jpg", "camera.avi")]

    assert ["antérieure" in one for one in shown] == [said is not None] * 2
    assert [words in one for one in shown] == [said is not None] * 2


def test_that_a_paper_was_photographed_before_the_loss_says_nothing(handler: Client) -> None:
    early = datetime(2019, 1, 1, 12, 0)  # noqa: DTZ001 - a camera without a zone
    made = sent(replace(shot(1, FIRST_HASH, taken_at=early), type="facture_achat"))

    assert "antérieure" not in text(page(handler, of(made, "IMG_4001.jpg")))


def test_one_photograph_is_no_series(handler: Client) -> None:
    assert "Photos de cette tâche" not in page(handler, of(sent(shot(1, "0000000000000000")), "IMG_4001.jpg"))


def test_a_photograph_that_browsers_do_not_show_is_shown_as_one_that_they_do(handler: Client) -> None:
    told = Photo(width=4032, height=3024, hash="0" * 16, small=jpeg(1), large=jpeg(2))
    made = sent(File(name="IMG_4001.HEIC", content=b"heic", media_type="image/heic", type="photo", pages=(), photo=told))
    item = made.items["IMG_4001.HEIC"].pk

    assert f'<img src="/items/{item}/picture/1"' in page(handler, of(made, "IMG_4001.HEIC"))
    answer = handler.get(f"/items/{item}/picture/1")
    assert (answer.status_code, answer.headers["Content-Type"], body(answer)[:2]) == (200, "image/jpeg", b"\xff\xd8")


def test_a_film_that_browsers_play_is_played_with_its_poster_and_stills(handler: Client) -> None:
    made = sent(film(Copy(), "dashcam.mp4", "video/mp4"))
    item = made.items["dashcam.mp4"].pk
    html = page(handler, of(made, "dashcam.mp4"))

    assert f'<video controls preload="none" poster="/items/{item}/picture/0" src="/items/{item}/view" aria-label="dashcam.mp4">' in html
    assert [number for number in range(6) if f'href="/items/{item}/picture/{number}"' in html] == [1, 2, 3, 4]
    assert "Durée 1:23" in text(html)
    assert "Prise de vue 02/03/2026 10:30" in text(html)
    assert text(html).count("50.64030, 5.57000") == 1
    assert "1080 \u00d7 1920" in text(html)


def test_a_film_is_shown_itself_under_just_the_types_for_which_no_copy_is_made() -> None:
    assert {media_type for media_type in INLINE if media_type.startswith("video/")} == set(PLAYED_AS_IT_IS)


def test_a_copy_is_played_in_place_of_a_film_and_sent_in_pieces(handler: Client) -> None:
    copy = Copy(state=CopyState.MADE, sha256=keep(COPY), size=len(COPY), media_type="video/webm", sound=False)
    made = sent(film(copy))
    item = made.items["camera.avi"].pk
    html = page(handler, of(made, "camera.avi"))
    piece = handler.get(f"/items/{item}/copy", headers={"range": "bytes=100-199"})

    assert f'src="/items/{item}/copy"' in html
    assert "sans le son" in text(html)
    assert (piece.status_code, body(piece), piece.headers["Content-Type"]) == (206, COPY[100:200], "video/webm")


def test_as_long_as_there_is_no_copy_the_page_says_so(handler: Client) -> None:
    made = sent(film(Copy(state=CopyState.WANTED)))
    item = made.items["camera.avi"].pk
    html = page(handler, of(made, "camera.avi"))

    assert "en cours de préparation" in text(html)
    assert "<video" not in html
    assert f'<img src="/items/{item}/picture/0"' in html
    assert handler.get(f"/items/{item}/copy").status_code == 404


def test_what_keeps_a_copy_from_being_made_is_said(handler: Client) -> None:
    made = sent(film(Copy(state=CopyState.WANTED)))
    jobs.add("copy", made.items["camera.avi"].pk, NOON)
    (job,) = jobs.claim(("copy",), "worker", 60, NOON + timedelta(minutes=1), 1)
    jobs.fail(job, "spool_full", "", NOON, transient=True)

    assert "n’a pas encore pu être faite" in text(page(handler, of(made, "camera.avi")))


def test_a_copy_that_was_given_up_is_not_said_to_be_tried_again(handler: Client) -> None:
    made = sent(film(Copy(state=CopyState.WANTED)))
    models.Job.objects.create(step="copy", target=made.items["camera.avi"].pk, due_at=NOON, problem="machine_unavailable", stuck=True)

    shown = text(page(handler, of(made, "camera.avi")))

    assert ("aucune copie n’a pu être faite" in shown, "nouvel essai" in shown, "pas encore" in shown) == (True, False, False)


def test_why_there_is_no_copy_is_said(handler: Client) -> None:
    made = sent(film(Copy(state=CopyState.FAILED, problem=Problem.TIMED_OUT)))

    assert "aucune copie n’a pu être faite : la lecture a pris trop de temps" in text(page(handler, of(made, "camera.avi"))).replace(
        "La l", "la l"
    )


@pytest.mark.parametrize("address", ["picture/0", "picture/4", "copy"])
def test_who_may_not_see_the_item_sees_nothing_of_it(address: str, colleague: Client) -> None:
    copy = Copy(state=CopyState.MADE, sha256=keep(COPY), size=len(COPY), media_type="video/webm")
    made = sent(film(copy))

    assert colleague.get(f"/items/{made.items['camera.avi'].pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["picture/0", "picture/4", "copy"])
def test_no_browser_keeps_what_it_was_shown(address: str, handler: Client) -> None:
    made = sent(film(Copy(state=CopyState.MADE, sha256=keep(COPY), size=len(COPY), media_type="video/webm")))
    answer = handler.get(f"/items/{made.items['camera.avi'].pk}/{address}")
    answer.close()

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("address", ["picture/9", "picture/5", "copy"])
def test_what_was_not_made_is_not_found(address: str, handler: Client) -> None:
    assert handler.get(f"/items/{sent(film(Copy())).items['camera.avi'].pk}/{address}").status_code == 404


def test_pictures_of_what_needs_care_are_shut_until_it_is_opened_and_looking_is_recorded(handler: Client) -> None:
    made = sent(shot(1, "0000000000000000"), shot(2, "ffffffff00000000"))
    item = made.items["IMG_4001.jpg"]
    row = models.Reading.objects.get(item=item)
    reading = codec.load(Reading, row.value)
    row.value = codec.dump(replace(reading, type=replace(reading.type, classes=("P1", "P4"))))
    row.save()

    assert "Photos de cette tâche" not in page(handler, f"/tasks/{made.task.pk}/?item={item.pk}")
    assert handler.get(f"/items/{item.pk}/picture/0").status_code == 403

    handler.post(f"/items/{item.pk}/reveal")
    answer = handler.get(f"/items/{item.pk}/picture/0")
    answer.close()

    assert answer.status_code == 200
    assert models.Event.objects.filter(what="viewed", item_id=item.pk).count() == 1


@pytest.mark.parametrize("kind", ["piece_identite", "permis_conduire", "certificat_medical_initial"])
def test_the_jpeg_of_a_restricted_paper_is_for_those_who_opened_it(
    kind: str, handler: Client, colleague: Client, supervisor: Client
) -> None:
    told = Photo(width=4032, height=3024, hash="0" * 16, large=jpeg(2))
    made = sent(File(name="IMG_4001.HEIC", content=b"heic", media_type="image/heic", type=kind, pages=(), photo=told))
    item = made.items["IMG_4001.HEIC"].pk
    address = f"/items/{item}/picture/0"

    before = [client.get(address).status_code for client in (handler, colleague, supervisor)]
    handler.post(f"/items/{item}/reveal")

    assert before == [403, 404, 403]
    assert f'<img src="{address}"' in page(handler, of(made, "IMG_4001.HEIC"))
    answer = handler.get(address)
    answer.close()
    assert (answer.status_code, supervisor.get(address).status_code) == (200, 403)


def test_one_opening_of_a_paper_is_one_look_whatever_is_asked_for(handler: Client) -> None:
    made = sent(replace(shot(1, "0" * 16), type="carte_grise"))
    item = made.items["IMG_4001.jpg"].pk
    addresses = [f"/items/{item}/{what}" for what in ("picture/0", "view", "picture/0")]

    for address in addresses:
        handler.head(address).close()
    after_heads = models.Event.objects.filter(what="viewed").count()
    for address in addresses:
        handler.get(address).close()

    assert after_heads == 0
    assert models.Event.objects.filter(what="viewed", item_id=item).count() == 1


def test_a_reading_without_photographs_in_it_is_shown_as_before(handler: Client) -> None:
    made = sent(replace(shot(1, "0" * 16), photo=None), replace(shot(2, "0" * 16), photo=None))

    assert "/view" in page(handler, of(made, "IMG_4001.jpg"))


@pytest.mark.parametrize(
    ("limit", "words"),
    [("SERIES_PHOTOS", "1 autre n’est pas listé."), ("CLAIM_PAPERS", "Ce sinistre a reçu plus de photos que celles qui sont comparées")],
)
def test_photographs_beyond_a_limit_are_told_of(limit: str, words: str, monkeypatch: pytest.MonkeyPatch, handler: Client) -> None:
    for number in (3, 4):
        send(Sent(files=(shot(number, "00000000000000ff"),), title="photo", received_at=NOON - timedelta(days=3)))
    made = sent(*(shot(number, f"{number}" * 16) for number in (1, 2, 5)))
    before = text(page(handler, f"/tasks/{made.task.pk}/"))

    monkeypatch.setenv(f"CLAIMPOST_LIMIT_{limit}", "2" if limit == "SERIES_PHOTOS" else "1")
    services.current.cache_clear()

    assert (words in before, words in text(page(handler, f"/tasks/{made.task.pk}/"))) == (False, True)
