"""The people who log in, each read with the groups that give rights, in one query a request."""

from collections.abc import Mapping

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.roles import Role

OPERATORS = "operators"
SUPERVISORS = "supervisors"
GROUPS: Mapping[Role, str] = {
    Role.HANDLER: "handlers",
    Role.OPERATOR: OPERATORS,
    Role.SUPERVISOR: SUPERVISORS,
    Role.ADVISER: "medical_advisers",
    Role.ADMINISTRATOR: "administrators",
}
"""The group that gives each role."""

EVERYTHING = frozenset(Role) - {Role.ADVISER}
"""The roles of a superuser, whom no command makes."""

_WITHOUT_CLAIMS = frozenset({Role.ADVISER, Role.ADMINISTRATOR})

MOST_OFFERED = 500
"""Names that a form offers; any other can be typed."""


def names(*, but: str) -> list[str]:
    """Who can be given a task: everybody who logs in and may have some, `but` one."""
    rows = _handlers().exclude(username=but).order_by("username")
    return list(rows.values_list("username", flat=True)[:MOST_OFFERED])


def may_have_tasks(name: str) -> bool:
    """Whether there is such a person."""
    return _handlers().filter(username=name).exists()


def _handlers() -> QuerySet[User]:
    """As `roles_of` says of one."""
    member = User.groups.through.objects.filter(user=OuterRef("pk"))
    without = Exists(member.filter(group__name__in=[GROUPS[role] for role in _WITHOUT_CLAIMS]))
    given = Exists(member.filter(group__name__in=[name for role, name in GROUPS.items() if role not in _WITHOUT_CLAIMS]))
    return User.objects.filter(Q(is_superuser=True) | ~Q(without) | Q(given), is_active=True)


class Accounts(ModelBackend):
    """Names and passwords in our own tables."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, `None` when he may not log in any more; `in_operators` and so on say which groups he is in."""
        member = User.groups.through.objects.filter(user=OuterRef("pk"))
        found = User.objects.annotate(**{_mark(name): Exists(member.filter(group__name=name)) for name in GROUPS.values()})
        person = found.filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


def roles_of(user: object) -> frozenset[Role]:
    """What a person is in the house: what his groups say, all together.

    Everybody may have claims of his own, but those who are only advisers or administrators: they must be in the group of handlers.
    """
    if getattr(user, "is_superuser", False):
        return EVERYTHING
    given = frozenset(role for role, name in GROUPS.items() if getattr(user, _mark(name), False))
    return given if given and given <= _WITHOUT_CLAIMS else given | {Role.HANDLER}


def advisers() -> list[str]:
    """The names of the medical advisers who may log in."""
    return list(
        User.objects.filter(groups__name=GROUPS[Role.ADVISER], is_active=True).order_by("username").values_list("username", flat=True)
    )


def _mark(group: str) -> str:
    return f"in_{group}"
