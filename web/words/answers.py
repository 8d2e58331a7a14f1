"""What became of our answers, and why there is none."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: Mapping[str, str | Promise] = {
    "withheld": _("Not acknowledged"),
    "dry_run": _("Would have been acknowledged (dry run)"),
    "planned": _("Acknowledgement about to be sent"),
    "sending": _("Acknowledgement being sent"),
    "sent": _("Acknowledged"),
    "refused": _("Acknowledgement refused by the mail server"),
    "gave_up": _("Acknowledgement given up"),
    "unsure": _("Acknowledgement perhaps sent"),
    "bounced": _("Acknowledgement came back"),
}

KINDS: Mapping[str, str | Promise] = {
    "full": _("complete"),
    "neutral": _("neutral"),
    "second": _("complete, after a neutral one"),
    "digest": _("daily summary"),
}

ASSIGNED: Mapping[str, str | Promise] = {"expert": _("The expert"), "lawyer": _("The lawyer")}
"""Who is assigned to a claim, at the beginning of a sentence."""

REASONS: Mapping[str, str | Promise] = {
    "auto_submitted": _("automatic mail"),
    "report": _("delivery failure notice"),
    "mailing_list": _("mailing list or newsletter"),
    "precedence": _("mass mail"),
    "own_mail": _("our own acknowledgement"),
    "own_text": _("our own words came back"),
    "suppressed": _("the sender asks for no automatic answers"),
    "null_return_path": _("the mail may not be answered"),
    "no_address": _("no address to answer to"),
    "own_address": _("our own address"),
    "no_reply_address": _("nobody reads mail to this address"),
    "spam_verdict": _("the mail filter took it for unwanted mail"),
    "virus_verdict": _("the mail filter found a virus in it"),
    "sender_auth_failed": _("the sender’s address may be forged"),
    "answered_already": _("already acknowledged: received twice"),
    "many_for_claim": _("too many acknowledgements to this sender about this claim today"),
    "many_for_sender": _("too many acknowledgements to this sender today"),
    "withdrawn": _("withdrawn before it was sent: where the mail belongs has changed"),
    "set_aside": _("set aside by a person: no answer is due"),
    "too_old": _("the mail is too old to be acknowledged now"),
    "switched_off": _("acknowledgements were switched off"),
}
"""Why a mail is not acknowledged."""
