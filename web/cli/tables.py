"""The tables, and the groups of people, as this version wants them. Django must be set up."""

from django.contrib.auth.models import Group
from django.core.management import call_command

from web.accounts import GROUPS


def migrate(*, quiet: bool) -> None:
    """Bring the tables up to date and make the groups that give people their rights."""
    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    for name in GROUPS.values():
        Group.objects.get_or_create(name=name)
