"""Running jobs: one job by its name, or everything that is due in this process (the embedded set-up)."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

import structlog
from django.db import close_old_connections, connections
from django.db.utils import InterfaceError, OperationalError

from core.errors import Misconfigured, Unavailable, Unreadable
from ingest import answering, copying, digests, pipeline, sending, settling, telling, unlocking
from ingest.services import Services
from storage import copies, jobs

log = structlog.get_logger()

STEPS: dict[str, Callable[[int, Services], None]] = {
    "open": pipeline.open_mail,
    "unlock": unlocking.unlock_mail,
    "read": pipeline.read_item,
    "copy": copying.copy_film,
    "route": pipeline.route_mail,
    "watch": pipeline.watch_mail,
    "settle": settling.settle_delivery,
    "answer": answering.answer_mail,
    "digest": digests.plan_digest,
    "send": sending.send_answer,
    "tell": telling.tell,
}
SLOW = ("read", "copy")
"""Steps that take a core for a while; somebody waits for the first of them, and for the second only when nothing else is due."""

IN_TURN = ("watch",)
"""Steps of which one runs at a time, so that the mails of a claim leave the hold in order of receipt."""

QUICK = tuple(step for step in STEPS if step not in {*SLOW, *IN_TURN})
"""Steps that nobody should wait for."""

LOOK_AGAIN_SECONDS = 5.0
"""The pause after the database did not answer."""

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
        _fail(job, "unavailable", error, services, transient=True)
    except OSError as error:
        # A full disk, no room for another process: nothing is wrong with the mail.
        _fail(job, "machine_unavailable", error, services, transient=True)
    except Unreadable as error:
        _fail(job, error.problem, error, services, transient=False)
    except Exception as error:
        # Ours: it stays visible as a failed job with its traceback in the log, and the other jobs go on.
        log.exception("job_crashed", step=job.step, target=job.target)
        _fail(job, "failed", error, services, transient=False)
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
            try:
                jobs.renew(job, services.settings.lease_seconds, services.now())
            except (OperationalError, InterfaceError):
                log.warning("lease_not_renewed", step=job.step, target=job.target)
            finally:
                connections.close_all()

    keeper = threading.Thread(target=renew, name=f"lease-{job.step}-{job.target}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


class _Pool:
    """Threads that run jobs: so many that read, and one more, so that new mail never waits behind a pile of scans."""

    def __init__(self, services: Services, progress: Progress) -> None:
        self._services, self._progress = services, progress
        self._readers = services.settings.readers or _cores()
        self._threads = ThreadPoolExecutor(self._readers + 1, thread_name_prefix="worker")
        self._running: dict[Future[None], str] = {}

    def take(self) -> int:
        """Claim what is due and start it; how many comes back."""
        services, now = self._services, self._services.now()
        seconds = services.settings.lease_seconds
        free = self._readers + 1 - len(self._running)
        claimed = jobs.claim(IN_TURN, services.owner, seconds, now, 0 if set(IN_TURN) & set(self._running.values()) else min(1, free))
        claimed += jobs.claim(QUICK, services.owner, seconds, now, free - len(claimed))
        busy = sum(step in SLOW for step in self._running.values())
        room = min(self._readers - busy, self._readers + 1 - len(self._running) - len(claimed))
        for step in SLOW:
            found = jobs.claim((step,), services.owner, seconds, now, min(room, self._left(step)))
            claimed, room = claimed + found, room - len(found)
        self._running |= {self._threads.submit(self._run, job): job.step for job in claimed}
        return len(claimed)

    def _left(self, step: str) -> int:
        """How many more jobs of a slow step may run: of two readers or more, one is always there for what comes meanwhile."""
        if step != copies.STEP:
            return self._readers
        return max(1, self._readers - 1) - list(self._running.values()).count(copies.STEP)

    def wait(self) -> bool:
        """Wait a little for a job to end; False when none runs."""
        if not self._running:
            return False
        done, _ = wait(self._running, timeout=IDLE_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            del self._running[future]
            future.result()
        return True

    def close(self) -> None:
        """Wait for what runs; what was not begun is in the database."""
        self._threads.shutdown(cancel_futures=True)

    def _run(self, job: jobs.ClaimedJob) -> None:
        close_old_connections()
        try:
            run(job, self._services)
            self._progress(job.step, job.target)
        finally:
            connections.close_all()


def work(services: Services, stop: threading.Event, *, until_idle: bool = False, progress: Progress | None = None) -> None:
    """Run everything that is due until `stop` is set or, with `until_idle`, until nothing is due and nothing runs."""
    pool = _Pool(services, progress or (lambda _step, _target: None))
    try:
        while not stop.is_set():
            try:
                taken = pool.take()
                if not pool.wait() and not taken:
                    if until_idle and not jobs.due(services.now(), 1):
                        return
                    stop.wait(IDLE_SECONDS)
            except (OperationalError, InterfaceError):
                # The database is away or has no room: what is left to do is still there when it comes back.
                log.warning("database_unavailable")
                connections.close_all()
                stop.wait(LOOK_AGAIN_SECONDS)
    finally:
        pool.close()


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
