"""Every step has a queue, a Celery task, and a word for the terminal."""

from celery import current_app

from ingest import jobs, runner
from web.cli.bars import WORDS


def test_every_step_is_known_wherever_steps_are_listed() -> None:
    tasks = {step for step in runner.STEPS if f"claimpost.{step}" in current_app.tasks}

    assert (set(jobs.QUEUES), tasks, set(WORDS)) == (set(runner.STEPS), set(runner.STEPS), set(runner.STEPS))
