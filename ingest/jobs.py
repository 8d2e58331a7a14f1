"""The office set-up: the same steps as Celery jobs on queues, rung by a bell that may fail, and a sweep that rings again."""

import structlog
from celery import Celery, shared_task
from celery.signals import worker_process_init
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.limits import Limits
from core.settings import Settings
from ingest import runner, services
from ingest.sandbox import LAST_LEVEL_SECONDS
from storage import housekeeping, jobs

log = structlog.get_logger()

QUEUES = {
    "open": "open",
    "unlock": "open",
    "read": "read",
    "copy": "copy",
    "route": "route",
    "watch": "route",
    "answer": "route",
    "digest": "route",
    "settle": "send",
    "send": "send",
    "tell": "send",
}
SWEEP_SECONDS = 10
SWEEP_AT_ONCE = 200
"""Jobs of each step that one sweep rings for."""

MARGIN_SECONDS = 900
"""A job's hard limit lies this far above what its children may take: time to fetch and keep the bytes."""

OPENINGS = 6
"""Children that may be at work on one mail, one after the other."""

BELL_SECONDS = 60
"""A bell that nobody heard in this time is worth nothing: the sweep has rung again."""


def configure(app: Celery, settings: Settings) -> None:
    """Set up a Celery application for these settings."""
    longest = _longest(settings.limits)
    app.conf.update(
        broker_url=settings.broker_url,
        broker_connection_retry_on_startup=True,
        # A job longer than the visibility time-out would be delivered a second time while it runs.
        broker_transport_options={
            "visibility_timeout": 2 * longest,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 30,
            "socket_connect_timeout": 10,
        },
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_time_limit=longest,
        task_routes={f"claimpost.{step}": {"queue": queue} for step, queue in QUEUES.items()} | {"claimpost.sweep": {"queue": "route"}},
        task_default_queue="route",
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        beat_schedule={
            "sweep": {"task": "claimpost.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}},
            "tidy": {"task": "claimpost.tidy", "schedule": 3600, "options": {"expires": 3600}},
        },
    )


def _longest(limits: Limits) -> int:
    # Every opening is two when the first child dies; a mail is opened, again with the words of its thread, and once more
    # without them when these cost a part of what was there.
    return max(OPENINGS * (limits.open_seconds + LAST_LEVEL_SECONDS), limits.read_seconds, limits.copy_seconds) + MARGIN_SECONDS


def bell(settings: Settings) -> services.Bell:
    """What rings for a job: it asks the workers to do it. It may fail or be lost: the job's row stays, and the sweep rings again."""
    app = Celery("claimpost", set_as_current=False)
    configure(app, settings)

    def ring(step: str, target: int) -> None:
        try:
            app.send_task(f"claimpost.{step}", (target,), queue=QUEUES[step], retry=False, expires=BELL_SECONDS)
        except (OperationalError, RedisError):
            log.warning("bell_failed", step=step, target=target)

    return ring


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _start(**_: object) -> None:
    # A forked process must not share its parent's connections or children.
    services.current.cache_clear()


def _run(step: str, target: int) -> None:
    runner.run_named(step, target, services.current())


@shared_task(name="claimpost.open")  # type: ignore[untyped-decorator]
def open_mail(mail_id: int) -> None:
    """Open one mail."""
    _run("open", mail_id)


@shared_task(name="claimpost.unlock")  # type: ignore[untyped-decorator]
def unlock_mail(mail_id: int) -> None:
    """Open again what one mail has locked."""
    _run("unlock", mail_id)


@shared_task(name="claimpost.read")  # type: ignore[untyped-decorator]
def read_item(item_id: int) -> None:
    """Read one document."""
    _run("read", item_id)


@shared_task(name="claimpost.copy")  # type: ignore[untyped-decorator]
def copy_film(item_id: int) -> None:
    """Make the copy of one film that browsers play."""
    _run("copy", item_id)


@shared_task(name="claimpost.route")  # type: ignore[untyped-decorator]
def route_mail(mail_id: int) -> None:
    """Route the units of one mail."""
    _run("route", mail_id)


@shared_task(name="claimpost.watch")  # type: ignore[untyped-decorator]
def watch_mail(mail_id: int) -> None:
    """Look again at a mail on hold."""
    _run("watch", mail_id)


@shared_task(name="claimpost.settle")  # type: ignore[untyped-decorator]
def settle_delivery(delivery_id: int) -> None:
    """Settle the server's copy of a mail that is held."""
    _run("settle", delivery_id)


@shared_task(name="claimpost.answer")  # type: ignore[untyped-decorator]
def answer_mail(mail_id: int) -> None:
    """Plan the answer to one mail."""
    _run("answer", mail_id)


@shared_task(name="claimpost.digest")  # type: ignore[untyped-decorator]
def plan_digest(mail_id: int) -> None:
    """Plan the digest that names one mail."""
    _run("digest", mail_id)


@shared_task(name="claimpost.send")  # type: ignore[untyped-decorator]
def send_answer(outgoing_id: int) -> None:
    """Send one mail."""
    _run("send", outgoing_id)


@shared_task(name="claimpost.tell")  # type: ignore[untyped-decorator]
def tell(delivery_id: int) -> None:
    """Tell a webhook something."""
    _run("tell", delivery_id)


@shared_task(name="claimpost.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Ring for whatever is due and has not moved."""
    hands = services.current()
    for step, target in jobs.due(hands.now(), SWEEP_AT_ONCE):
        hands.bell(step, target)


@shared_task(name="claimpost.tidy")  # type: ignore[untyped-decorator]
def tidy() -> None:
    """Remove temporary files that dead workers left behind, and rows that are kept for a time only."""
    hands = services.current()
    housekeeping.tidy(hands.spool_folder)
    housekeeping.forget(hands.settings.api, hands.now())
