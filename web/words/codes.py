"""Words for the small closed sets of codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: Mapping[str, str | Promise] = {
    "crashed": _("The reader stopped on this file"),
    "damaged": _("The file is damaged"),
    "empty": _("The file is empty"),
    "encrypted": _("The file is encrypted"),
    "incomplete": _("Incomplete: a part of it is missing"),
    "needs_password": _("A password is needed"),
    "no_text": _("No text could be read"),
    "signature_not_checked": _("The signature was not checked"),
    "program": _("A program or script: do not run it"),
    "out_of_memory": _("Reading this file took too much memory"),
    "timed_out": _("Reading took too long"),
    "too_big": _("The file is too big"),
    "too_deep": _("Nested too deeply"),
    "too_dense": _("Compressed too strongly to be opened safely"),
    "too_many_parts": _("Too many parts"),
    "truncated": _("The file breaks off before its end"),
    "unsupported": _("This type of file cannot be read"),
    "not_opened": _("Could not be opened"),
    "unavailable": _("A service did not answer"),
    "failed": _("Failed for an unknown reason"),
    "misconfigured": _("A setting does not fit"),
    "not_fetched": _("It lies elsewhere and was not fetched"),
    "blobs_unreachable": _("The store of files does not answer"),
    "blobs_refused": _("The store of files refuses access"),
    "blobs_full": _("The store of files is full"),
    "spool_full": _("There is no room left for temporary files"),
    "machine_unavailable": _("This machine could not do it at the moment"),
    "blob_missing": _("The store of files has lost this content"),
    "claims_register": _("The register of claims does not answer"),
    "ocr_missing": _("Text recognition is not installed"),
    "ocr_language_missing": _("A language of the text recognition is missing"),
}
"""Why a part could not be opened or read, or a mail could not be taken in."""

MAILBOX_ERRORS: Mapping[str, str | Promise] = {
    "timed_out": _("The mail server took too long"),
    "folder_missing": _("A folder does not exist"),
    "login_refused": _("The mailbox refuses our credentials"),
    "login_not_ascii": _("The user name or password has signs that this server cannot take"),
    "host_unknown": _("The mail server’s name is unknown"),
    "host_unreachable": _("The mail server cannot be reached"),
    "connection_lost": _("The connection to the mail server broke"),
    "protocol_error": _("The mail server’s answer could not be understood"),
    "server_busy": _("The mail server is busy"),
    "tls_refused": _("The secure connection failed"),
    "token_refused": _("The access grant was refused or has ended"),
    "token_server_unreachable": _("The server that grants access cannot be reached"),
    "not_offered": _("The mail server lacks something we need"),
    "command_refused": _("The mail server refused a command"),
    "empty_answer": _("The mail server answered with nothing"),
    "not_fetched": _("The mail server does not hand this message out"),
    "flag_not_kept": _("The mail server does not keep our mark"),
    "uid_validity_changed": _("The mailbox was rebuilt during the poll"),
    "secret_missing": _("The password is not set"),
    "too_big": _("The mail is too big"),
    "worker_died": _("The process stopped while it worked on this"),
    "move_not_offered": _("The mail server cannot move messages"),
    "settle_target_missing": _("The folder for handled mail does not exist"),
    "smtp_refused": _("The mail server refuses this mail"),
    "smtp_delayed": _("The mail server does not take mail at the moment"),
    "smtp_login_refused": _("The outgoing mail server refuses our credentials"),
    "smtp_connection_lost": _("The connection to the mail server broke"),
    "smtp_tls_refused": _("The secure connection failed"),
    "smtp_timed_out": _("The mail server took too long"),
    "smtp_unreachable": _("The mail server cannot be reached"),
    "smtp_not_offered": _("The mail server lacks something we need"),
    "bounced": _("The mail could not be delivered"),
}
"""Why a mailbox could not be polled, or a mail not be sent."""

OUTCOMES: Mapping[str, str | Promise] = {
    "route": _("Given to the claim"),
    "route_warn": _("Given to the claim, with a warning"),
    "triage": _("Waits in triage"),
    "hold": _("On hold"),
    "split": _("Split over several claims"),
    "ignore": _("Nothing to do"),
}

PRIORITIES: Mapping[str, str | Promise] = {
    "urgent": _("Urgent"),
    "high": _("High priority"),
    "normal": _("Normal priority"),
    "low": _("Low priority"),
}

KINDS: Mapping[str, str | Promise] = {
    "mail": _("Mail"),
    "text": _("Text of the mail"),
    "container": _("Archive"),
    "document": _("Document"),
    "decoration": _("Signature image"),
    "signature": _("Electronic signature"),
}

TASK_KINDS: Mapping[str, str | Promise] = {
    "claim": _("Claim"),
    "triage": _("Triage"),
    "hold": _("On hold"),
}

STATES: Mapping[str, str | Promise] = {
    "open": _("To do"),
    "done": _("Done"),
    "cancelled": _("Replaced"),
}
"""States of a task."""

EVENTS: Mapping[str, str | Promise] = {
    "received": _("Mail received"),
    "held": _("Mail stored"),
    "opened": _("Mail opened and split"),
    "passwords_tried": _("Locked files tried with the words of other mails of the thread"),
    "unlocked": _("Locked files opened with the words of another mail of the thread"),
    "read": _("Document read"),
    "decided": _("Decision made"),
    "task_opened": _("Task opened"),
    "task_done": _("Task done"),
    "task_cancelled": _("Task replaced"),
    "task_reopened": _("Task reopened"),
    "paper_strayed": _("A paper names another claim"),
    "joined": _("Shown together with another mail of the same sender, on one task"),
    "parted": _("Shown as a task of its own again"),
    "seen": _("Task opened by a person for the first time"),
    "dismissed": _("Set aside without a claim"),
    "retried": _("Tried again"),
    "viewed": _("Document viewed"),
    "downloaded": _("Downloaded"),
    "exported": _("Figures exported"),
    "parts_mismatch": _("Number of parts does not add up"),
    "mismatch_seen": _("Looked at by a person: parts that do not add up"),
    "quarantined": _("Put in quarantine"),
    "settled": _("Mailbox brought up to date"),
    "assigned": _("Assigned to a claim"),
    "moved": _("Moved to another claim"),
    "also_filed": _("Also filed in another claim"),
    "split_by_hand": _("Split over several claims by a person"),
    "undone": _("Correction undone"),
    "rule_added": _("Rule of the house added"),
    "rule_removed": _("Rule of the house removed"),
    "sent_again": _("The same documents were sent again, with nothing new"),
    "received_again": _("The same mail was received again"),
    "removed_before_held": _("Removed from the mailbox before it was stored"),
    "poll_failed": _("Poll failed"),
    "folder_left": _("Folder no longer polled"),
    "answer_withheld": _("Not acknowledged"),
    "answer_dry_run": _("Would have been acknowledged (dry run)"),
    "answer_planned": _("Acknowledgement about to be sent"),
    "answer_sent": _("Acknowledged"),
    "answer_refused": _("Acknowledgement refused by the mail server"),
    "answer_gave_up": _("Acknowledgement given up"),
    "answer_unsure": _("Acknowledgement perhaps sent"),
    "answer_withdrawn": _("Acknowledgement withdrawn before it was sent"),
    "answer_bounced": _("Acknowledgement came back"),
    "answer_seen": _("Looked at by a person: an acknowledgement that did not arrive"),
    "expert_absent": _("Automatic reply: the expert of this claim is absent"),
    "lawyer_absent": _("Automatic reply: the lawyer of this claim is absent"),
    "answer_released": _("Acknowledgement released by a person"),
    "answer_not_in_digest": _("The daily summary that named it was not sent"),
    "answer_in_digest": _("Named in the daily summary to the sender"),
    "answer_delayed": _("Acknowledgement is delayed on its way"),
    "answer_auto_replied": _("Automatic reply to our acknowledgement"),
    "uid_validity_changed": _("The mailbox was rebuilt during the poll"),
    "stamped": _("Stamped by a person"),
    "stamp_taken_back": _("Stamp taken back"),
    "token_made": _("API token made"),
    "token_revoked": _("API token revoked"),
    "webhook_added": _("Webhook added"),
    "webhook_removed": _("Webhook removed"),
    "webhook_paused": _("Webhook paused"),
    "webhook_resumed": _("Webhook resumed"),
    "webhook_resent": _("Sent to the webhook again"),
    "webhook_disabled": _("Webhook switched off, because nothing arrived for days"),
}
"""What happened to a mail, an item or a task."""

STEPS: Mapping[str, str | Promise] = {
    "open": _("Opening a mail"),
    "unlock": _("Opening locked files"),
    "read": _("Reading a document"),
    "route": _("Deciding on a mail"),
    "settle": _("Updating the mailbox"),
    "watch": _("Watching a draft claim"),
    "copy": _("Making a copy of a film that browsers play"),
    "answer": _("Planning an acknowledgement"),
    "digest": _("Planning a daily summary"),
    "send": _("Sending a mail"),
    "tell": _("Telling a webhook"),
}
"""Jobs."""

REFUSALS: Mapping[str, str | Promise] = {
    "claim_not_found": _("No claim has this number. Check it and try again."),
    "already_done": _("Somebody has already dealt with this task."),
    "claims_system_unavailable": _("The claims system does not answer. Please try again later."),
    "not_done": _("This task is not done, so it cannot be reopened."),
    "task_not_found": _("This task no longer exists."),
    "reason_missing": _("Please choose a reason."),
    "nothing_to_retry": _("There is nothing left to retry."),
    "already_seen": _("Somebody has already looked at this."),
    "claim_restricted": _("This claim is restricted. Its supervisor must file the mail."),
    "same_claim": _("It is on this claim already."),
    "no_such_document": _("One of these documents is no longer on this task."),
    "document_without_claim": _("Each document needs a claim number."),
    "changed_meanwhile": _("Something has changed meanwhile. Look again before you go on."),
    "nothing_to_undo": _("There is nothing to undo."),
    "stamp_unknown": _("This cannot be stamped here."),
    "stamp_in_future": _("What has not happened yet cannot be stamped."),
    "stamp_too_early": _("This is too long ago. Check the year."),
    "stamp_before_receipt": _("A mail cannot be acknowledged before it is received."),
    "stamp_no_moment": _("Please give a day and a time."),
    "already_stamped": _("This has been stamped already."),
    "answer_not_withheld": _("This acknowledgement is not withheld any more."),
    "answer_not_yours": _("Only the handler of the claim that it is about, or an operator, can have this sent."),
    "answer_never": _("This mail must not be answered, whoever asks for it."),
    "answer_by_operator": _("The sender’s address may be forged: only an operator can have this sent."),
    "answer_without_claim": _("Please give the mail to a claim first."),
    "answer_in_digest": _("The daily summary tells its sender of this mail."),
    "answer_after_first": _("The first acknowledgement did not go out, or it was the complete one."),
    "answers_off": _("Acknowledgements are switched off."),
    "token_name": _("Please give the token a name."),
    "token_scopes": _("Please choose what the token may do."),
    "token_days": _("Please give a number of days within the limit."),
    "token_person": _("There is nobody of this name who may log in."),
    "webhook_address": _("This is not an address that can be told anything."),
    "webhook_not_https": _("The address must begin with https."),
    "webhook_private": _("This address lies in a private network, which is not allowed here."),
    "webhook_events": _("Please choose what the webhook is told."),
    "webhook_gone": _("This is no longer possible: look at the list again."),
    "built_on": _("Something has been done since that depends on this; it cannot be undone any more."),
}
"""Why an operation was refused."""

CONSEQUENCES: Mapping[str, str | Promise] = {
    "seen": _("%(who)s has opened it, last on %(at)s."),
    "could_be_seen": _("%(who)s could see it since %(at)s."),
    "task_was_done": _("The task on %(claim)s was done by %(who)s on %(at)s."),
    "acknowledged": _("%(who)s was told on %(at)s that the mail is on claim %(claim)s."),
    "about_to_be_acknowledged": _("An acknowledgement about %(claim)s is about to be sent to %(who)s: it will be withdrawn."),
    "in_mailbox": _("The mail also lies in the mailbox %(other)s."),
    "claim_closed": _("Claim %(claim)s is closed."),
    "claim_restricted": _("Claim %(claim)s is restricted."),
    "handler_changes": _("The handler changes: %(who)s no longer has it, %(other)s gets it."),
    "handler_gets": _("%(other)s gets a task on %(claim)s."),
    "handler_not_known": _("The claims system does not say who handles %(claim)s."),
}
"""What follows from a correction."""

LANGUAGES: Mapping[str, str | Promise] = {
    "fr": _("French"),
    "nl": _("Dutch"),
    "de": _("German"),
    "en": _("English"),
}

FORM_PAGES: Mapping[str, str | Promise] = {"front": _("Front"), "back": _("Back")}

ANSWERS: Mapping[str, str | Promise] = {"yes": _("Yes"), "no": _("No")}
