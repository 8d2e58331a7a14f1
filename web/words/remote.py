"""Words about tokens and webhooks."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPES: Mapping[str, str | Promise] = {
    "tasks:read": _("Read tasks and claims"),
    "tasks:write": _("Finish, reopen and stamp tasks"),
    "triage:write": _("Assign, set aside and correct mails"),
    "documents:read": _("Read documents"),
    "documents:restricted": _("Open restricted documents, with a reason"),
    "numbers:read": _("Read the numbers of mailboxes, failures and statistics"),
    "failures:write": _("Try again what failed"),
    "webhooks:write": _("Add and change webhooks"),
}
"""What a token may be given."""

TOLD: Mapping[str, str | Promise] = {
    "task.opened": _("A task was opened"),
    "task.done": _("A task was done"),
    "task.reopened": _("A task was reopened"),
    "task.cancelled": _("A task was replaced"),
    "triage.waiting": _("A mail waits in triage or on hold"),
    "mail.quarantined": _("A mail is in quarantine"),
}
"""What a webhook is told."""

WEBHOOK_STATES: Mapping[str, str | Promise] = {
    "active": _("Active"),
    "paused": _("Paused"),
    "disabled": _("Switched off: nothing arrived for days"),
}

DELIVERY_STATES: Mapping[str, str | Promise] = {
    "waiting": _("Still to be sent"),
    "delivered": _("Arrived"),
    "gave_up": _("Given up"),
}

PROBLEMS: Mapping[str, str | Promise] = {
    "webhook_refused": _("The receiver did not take it"),
    "webhook_timed_out": _("The receiver took too long"),
    "webhook_unreachable": _("The receiver cannot be reached"),
    "webhook_bad_answer": _("The receiver’s answer could not be understood"),
    "webhook_tls_refused": _("The secure connection failed"),
    "webhook_host_unknown": _("The receiver’s name is unknown"),
    "webhook_private": _("The receiver lies in a private network"),
    "webhook_not_https": _("The address must begin with https."),
    "webhook_address": _("This is not an address that can be told anything."),
}
"""Why something did not arrive."""

TOKEN_STATES: Mapping[str, str | Promise] = {
    "valid": _("Valid"),
    "expired": _("Expired"),
    "revoked": _("Revoked"),
}
