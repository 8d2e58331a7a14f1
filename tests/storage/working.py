"""A worker as a process of its own: claims jobs, notes what it does, finishes them. `working.py OWNER SECONDS NOTES`."""

import os
import random
import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from django.db import transaction  # noqa: E402 - Django must be set up first

from storage import jobs  # noqa: E402


def main() -> None:
    """Work until nothing is left."""
    owner, lease, notes = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    # One short write to a file in append mode is never mixed with another's.
    log = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    while any(step.waiting or step.running or step.failing for step in jobs.counts(datetime.now(UTC))):
        for job in jobs.claim(("read",), owner, lease, datetime.now(UTC), 3):
            os.write(log, f"{job.target} {owner} start {time.time()}\n".encode())
            time.sleep(random.uniform(0.001, 0.01))  # noqa: S311 - work takes as long as it takes
            with transaction.atomic():
                jobs.finish(job.step, job.target)
            os.write(log, f"{job.target} {owner} end {time.time()}\n".encode())
        time.sleep(0.002)


if __name__ == "__main__":
    main()
