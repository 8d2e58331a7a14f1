"""The demonstration's claims office: its people and its mailbox. Django must be set up."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from storage.models import Mailbox
from web.cli.people import NewPerson, add_person
from web.demo.claims import HANDLERS
from web.demo.people import OFFICE
from web.demo.server import HOST, MailServer

SECRET = "CLAIMPOST_SECRET_OF_DEMO"  # noqa: S105 - the name of a variable
STAFF = (
    NewPerson(name="operator", roles=("operator",), full_name="Odile Operator"),
    *(NewPerson(name=name, full_name=full, email=f"{name}@vertebois.example") for name, full in HANDLERS.items()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who may log in to the desk."""

    name: str
    role: str
    full_name: str


def staff(password: str) -> tuple[Account, ...]:
    """Give everybody of the office an account with `password`, anew if they have one."""
    User.objects.filter(username__in=[person.name for person in STAFF]).delete()
    for person in STAFF:
        add_person(person, password)
    return tuple(Account(name=person.name, role=person.roles[0], full_name=person.full_name) for person in STAFF)


def mailbox(server: MailServer, since: date) -> Mailbox:
    """The office's mailbox on the private server, polled from the day `since` on; its password is in the variable SECRET."""
    row, _ = Mailbox.objects.update_or_create(
        name="sinistres",
        defaults={
            "host": HOST,
            "port": server.imap_port,
            "security": Mailbox.Security.PLAIN,
            "user": OFFICE,
            "secret": f"env:{SECRET}",
            "folders": ["INBOX"],
            "settle": Mailbox.Settle.NOTHING,
            "since": since,
        },
    )
    return row
