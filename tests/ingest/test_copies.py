"""The copy of a film that browsers play: made afterwards, once, and never named before its bytes are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from core.content import Content, Spool
from core.errors import Problem, Unreadable
from core.media import Copy, CopyState
from ingest import copying, pipeline, runner, services
from ingest import jobs as celery
from storage import checks, copies, jobs, models
from storage.blobs import Missing
from storage.checks import Finding
from storage.copies import STEP
from tests.databases import ON_BOTH
from tests.extractors.media.films import DASHCAM, film
from tests.ingest.films import blobs_of, sent, to_copy, video_of
from tests.ingest.way import deliver, hold
from tests.whole.killed import InThisProcess


@pytest.fixture(autouse=True)
def no_program(monkeypatch: pytest.MonkeyPatch, hands: services.Services) -> None:
    monkeypatch.setenv("PATH", str(hands.settings.home))


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


@pytest.mark.parametrize(
    ("problem", "tried"),
    [(Problem.TIMED_OUT, 2), (Problem.CRASHED, 2), (Problem.OUT_OF_MEMORY, 2), (Problem.DAMAGED, 1), (Problem.TOO_BIG, 1)],
)
def test_a_film_that_is_sent_again_is_tried_again_unless_its_problem_is_final(
    problem: Problem, tried: int, hands: services.Services
) -> None:
    counted = []

    class Failing(InThisProcess):
        def copy_film(self, content: Content, *_: object) -> Copy:
            counted.append(content.sha256)
            raise Unreadable(problem)

    hands = replace(hands, sandbox=Failing(hands.settings))
    data = film("avi", "MJPG")
    for serial in (1, 2):
        deliver(sent("camera.avi", data, "video/x-msvideo", serial=serial), hands)

    assert (len(counted), video_of("camera.avi").copy) == (tried, Copy(state=CopyState.FAILED, problem=problem))


def test_a_copy_that_was_begun_and_forgotten_is_rung_for_again(hands: services.Services, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[tuple[str, int]] = []
    item = to_copy(hands, film("avi", "MJPG"))
    begun = jobs.claim_one(STEP, item.pk, "a worker that dies", 60, hands.now())

    for minutes in (0, 2):
        later = hands.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(services, "current", lambda now=later: replace(hands, now=lambda: now, bell=lambda *job: rung.append(job)))
        celery.sweep()

    assert begun
    assert rung.count((STEP, item.pk)) == 1
    assert models.Job.objects.get(step=STEP).leased_by == "a worker that dies"


def test_a_copy_that_nobody_will_make_is_found(hands: services.Services) -> None:
    item = to_copy(hands, film("avi", "MJPG"))
    before = [finding.code for finding in checks.tables()]

    models.Job.objects.filter(step=STEP).delete()

    assert [code for code in before if code.startswith("copy")] == []
    assert Finding(code="copy_forgotten", kind="item", target=item.pk) in checks.tables()


@ON_BOTH
def test_a_copy_whose_row_cannot_be_kept_leaves_nothing_behind_and_is_made_again(hands: services.Services) -> None:
    item = to_copy(hands, film("avi", "MJPG"))
    before = blobs_of(hands)

    with refusing_readings(), pytest.raises(DatabaseError):
        copying.copy_film(item.pk, hands)
    after = blobs_of(hands)
    copying.copy_film(item.pk, hands)

    assert after == before
    assert blobs_of(hands) == before | {video_of("camera.avi").copy.sha256}


def test_a_copy_that_another_worker_was_quicker_with_is_let_go(hands: services.Services, spool: Spool) -> None:
    item = to_copy(hands, film("avi", "MJPG"))
    quicker = spool.keep(b"another copy")
    copy = Copy(state=CopyState.MADE, sha256=quicker.sha256, size=quicker.size, media_type="video/webm")

    class Slow(InThisProcess):
        def copy_film(self, content: Content, spool: Spool) -> Copy:
            hands.blobs.put(quicker)
            copies.keep(item.pk, copy, hands.blobs)
            return super().copy_film(content, spool)

    before = blobs_of(hands)
    copying.copy_film(item.pk, replace(hands, sandbox=Slow(hands.settings)))

    assert (video_of("camera.avi").copy, blobs_of(hands)) == (copy, before | {quicker.sha256})


def test_a_copy_is_not_named_once_its_bytes_were_let_go(hands: services.Services) -> None:
    item = to_copy(hands, film("avi", "MJPG"))

    with pytest.raises(Missing):
        copies.keep(item.pk, Copy(state=CopyState.MADE, sha256="0" * 64, size=1, media_type="video/webm"), hands.blobs)

    assert models.Job.objects.filter(step=STEP, target=item.pk).exists()


@contextmanager
def refusing_readings() -> Iterator[None]:
    """A database that takes no change of a reading."""
    refuse, allow = REFUSALS[connection.vendor]
    with connection.cursor() as cursor:
        for statement in refuse:
            cursor.execute(statement)
        yield
        for statement in allow:
            cursor.execute(statement)


REFUSALS = {
    "sqlite": (
        ["CREATE TRIGGER refused BEFORE UPDATE ON storage_reading BEGIN SELECT RAISE(ABORT, 'refused'); END"],
        ["DROP TRIGGER refused"],
    ),
    "postgresql": (
        [
            "CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'refused'; END$$",
            "CREATE TRIGGER refused BEFORE UPDATE ON storage_reading FOR EACH ROW EXECUTE FUNCTION refused()",
        ],
        ["DROP TRIGGER refused ON storage_reading", "DROP FUNCTION refused"],
    ),
}
