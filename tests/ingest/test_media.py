"""Photographs and films on their way: pictures of them are kept as blobs, and a copy of a film is made afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from threading import Event

import pytest
import structlog

from core import codec
from core.content import Content, Spool, of_file
from core.errors import Problem, Unreadable
from core.media import Copy, CopyState, Picture, Place, Video
from core.settings import Settings
from core.values import Reading, pictures_of
from ingest import pipeline, runner, services
from ingest.sandbox import Sandbox
from storage import models
from storage.copies import STEP
from tests.databases import ON_BOTH
from tests.extractors import papers
from tests.extractors.media.films import DASHCAM, film
from tests.extractors.media.scenes import scene
from tests.extractors.media.test_photo import camera
from tests.ingest.way import deliver, hold
from tests.whole import mails
from tests.whole.killed import InThisProcess


def sent(name: str, data: bytes, media_type: str, *, serial: int = 1) -> EmailMessage:
    mail = mails.letter(1, serial=serial)
    maintype, _, subtype = media_type.partition("/")
    mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return mail


def reading_of(item: models.Item) -> Reading:
    return codec.load(Reading, models.Reading.objects.get(item=item).value)


def video_of(name: str) -> Video:
    found = reading_of(models.Item.objects.filter(name=name).latest("pk")).video
    assert found
    return found


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


def test_a_film_that_plays_gets_no_copy(hands: services.Services) -> None:
    deliver(sent("dashcam.mp4", DASHCAM.read_bytes(), "video/mp4"), hands)

    assert video_of("dashcam.mp4").copy == Copy()
    assert not models.Job.objects.filter(step=STEP).exists()


def test_a_film_that_does_not_play_gets_a_copy_and_stays(hands: services.Services) -> None:
    data = film("avi", "MJPG")
    deliver(sent("camera.avi", data, "video/x-msvideo"), hands)

    copy = video_of("camera.avi").copy
    assert (copy.state, copy.media_type, copy.sound) == (CopyState.MADE, "video/webm", False)
    assert hands.blobs.size(copy.sha256) == copy.size
    assert models.Item.objects.get(name="camera.avi").size == len(data)
    assert not models.Job.objects.exists()


def test_the_copy_is_left_to_be_made_when_the_film_is_read(hands: services.Services) -> None:
    rung = []
    hands = replace(hands, bell=lambda step, _target: rung.append(step))
    mail = hold(sent("camera.avi", film("avi", "MJPG"), "video/x-msvideo"), hands)
    pipeline.open_mail(mail, hands)
    item = models.Item.objects.get(name="camera.avi")

    pipeline.read_item(item.pk, hands)

    assert video_of("camera.avi").copy.state is CopyState.WANTED
    assert models.Job.objects.filter(step=STEP, target=item.pk).count() == 1
    assert rung[-1] == STEP


@ON_BOTH
def test_the_same_film_is_copied_once_and_a_copy_is_not_made_twice(hands: services.Services) -> None:
    counted = []

    class Counting(InThisProcess):
        def copy_film(self, content: Content, spool: Spool) -> Copy:
            counted.append(content.sha256)
            return super().copy_film(content, spool)

    hands = replace(hands, sandbox=Counting(hands.settings))
    data = film("avi", "MJPG")
    deliver(sent("camera.avi", data, "video/x-msvideo"), hands)
    deliver(sent("accident.avi", data, "video/x-msvideo", serial=2), hands)
    runner.STEPS[STEP](models.Item.objects.get(name="camera.avi").pk, hands)

    assert len(counted) == 1
    assert video_of("accident.avi").copy == video_of("camera.avi").copy


def test_why_there_is_no_copy_is_kept_with_the_film(hands: services.Services) -> None:
    class Dying(InThisProcess):
        def copy_film(self, *_: object) -> Copy:
            raise Unreadable(Problem.TIMED_OUT)

    deliver(sent("camera.avi", film("avi", "MJPG"), "video/x-msvideo"), replace(hands, sandbox=Dying(hands.settings)))

    assert video_of("camera.avi").copy == Copy(state=CopyState.FAILED, problem=Problem.TIMED_OUT)
    assert not models.Job.objects.exists()


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
