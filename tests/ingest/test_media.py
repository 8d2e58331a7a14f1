"""Photographs and films on their way: pictures of them are kept as blobs, and papers go before copies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import structlog

from core.content import Content, Spool, of_file
from core.errors import Problem
from core.media import Copy, CopyState, Picture, Place, Video
from core.settings import Settings
from core.values import Reading, pictures_of
from ingest import pipeline, runner, services
from ingest.sandbox import Sandbox
from storage import checks, models
from storage.checks import Finding
from storage.copies import STEP
from tests.extractors import papers
from tests.extractors.media.films import DASHCAM, film, placed
from tests.extractors.media.scenes import scene
from tests.extractors.media.test_photo import camera
from tests.ingest.films import reading_of, sent, video_of
from tests.ingest.way import deliver, hold
from tests.whole import mails
from tests.whole.killed import InThisProcess


@pytest.fixture(autouse=True)
def no_program(monkeypatch: pytest.MonkeyPatch, hands: services.Services) -> None:
    monkeypatch.setenv("PATH", str(hands.settings.home))


def test_the_pictures_of_a_film_are_kept_beside_it(hands: services.Services) -> None:
    deliver(sent("dashcam.mp4", DASHCAM.read_bytes(), "video/mp4"), hands)

    item = models.Item.objects.get(name="dashcam.mp4")
    pictures = pictures_of(reading_of(item))
    assert (item.reading.type, len(pictures)) == ("video", 5)
    assert [hands.blobs.size(picture.sha256) for picture in pictures] == [picture.size for picture in pictures]


def test_the_pictures_of_a_photograph_are_kept_beside_it(hands: services.Services) -> None:
    deliver(sent("IMG_4001.tiff", papers.encoded(scene(3), "TIFF"), "image/tiff"), hands)

    pictures = pictures_of(reading_of(models.Item.objects.get(name="IMG_4001.tiff")))
    assert [(picture.width, hands.blobs.has(picture.sha256)) for picture in pictures] == [(320, True), (960, True)]


def test_what_was_made_of_pictures_and_films_is_looked_for_in_the_store(hands: services.Services) -> None:
    mail = sent("camera.avi", film("avi", "MJPG"), "video/x-msvideo")
    mail.add_attachment(papers.encoded(scene(3), "TIFF"), maintype="image", subtype="tiff", filename="IMG_4001.tiff")
    deliver(mail, hands)
    deliver(sent("camera.avi", film("avi", "MJPG"), "video/x-msvideo", serial=2), hands)
    whole = [*checks.missing_blobs(hands.blobs), *checks.damaged_blobs(hands.blobs)]
    picture, seen = models.Item.objects.get(name="IMG_4001.tiff"), models.Item.objects.filter(name="camera.avi").earliest("pk")

    for sha256 in (pictures_of(reading_of(picture))[1].sha256, video_of("camera.avi").copy.sha256):
        hands.blobs.delete(sha256)

    assert whole == []
    assert set(checks.missing_blobs(hands.blobs)) == {
        Finding(code="picture_missing", kind="item", target=picture.pk),
        Finding(code="copy_missing", kind="item", target=seen.pk),
    }


def test_what_no_row_names_is_reported_once_no_step_can_be_about_to_name_it(hands: services.Services, spool: Spool) -> None:
    mail = sent("camera.avi", film("avi", "MJPG"), "video/x-msvideo")
    mail.add_attachment(papers.encoded(scene(3), "TIFF"), maintype="image", subtype="tiff", filename="IMG_4001.tiff")
    deliver(mail, hands)
    left = spool.keep(b"a step died before its row was kept")
    hands.blobs.put(left)
    now = datetime.now(UTC)

    found = [list(checks.unnamed_blobs(hands.blobs, now + later)) for later in (timedelta(hours=1), timedelta(days=2))]

    assert found == [[], [left.sha256]]


def test_a_film_that_is_none_stays_with_its_problem(hands: services.Services) -> None:
    deliver(sent("camera.mp4", b"\0\0\0\x18ftypisom" + bytes(200), "video/mp4"), hands)

    row = models.Reading.objects.get(item__name="camera.mp4")
    assert (row.type, row.problem) == ("video", Problem.DAMAGED)


def test_papers_go_before_copies(hands: services.Services) -> None:
    done = []
    mail = sent("camera.avi", film("avi", "MJPG"), "video/x-msvideo")
    mail.add_attachment("Facture de réparation\nTotal : 300,00 EUR\n", filename="facture.txt")
    hold(mail, replace(hands, settings=replace(hands.settings, readers=1)))

    runner.work(
        replace(hands, settings=replace(hands.settings, readers=1)),
        Event(),
        until_idle=True,
        progress=lambda step, _target: done.append(step),
    )

    assert done.index(STEP) > max(number for number, step in enumerate(done) if step == "read")


def test_a_paper_that_comes_while_films_are_copied_is_read_before_the_first_copy_ends(hands: services.Services) -> None:
    came, read, in_time = Event(), Event(), []

    class Waiting(InThisProcess):
        def copy_film(self, content: Content, spool: Spool) -> Copy:
            if not came.is_set():
                came.set()
                paper = mails.letter(1, serial=2)
                paper.add_attachment("Facture de réparation\nTotal : 300,00 EUR\n", filename="facture.txt")
                hold(paper, hands)
            in_time.append(read.wait(30))
            return super().copy_film(content, spool)

    def done(step: str, target: int) -> None:
        if step == "read" and models.Item.objects.get(pk=target).name == "facture.txt":
            read.set()

    hands = replace(hands, sandbox=Waiting(hands.settings), settings=replace(hands.settings, readers=2))
    mail = sent("camera.avi", film("avi", "MJPG"), "video/x-msvideo")
    mail.add_attachment(film("avi", "MJPG", seconds=2), maintype="video", subtype="x-msvideo", filename="accident.avi")
    pipeline.open_mail(hold(mail, hands), hands)
    for item_id in models.Item.objects.filter(state=models.Item.State.TO_READ).values_list("pk", flat=True):
        pipeline.read_item(item_id, hands)

    runner.work(hands, Event(), until_idle=True, progress=done)

    assert in_time == [True, True]


@pytest.fixture
def every_level() -> Iterator[None]:
    """Logs of all levels, whatever another test has set."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(0))
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("every_level")
def test_where_a_photograph_was_taken_is_in_its_reading_and_nowhere_else(hands: services.Services) -> None:
    photo = papers.encoded(scene(3), "JPEG", exif=camera())

    with structlog.testing.capture_logs() as logs:
        deliver(sent("IMG_4001.jpg", photo, "image/jpeg"), hands)

    found = reading_of(models.Item.objects.get(name="IMG_4001.jpg")).photo
    assert found
    assert found.place == Place(latitude=50.6403, longitude=5.57)
    assert logs
    assert "50.64" not in f"{logs}{list(models.Event.objects.values())}{list(models.Task.objects.values())}"


@pytest.mark.usefixtures("every_level")
def test_where_a_film_was_taken_is_in_its_reading_and_nowhere_else(hands: services.Services) -> None:
    data = placed(film("mp4", "mp4v"), "+50.6403+005.5700/")

    with structlog.testing.capture_logs() as logs:
        deliver(sent("camera.mp4", data, "video/mp4"), hands)

    copy = video_of("camera.mp4").copy
    assert video_of("camera.mp4").place == Place(latitude=50.6403, longitude=5.57)
    assert copy.state is CopyState.MADE
    assert logs
    assert "50.64" not in f"{logs}{list(models.Event.objects.values())}{list(models.Task.objects.values())}"
    with hands.blobs.open(copy.sha256) as stream:
        assert b"50.64" not in stream.read()


def test_a_child_makes_the_pictures_and_the_copy(spool: Spool) -> None:
    with Sandbox(Settings()) as sandbox:
        content = spool.keep(film("avi", "MJPG"))
        reading = sandbox.read_document(content, name="camera.avi", media_type="video/x-msvideo", pictures=spool)
        copy = sandbox.copy_film(content, spool)

    made = [*(picture.sha256 for picture in pictures_of(reading)), copy.sha256]
    assert len(made) == 6
    assert [of_file(spool.folder / sha256).sha256 for sha256 in made] == made


@pytest.mark.parametrize("sha256", ["../../etc/passwd", "0" * 64, ""])
def test_a_picture_that_a_child_only_claims_is_not_taken(sha256: str, spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    claimed = Video(seconds=1, width=1, height=1, codec="", poster=Picture(sha256=sha256, size=1, width=1, height=1))
    monkeypatch.setattr(Sandbox, "_ask", lambda *_arguments, **_named: Reading(media_type="video/mp4", video=claimed))

    with Sandbox(Settings()) as sandbox:
        reading = sandbox.read_document(spool.keep(b"film"), name="film.mp4", media_type="video/mp4", pictures=spool)

    assert reading == Reading(media_type="video/mp4", problem=Problem.CRASHED)
