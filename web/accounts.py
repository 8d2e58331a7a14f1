"""The people who log in, each read with the groups that give rights, in one query a request."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

OPERATORS = "operators"
SUPERVISORS = "supervisors"


MOST_OFFERED = 500
"""Names that a form offers; any other can be typed."""


def names(*, but: str) -> list[str]:
    """Who can be given a task: everybody who can log in, `but` one."""
    rows = User.objects.filter(is_active=True).exclude(username=but).order_by("username")
    return list(rows.values_list("username", flat=True)[:MOST_OFFERED])


def can_log_in(name: str) -> bool:
    """Whether there is such a person."""
    return User.objects.filter(username=name, is_active=True).exists()


class Accounts(ModelBackend):
    """Names and passwords in our own tables."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, `None` when he may not log in any more; `operates` and `supervises` say which groups he is in."""
        member = User.groups.through.objects.filter(user=OuterRef("pk"))
        operates, supervises = (Exists(member.filter(group__name=name)) for name in (OPERATORS, SUPERVISORS))
        found = User.objects.annotate(operates=operates, supervises=supervises).filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None
