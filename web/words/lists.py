"""What lists are narrowed by and ordered by, and where something was found."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DUE: Mapping[str, str | Promise] = {
    "overdue": _("Overdue"),
    "today": _("Due today"),
    "week": _("Due this week"),
}

STATES: Mapping[str, str | Promise] = {
    "open": _("Open"),
    "done": _("Finished"),
}

FILTERS: Mapping[str, str | Promise] = {
    "claim": _("Claim"),
    "from": _("Sender"),
    "type": _("Document"),
    "language": _("Language"),
    "priority": _("Priority"),
    "due": _("Due time"),
    "unread": _("Unread"),
}
"""What a list is narrowed by."""

PLACES: Mapping[str, str | Promise] = {
    "claim": _("Claim"),
    "subject": _("Subject"),
    "sender": _("Sender"),
    "text": _("Message"),
}
"""Where in a mail something was found."""
