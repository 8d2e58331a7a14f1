"""The clocks as the desk shows them: of one task with what was stamped by hand, and beside the rows of a list."""

from collections.abc import Iterable, Mapping

from ingest import clocks, services, stamping
from ingest.known import Known
from router.clocks import Clock, State
from storage import models
from storage.desk import Viewer
from storage.stamps import Read

COPY = "report_copy"
"""The clock of the final report's copy to the insured."""


def may_stamp(who: Viewer, task: models.Task) -> bool:
    """An operator anywhere, a handler on the own tasks."""
    return who.may_assign or (task.kind == models.Task.Kind.CLAIM and task.handler == who.name)


def of_task(who: Viewer, task: models.Task, known: Known, read: Read) -> Mapping[str, object]:
    """For the page of a task: its clocks, those that run first, what may be stamped, and the copy that the insured is still to get."""
    found = [clock for clock in clocks.of_task(task, services.current(), known=known, read=read) if clock.state is not State.VOID]
    shown = sorted(found, key=lambda clock: (not clock.runs, clock.due_at))
    may = may_stamp(who, task)
    copy = next((clock for clock in shown if clock.id == COPY and clock.runs), None) if task.kind == models.Task.Kind.CLAIM else None
    return {
        "clocks": shown,
        "copy": copy,
        "stamps": read.by_hand,
        "may_stamp": may,
        "stampable": stamping.names(task, known) if may else (),
    }


def of_rows(tasks: Iterable[models.Task]) -> dict[int, Clock]:
    """For the rows of a list: how long their senders still wait for an acknowledgement."""
    return clocks.of_list(tasks, services.current())
