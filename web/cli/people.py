"""Accounts of the desk. Django must be set up."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from web.accounts import OPERATORS, SUPERVISORS

GROUPS = {"operator": OPERATORS, "supervisor": SUPERVISORS}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who is to get an account."""

    name: str
    role: str
    full_name: str = ""
    email: str = ""


def add_person(person: NewPerson, password: str) -> None:
    """Make the account.

    Raises:
        ValidationError: the name or the password will not do.
        IntegrityError: the name is taken.
    """
    first, _, last = person.full_name.partition(" ")
    user = User(username=person.name, email=person.email, first_name=first, last_name=last, is_superuser=person.role == "administrator")
    validate_password(password, user)
    user.set_password(password)
    user.clean_fields()
    with transaction.atomic():
        user.save()
        if person.role in GROUPS:
            user.groups.add(Group.objects.get_or_create(name=GROUPS[person.role])[0])


def set_password(user: User, password: str) -> None:
    """Give somebody a new password; sessions begun with the old one end.

    Raises:
        ValidationError: the password will not do.
    """
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
