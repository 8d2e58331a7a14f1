"""Progress of jobs on a terminal: a bar for each step."""

from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

WORDS = {
    "open": "Opening",
    "read": "Reading",
    "route": "Deciding",
    "settle": "Settling",
    "watch": "Watching",
    "unlock": "Unlocking",
    "copy": "Copying",
    "answer": "Answering",
    "digest": "Summing up",
    "send": "Sending",
    "tell": "Telling",
}


class Steps:
    """A bar for each step, as long as the jobs that are known; grows while jobs make further jobs. Django must be set up."""

    def __init__(self) -> None:
        self._bars = Progress(TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._tasks: dict[str, TaskID] = {}
        self._done: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def done(self, step: str, _target: int) -> None:
        """A job of `step` is done."""
        from storage.models import Job

        self._done[step] = self._done.get(step, 0) + 1
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(WORDS.get(step, step), total=None)
        left = Job.objects.filter(step=step, stuck=False, problem="").count()
        self._bars.update(self._tasks[step], completed=self._done[step], total=self._done[step] + left)
