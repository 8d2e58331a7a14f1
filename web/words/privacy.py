"""Roles, why somebody opens a restricted document, and what is said where less is shown."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: Mapping[str, str | Promise] = {
    "handler": _("Handler"),
    "operator": _("Operator"),
    "supervisor": _("Supervisor"),
    "medical_adviser": _("Medical adviser"),
    "administrator": _("Administrator"),
}

OPENINGS: Mapping[str, str | Promise] = {
    "handling": _("I handle this claim"),
    "standing_in": _("I stand in for its handler"),
    "placing": _("To find the claim it belongs to"),
    "complaint": _("A complaint, or a check of the file"),
    "data_protection": _("A person asks for personal data"),
    "other": _("Other reason"),
}
"""Why somebody opens a restricted document."""

ABOUT_HEALTH = _("Mail with a medical document")
"""What a mail is called where its subject may tell of somebody's health."""

HEALTH_TITLE = _("Medical document received (restricted)")
"""What a task is called where its title may."""
