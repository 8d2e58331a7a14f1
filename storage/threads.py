"""Which claims earlier mails of a thread were given to."""

from collections.abc import Iterable

from storage.models import Task


class Threads:
    """The history that the router asks; it satisfies `router.protocols.History`."""

    def thread_claims(self, message_ids: Iterable[str]) -> tuple[str, ...]:
        """Numbers of the claims that units with one of `message_ids` have tasks on, each once, sorted."""
        wanted = [message_id for message_id in message_ids if message_id]
        if not wanted:
            return ()
        found = Task.objects.filter(unit__message_id__in=wanted, kind=Task.Kind.CLAIM).exclude(state=Task.State.CANCELLED)
        return tuple(sorted(set(found.values_list("claim", flat=True))))
