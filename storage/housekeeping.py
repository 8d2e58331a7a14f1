"""Removing what dead workers left behind, and what is kept for a time only."""

import shutil
import time
from datetime import datetime
from pathlib import Path

from core.api import Api
from storage import kept_answers, webhooks

OLD_SECONDS = 24 * 3600
"""No step runs for a day: a spool of that age has no owner."""


def tidy(folder: Path, *, older_than: float = OLD_SECONDS) -> int:
    """Delete spools in `folder` that nobody has touched for `older_than` seconds; how many comes back."""
    if not folder.is_dir():
        return 0
    limit = time.time() - older_than
    old = [spool for spool in folder.glob("claimpost-*") if _touched(spool) < limit]
    for spool in old:
        shutil.rmtree(spool, ignore_errors=True)
    return len(old)


def forget(api: Api, now: datetime) -> int:
    """Delete answers of the API and deliveries of webhooks that are older than they are kept; how many rows comes back."""
    return kept_answers.forget(now, api.idempotency_hours) + webhooks.forget(now, api.webhook_keep_days)


def _touched(spool: Path) -> float:
    try:
        return spool.stat().st_mtime
    except FileNotFoundError:
        # Its owner closed it meanwhile.
        return time.time()
