"""Jobs, on either database."""

import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import jobs
from storage.jobs import ClaimedJob, StepCounts
from storage.models import Job
from tests.databases import ON_BOTH, ROOT, Database

pytestmark = [ON_BOTH, pytest.mark.usefixtures("database")]

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
LEASE = 60
STEPS = ("open", "read")


def later(**how: float) -> datetime:
    return NOW + timedelta(**how)


def claimed(now: datetime = NOW, owner: str = "me", limit: int = 10) -> list[tuple[str, int]]:
    return [(job.step, job.target) for job in jobs.claim(STEPS, owner, LEASE, now, limit)]


def claim_one(now: datetime = NOW, owner: str = "me") -> ClaimedJob:
    job = jobs.claim_one("read", 1, owner, LEASE, now)
    assert job is not None
    return job


def row() -> Job:
    return Job.objects.get(step="read", target=1)


def test_what_is_added_twice_is_there_once() -> None:
    jobs.add("read", 1, NOW)
    jobs.add("read", 1, NOW)
    jobs.add("open", 1, NOW)

    assert sorted(claimed()) == [("open", 1), ("read", 1)]


def test_a_job_moves_up_when_it_is_added_for_an_earlier_time() -> None:
    jobs.add("read", 1, later(hours=1))
    jobs.add("read", 1, later(minutes=1))
    jobs.add("read", 1, later(minutes=2))

    assert row().due_at == later(minutes=1)


def test_adding_a_job_that_failed_does_not_shorten_its_wait() -> None:
    jobs.add("read", 1, NOW)
    jobs.fail(claim_one(), "blobs_unreachable", "", NOW, transient=True)
    jobs.add("read", 1, NOW)

    assert claimed() == []


def test_jobs_come_longest_due_first() -> None:
    for target, minutes in ((1, -1), (2, -5), (3, -3), (4, -3), (5, 1)):
        jobs.add("read", target, later(minutes=minutes))

    assert (claimed(limit=2), claimed(limit=9), claimed(limit=0)) == ([("read", 2), ("read", 3)], [("read", 4), ("read", 1)], [])


def test_of_jobs_that_are_due_at_the_same_moment_what_came_first_comes_first() -> None:
    for target in (7, 3, 5):
        jobs.add("read", target, NOW)

    assert jobs.due(NOW, 9) == [("read", 3), ("read", 5), ("read", 7)]
    assert [target for _, target in claimed()] == [3, 5, 7]


def test_only_the_steps_that_were_asked_for_are_claimed() -> None:
    jobs.add("settle", 1, NOW)

    assert claimed() == []


def test_a_job_is_held_by_one_until_its_lease_runs_out() -> None:
    jobs.add("read", 1, NOW)

    moments = [0, LEASE - 1, LEASE, LEASE + 1]
    assert [claimed(later(seconds=moment)) for moment in moments] == [[("read", 1)], [], [("read", 1)], []]


def test_a_renewed_lease_runs_from_the_renewal() -> None:
    jobs.add("read", 1, NOW)
    job = claim_one()

    assert (jobs.renew(job, LEASE, later(seconds=50)), claimed(later(seconds=100)), claimed(later(seconds=110))) == (
        True,
        [],
        [("read", 1)],
    )


def test_who_lost_the_lease_can_neither_renew_nor_fail_the_job() -> None:
    jobs.add("read", 1, NOW)
    slow = claim_one(owner="slow")
    claim_one(later(seconds=61), owner="quick")

    renewed = jobs.renew(slow, LEASE, later(seconds=62))
    jobs.fail(slow, "timed_out", "", later(seconds=62), transient=False)

    assert (renewed, row().leased_by, row().problem, row().tries) == (False, "quick", jobs.DIED, 0)


def test_a_finished_job_is_gone_and_can_be_added_again() -> None:
    jobs.add("read", 1, NOW)
    claim_one()
    jobs.finish("read", 1)
    jobs.finish("read", 1)
    gone = jobs.claim_one("read", 1, "me", LEASE, NOW)
    jobs.add("read", 1, NOW)

    assert (gone, claimed()) == (None, [("read", 1)])


def test_a_named_job_is_claimed_by_one_only() -> None:
    jobs.add("read", 1, NOW)

    first = jobs.claim_one("read", 1, "me", LEASE, NOW)
    second = jobs.claim_one("read", 1, "you", LEASE, NOW)

    assert first is not None
    assert (first.target, first.owner, second) == (1, "me", None)


def test_a_bell_does_not_shorten_a_wait_but_may_come_from_a_faster_clock() -> None:
    jobs.add("read", 1, later(seconds=30))
    jobs.add("read", 2, later(seconds=1))

    assert jobs.claim_one("read", 1, "me", LEASE, NOW) is None
    assert jobs.claim_one("read", 2, "me", LEASE, NOW) is not None


def test_a_failed_job_waits_longer_each_time_and_keeps_its_reason() -> None:
    jobs.add("read", 1, NOW)
    now, waits = NOW, []
    for _ in range(3):
        jobs.fail(claim_one(now), "blobs_unreachable", "S3Error", now, transient=True)
        waits.append(row().due_at - now)
        now = row().due_at

    assert (row().problem, row().detail, row().tries) == ("blobs_unreachable", "S3Error", 3)
    assert [round(wait.total_seconds() / 5) for wait in waits] == pytest.approx([1, 2, 4], rel=0.34)


def test_a_failure_that_waiting_cannot_cure_ends_with_a_person() -> None:
    jobs.add("read", 1, NOW)
    now = NOW
    for _ in range(jobs.TRIES):
        jobs.fail(claim_one(now), "failed", "KeyError", now, transient=False)
        now = row().due_at

    assert (row().stuck, claimed(later(days=9)), jobs.claim_one("read", 1, "me", LEASE, later(days=9))) == (True, [], None)


def test_a_failure_that_waiting_may_cure_is_tried_for_ever() -> None:
    jobs.add("read", 1, NOW)
    now = NOW
    for _ in range(50):
        jobs.fail(claim_one(now), "blobs_unreachable", "", now, transient=True)
        now = row().due_at

    assert (row().stuck, claimed(now)) == (False, [("read", 1)])


def test_a_job_that_kills_its_workers_ends_with_a_person() -> None:
    jobs.add("read", 1, NOW)
    claims = [claimed(later(seconds=61 * turn)) for turn in range(jobs.DEATHS + 3)]

    assert (len([found for found in claims if found]), row().stuck, row().problem) == (jobs.DEATHS, True, jobs.DIED)


def test_a_person_retries_a_stuck_job_from_the_start() -> None:
    jobs.add("read", 1, NOW)
    Job.objects.update(stuck=True, tries=7, deaths=3, problem="failed", detail="KeyError", due_at=later(days=1))

    found, other = jobs.retry("read", 1, NOW), jobs.retry("read", 2, NOW)

    job = claim_one()
    assert (found, other, job.tries, row().deaths, row().problem) == (True, False, 0, 0, "")


def test_the_sweep_sees_what_is_due_and_not_held() -> None:
    for target, minutes in ((1, -3), (2, -2), (3, -1), (4, 1)):
        jobs.add("read", target, later(minutes=minutes))
    jobs.claim_one("read", 2, "me", LEASE, NOW)
    Job.objects.filter(target=3).update(stuck=True)

    assert (jobs.due(NOW, 10), jobs.due(later(minutes=2), 1)) == ([("read", 1)], [("read", 1)])


def test_every_job_is_counted_once() -> None:
    for target in range(1, 7):
        jobs.add("read", target, NOW)
    jobs.add("open", 1, later(hours=1))
    jobs.claim_one("read", 1, "me", LEASE, NOW)
    for target, transient in ((2, True), (3, True)):
        job = jobs.claim_one("read", target, "me", LEASE, NOW)
        assert job is not None
        jobs.fail(job, "blobs_unreachable", "", NOW, transient=transient)
    Job.objects.filter(target=4).update(stuck=True, problem="failed")

    assert jobs.counts(NOW) == (
        StepCounts(step="open", waiting=1, running=0, failing=0, stuck=0),
        StepCounts(step="read", waiting=2, running=1, failing=2, stuck=1),
    )


@pytest.mark.parametrize("tries", [1, 2, 5, 9, 1000])
def test_jobs_that_failed_together_do_not_come_back_together(tries: int) -> None:
    full = min(jobs.FIRST_DELAY * 2 ** min(tries - 1, 20), jobs.LONGEST_DELAY)
    waits = {jobs.delay(tries, job_id) for job_id in range(100)}

    assert (len(waits), min(waits) > full * 2 / 3, max(waits) <= full) == (100, True, True)


def worker(database: Database, owner: str, lease: int, notes: Path) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "tests.storage.working", owner, str(lease), notes]
    return subprocess.Popen(program, cwd=ROOT, env=database.environment)


def starts(notes: Path) -> Counter[int]:
    lines = notes.read_text().splitlines() if notes.exists() else []
    return Counter(int(line.split()[0]) for line in lines if " start " in line)


def test_four_workers_do_every_job_once(database: Database, tmp_path: Path) -> None:
    for target in range(120):
        jobs.add("read", target, NOW)
    notes = tmp_path / "notes"

    workers = [worker(database, f"worker-{number}", LEASE, notes) for number in range(4)]

    assert [process.wait(60) for process in workers] == [0, 0, 0, 0]
    assert starts(notes) == dict.fromkeys(range(120), 1)
    assert len({line.split()[1] for line in notes.read_text().splitlines()}) > 1


def test_what_a_killed_worker_held_is_done_by_another(database: Database, tmp_path: Path) -> None:
    for target in range(60):
        jobs.add("read", target, NOW)
    notes = tmp_path / "notes"
    victim = worker(database, "victim", 2, notes)
    while len(starts(notes)) < 10:
        time.sleep(0.005)
    victim.kill()
    victim.wait()

    survivor = worker(database, "survivor", 2, notes)

    assert survivor.wait(60) == 0
    again = [target for target, times in starts(notes).items() if times > 1]
    assert (set(starts(notes)), len(again) <= 1, Job.objects.count()) == (set(range(60)), True, 0)
