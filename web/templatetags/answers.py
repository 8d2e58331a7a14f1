"""Whether a person may have an answer sent that was withheld."""

from django import template

from ingest import releasing, services
from storage.desk import Viewer
from storage.models import Outgoing, Task

register = template.Library()


@register.simple_tag
def may_release(who: Viewer, task: Task, answer: Outgoing) -> bool:
    """Whether `who` may have one of the answers that `storage.desk` found for a task sent after all."""
    on = services.current().settings.answers.mode != "off" and task.unit.mail.acknowledge and getattr(answer, "still", False)
    return not releasing.refusal(who, task, answer, on=on)
