"""The clocks of the service level: what they are called, how they stand, and what a person may stamp."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLOCKS: Mapping[str, str | Promise] = {
    "ack": _("Acknowledgement"),
    "task_created": _("First task"),
    "contract_change": _("Contract change handed over"),
    "triage": _("Triage"),
    "quarantine_review": _("Review of the quarantine"),
    "expert_mission": _("Expert appointed"),
    "expert_report": _("Expert report"),
    "report_copy": _("Copy of the report to the insured"),
    "offer": _("Offer of compensation"),
    "vehicle_search": _("Stolen vehicle not found"),
}

STATES: Mapping[str, str | Promise] = {
    "running": _("running"),
    "warn": _("nearly over"),
    "overdue": _("overdue"),
    "met": _("in time"),
    "missed": _("too late"),
    "void": _("no clock"),
}

TONES: Mapping[str, str] = {"running": "calm", "warn": "warn", "overdue": "bad", "met": "good", "missed": "bad", "void": "calm"}
"""The colour that goes with each state; the word says the same."""

STAMPS: Mapping[str, str | Promise] = {
    "ack_sent_at": _("Acknowledged by other means"),
    "expertise_needed_at": _("Assessment needed"),
    "mission_sent_at": _("Mission sent to the expert"),
    "report_received_at": _("Final expert report received"),
    "report_copied_at": _("Report copied to the insured"),
    "offer_sent_at": _("Offer sent"),
    "search_ended_at": _("Vehicle found, or no longer waited for"),
}
"""What a person may stamp."""
