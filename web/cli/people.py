"""Accounts of the desk. Django must be set up."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from core.roles import Role
from storage import events
from web.accounts import GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who is to get an account."""

    name: str
    roles: tuple[str, ...] = ("handler",)
    full_name: str = ""
    email: str = ""


def add_person(person: NewPerson, password: str) -> None:
    """Make the account.

    Raises:
        ValidationError: the name or the password will not do.
        IntegrityError: the name is taken.
    """
    first, _, last = person.full_name.partition(" ")
    user = User(username=person.name, email=person.email, first_name=first, last_name=last)
    validate_password(password, user)
    user.set_password(password)
    user.clean_fields()
    with transaction.atomic():
        user.save()
        set_roles(user, person.roles)


def set_roles(user: User, roles: Iterable[str]) -> None:
    """Give somebody these roles and no other; a superuser becomes one like others."""
    given = sorted(set(roles))
    with transaction.atomic():
        user.groups.set(Group.objects.get_or_create(name=GROUPS[Role(role)])[0] for role in given)
        user.is_superuser = False
        user.save(update_fields=["is_superuser"])
        events.record("roles_given", actor="command line", at=timezone.now(), data={"to": user.username, "roles": given})


def set_password(user: User, password: str) -> None:
    """Give somebody a new password; sessions begun with the old one end.

    Raises:
        ValidationError: the password will not do.
    """
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
