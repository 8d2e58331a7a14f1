"""Running jobs: one job by its name, or everything that is due in this process (the embedded set-up)."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from django.db import close_old_connections, connections
from django.db.utils import InterfaceError, OperationalError

from core.errors import Misconfigured, Unavailable, Unreadable
from ingest import pipeline, settling
from ingest.services import Services
from storage import jobs

log = structlog.get_logger()

STEPS: dict[str, Callable[[int, Services], None]] = {
    "open": pipeline.open_mail,
    "read": pipeline.read_item,
    "route": pipeline.route_mail,
    "watch": pipeline.watch_mail,
    "settle": settling.settle_delivery,
}
IDLE_SECONDS = 0.5
"""How often an idle worker looks whether something is left to do."""

Progress = Callable[[str, int], None]


def run(job: jobs.ClaimedJob, services: Services) -> None:
    """Run a claimed job; a failure is written on its row, with the time of the next try."""
    started = time.monotonic()
    try:
        with _kept_alive(job, services):
            STEPS[job.step](job.target, services)
    except (Unavailable, Misconfigured) as error:
        # What an administrator mends goes on by itself, too.
        _fail(job, error.code, error, services, transient=True)
    except (OperationalError, InterfaceError) as error:
        _fail(job, "database_unavailable", error, services, transient=True)
    except Unreadable as error:
        _fail(job, error.problem, error, services, transient=False)
    except Exception as error:
        # Ours: it stays visible as a failed job with its traceback in the log, and the other jobs go on.
        log.exception("job_crashed", step=job.step, target=job.target)
        _fail(job, "internal_error", error, services, transient=False)
        if services.settings.debug:
            raise
    else:
        log.debug("job_done", step=job.step, target=job.target, seconds=round(time.monotonic() - started, 3))


def run_named(step: str, target: int, services: Services) -> bool:
    """Run the job of that name if it is left to do and nobody else has it; whether it was run comes back."""
    job = jobs.claim_one(step, target, services.owner, services.settings.lease_seconds, services.now())
    if job is None:
        return False
    run(job, services)
    return True


def _fail(job: jobs.ClaimedJob, code: str, error: Exception, services: Services, *, transient: bool) -> None:
    log.warning("job_failed", step=job.step, target=job.target, code=code, kind=type(error).__name__)
    jobs.fail(job, code, type(error).__name__, services.now(), transient=transient)


@contextmanager
def _kept_alive(job: jobs.ClaimedJob, services: Services) -> Iterator[None]:
    """Renew the job's lease while it runs, so that only the death of this process gives it to another."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(services.settings.lease_seconds / 3):
            jobs.renew(job, services.settings.lease_seconds, services.now())
        connections.close_all()

    keeper = threading.Thread(target=renew, name=f"lease-{job.step}-{job.target}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worker:
    services: Services
    stop: threading.Event
    progress: Progress

    def run(self, job: jobs.ClaimedJob) -> None:
        close_old_connections()
        try:
            run(job, self.services)
            self.progress(job.step, job.target)
        finally:
            connections.close_all()


def work(services: Services, stop: threading.Event, *, until_idle: bool = False, progress: Progress | None = None) -> None:
    """Run everything that is due until `stop` is set or, with `until_idle`, until nothing is due and nothing runs."""
    width = services.settings.readers or _cores()
    worker = _Worker(services=services, stop=stop, progress=progress or (lambda _step, _target: None))
    running: set[Future[None]] = set()
    with ThreadPoolExecutor(width, thread_name_prefix="worker") as pool:
        while not stop.is_set():
            claimed = jobs.claim(tuple(STEPS), services.owner, services.settings.lease_seconds, services.now(), width - len(running))
            running |= {pool.submit(worker.run, job) for job in claimed}
            if not running and until_idle:
                return
            if len(running) == width:
                done, running = wait(running, timeout=IDLE_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
            elif not claimed:
                done, running = _settle_down(running, stop)
                for future in done:
                    future.result()


def _settle_down(running: set[Future[None]], stop: threading.Event) -> tuple[set[Future[None]], set[Future[None]]]:
    """Wait a little: for a running job to end, or for new ones to appear."""
    if running:
        done, left = wait(running, timeout=IDLE_SECONDS, return_when=FIRST_COMPLETED)
        return done, left
    stop.wait(IDLE_SECONDS)
    return set(), set()


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
