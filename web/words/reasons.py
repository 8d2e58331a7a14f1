"""Why a verdict says what it says: reasons, evidence, and the parts of the sentence that joins them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, str | Promise] = {
    "claims_system_unavailable": _("the claims system did not answer"),
    "sender_auth_failed": _("the sender’s address may be forged"),
    "reference_range": _("the subject announces a range of claims"),
    "reference_malformed": _("the reference is incomplete or has too many digits"),
    "multiple_references": _("several claims are named"),
    "both_claims_named": _("the subject names two claims: the mail is on both"),
    "conflicting_references": _("subject and message name different claims"),
    "thread_of_other_claim": _("the mails before it are about another claim"),
    "reference_in_filename": _("the reference was only in a file name"),
    "draft_not_submitted": _("the draft claim is not submitted yet"),
    "draft_unknown": _("this draft number is unknown"),
    "reference_not_found": _("no claim has this number"),
    "draft_number_resolved": _("the draft number was replaced by the claim’s number"),
    "claim_renumbered": _("the claim has another number now: it was renumbered, or merged with another"),
    "identity_conflict": _("the mail names the insured, policy or plate of another claim"),
    "reference_repaired": _("the reference was misspelt and has been corrected"),
    "sender_unknown": _("unknown sender"),
    "sender_not_on_claim": _("the sender is known, but not on this claim"),
    "sender_not_authenticated": _("the sender’s address could not be authenticated"),
    "uncorroborated_reference": _("nothing but the number points to this claim"),
    "near_number_of_sender": _("the sender has another claim with almost this number: please compare"),
    "paper_names_other_claim": _("a paper names another claim, and not this one"),
    "paper_names_claim_of_same_insured": _("a paper names another claim of the same insured, and not this one"),
    "scan_may_name_other_claim": _("a scan names another claim with almost this number, or was misread: please compare"),
    "another_claim_mentioned": _("the mail also speaks of another claim’s insured, policy, plate or day of loss: please compare"),
    "new_loss_reported": _("the mail reports a new loss, of another day than this claim’s: please see whether it needs a claim of its own"),
    "names_not_compared": _("too many names stand in subject and file names to compare them all"),
    "another_number_mentioned": _("a number of another claim of the sender stands in it: please compare"),
    "numbers_not_looked_up": _("too many numbers stand in it to look them all up"),
    "number_disputed": _("the sender says that a number or a claim is not the right one"),
    "not_delimited": _("the reference was not between asterisks"),
    "reference_in_body": _("the reference was only in the message"),
    "reference_in_quoted_thread": _("the reference comes from the earlier mails of this thread"),
    "quoted_only": _("the reference is only in quoted text"),
    "ocr_only": _("the reference is only in the text of a document"),
    "claim_closed": _("the claim is closed"),
    "new_claim": _("a claim notification without a claim number"),
    "no_reference": _("no reference was found"),
    "duplicate_header": _("the mail has two subjects; the first one counts"),
    "carries_units": _("this mail only carries other mails"),
    "inherited": _("the claim was taken from the mail around it"),
    "automatic_mail": _("automatic mail"),
    "auto_reply": _("automatic reply"),
    "bounce": _("delivery failure notice"),
    "list": _("mailing list or newsletter"),
    "own": _("our own acknowledgement"),
    "assigned": _("assigned by a person"),
    "assigned_before": _("placed as a person placed an earlier mail like it"),
    "received_again": _("the same mail was received before"),
    "duplicate": _("already received earlier"),
    "needs_password": _("a file needs a password"),
    "gave_up_waiting": _("the draft was not submitted in time"),
    "spam": _("unwanted mail"),
    "not_ours": _("not for us"),
    "handed_over": _("handed over to another department"),
    "address_to_correct": _("our acknowledgement came back: the address must be corrected"),
    "address_corrected": _("the address has been corrected"),
    "moved": _("moved to this claim by a person"),
    "also_filed": _("also filed here by a person"),
    "split_by_hand": _("split over several claims by a person"),
    "dismissed": _("set aside by a person"),
    "undone": _("a correction was undone"),
    "wrong_number": _("the sender wrote a wrong number"),
    "misplaced": _("it was placed wrongly"),
    "concerns_other": _("it concerns another claim"),
    "concerns_several": _("it concerns several claims"),
    "unlocked": _("papers came out of a file that was locked"),
    "not_habitable": _("the home cannot be lived in"),
    "injured": _("somebody is hurt"),
    "leak_not_stopped": _("the leak is not stopped"),
    "injured_box_ticked": _("somebody is hurt: a claim for bodily injury?"),
    "admission_of_liability_in_text": _("the insured admits liability in writing"),
    "sensitive_business_relation": _("the register marks the claim as sensitive"),
    "hearing_date_within_15_days": _("a hearing is within 15 days"),
    "look_alike_domain": _("the sender’s domain looks like that of somebody we know"),
    "data_protection_request": _("a request about personal data: to be answered within a month"),
    "other_branch": _("the claim belongs to another branch than this mailbox"),
    "foreign_number": _("the claim was found by another insurer’s number"),
    "contract_change": _("a change of the contract, for another department"),
    "many_copies": _("perhaps a copy: too many mails have the same Message-ID to compare them all"),
    "to_be_split": _("to be split: another document may begin in this scan"),
    "holds_macros": _("an office file may hold macros: do not enable them"),
    "date_far_from_receipt": _("the date that the sender wrote is far from the receipt"),
}
"""Reasons of a verdict and warnings of a task, as clauses."""

INTENTS: Mapping[str, str | Promise] = {
    "data_protection": _("Asks for personal data or their erasure"),
    "complaint": _("Complains about us"),
    "court": _("Writes about a court"),
    "send_us": _("Asks us to send something"),
    "let_us_know": _("Asks for an answer"),
    "assessment": _("Writes about the assessment"),
    "liability": _("Writes about liability"),
    "contract_change": _("Wants to change the contract"),
    "other": _("Has another request"),
    "we_send": _("Sends something"),
}
"""What a sender wants, as a badge and as what a term follows from."""

EVIDENCE: Mapping[str, str | Promise] = {
    "reference": _("reference found"),
    "near_number": _("number almost identical"),
    "near_numbers": _("number almost identical"),
    "plate": _("same number plate"),
    "insured": _("insured named"),
    "full_name": _("insured named in full"),
    "policy_number": _("same policy number"),
    "broker_ref": _("broker’s own reference"),
    "loss_date": _("same date of loss"),
    "pv_number": _("same police report number"),
    "vin": _("same chassis number"),
    "thread": _("earlier mail of the same thread"),
    "sender": _("sender is a party of this claim"),
    "original": _("forwarded mail is by a party of this claim"),
    "original_name": _("forwarded mail is by somebody with the insured’s name"),
    "broker": _("sender is the broker of this claim"),
    "broker_email": _("sender is the broker of this claim"),
    "party": _("sender is a party of this claim"),
    "expert": _("sender is the expert of this claim"),
    "lawyer": _("sender is the lawyer of this claim"),
    "party_email": _("sender is a party of this claim"),
    "former_number": _("former number of this claim"),
    "subject": _("number in the subject"),
    "own_text": _("number in the message"),
    "file_name": _("number in a file name"),
    "quoted_text": _("number in the quoted text"),
    "document_text": _("number in a document"),
}
"""What speaks for a candidate."""

SENDERS: Mapping[str, str | Promise] = {
    "L": _("sender: a party of this claim, authenticated"),
    "O": _("sender: known, but not a party of this claim"),
    "U": _("sender: unknown"),
    "X": _("sender: not authenticated, possibly forged"),
}
"""The class of the sender, as a clause."""

BADGES: Mapping[str, str | Promise] = {
    "L": _("Authenticated party"),
    "O": _("Not on this claim"),
    "U": _("Unknown sender"),
    "X": _("Possibly forged"),
}
"""The class of the sender, as a badge."""

CARRIERS: Mapping[str, str | Promise] = {
    "subject": _("in the subject of the mail"),
    "own_text": _("in the message"),
    "file_name": _("in a file name"),
    "quoted_text": _("in the quoted text"),
    "document_text": _("in the text of a document"),
}
"""Where a reference stood in the outer mail."""

INNER_CARRIERS: Mapping[str, str | Promise] = {
    "subject": _("in the subject of the attached mail"),
    "own_text": _("in the message of the attached mail"),
    "file_name": _("in a file name of the attached mail"),
    "quoted_text": _("in the quoted text of the attached mail"),
    "document_text": _("in the text of a document of the attached mail"),
}
"""Where a reference stood in an attached mail."""

FORMS: Mapping[str, str | Promise] = {
    "exact": _("between asterisks"),
    "delimited": _("between asterisks, irregularly written"),
    "bare": _("without asterisks"),
    "separated": _("without asterisks, with separators"),
    "repaired": _("corrected"),
    "partial": _("incomplete"),
}
"""How a reference was written."""
