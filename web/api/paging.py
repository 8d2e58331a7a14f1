"""Pages of long lists. A cursor says after which row the next page begins, so that new rows neither shift nor double any."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from pydantic import Field

from ingest import services
from web.api.problems import Problem
from web.api.values import LARGEST

PER_PAGE = 50

Cursor = Annotated[str, Field(max_length=200)]
Limit = Annotated[int, Field(ge=1)]

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[Row]):
    """The rows of one page, and the cursor of the next, `None` on the last."""

    rows: Sequence[Row]
    next: str | None


def newest(rows: QuerySet[Row], cursor: str, limit: int, *, by: str = "") -> Slice[Row]:
    """One page, the newest first: by the moment in the column `by`, and by id.

    Raises:
        Problem: the cursor is none of ours.
    """
    most = min(limit, services.current().settings.api.rows)
    if cursor:
        rows = rows.filter(_after(cursor, by))
    found = list(rows.order_by(*([f"-{by}"] if by else []), "-pk")[: most + 1])
    following = _cursor(found[most - 1], by) if len(found) > most else None
    return Slice(rows=found[:most], next=following)


def _cursor(row: Model, by: str) -> str:
    at = getattr(row, by).isoformat() if by else ""
    return base64.urlsafe_b64encode(json.dumps([at, row.pk]).encode()).decode().rstrip("=")


def _after(cursor: str, by: str) -> Q:
    try:
        at, pk = json.loads(base64.urlsafe_b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}"))
        moment = datetime.fromisoformat(at) if by else None
    except (ValueError, TypeError, RecursionError) as error:
        raise Problem(404, "cursor_invalid") from error
    if type(pk) is not int or not 0 < pk <= LARGEST or (moment and moment.tzinfo is None):
        raise Problem(404, "cursor_invalid")
    if moment is None:
        return Q(pk__lt=pk)
    # The first condition is the one that an index answers.
    return Q(**{f"{by}__lte": moment}) & (Q(**{f"{by}__lt": moment}) | Q(pk__lt=pk))
