"""The index of words, which can be made anew from everything else."""

from django.db import models

from storage.models.deciding import Task


class SearchEntry(models.Model):
    """That the words of a task are in the index: on PostgreSQL in a column `words` of this table, else in `storage_searchwords`."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64)
    """What tells whether the words are still those of the task."""

    def __str__(self) -> str:
        return str(self.task_id)
