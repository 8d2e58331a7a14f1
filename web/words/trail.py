"""How a verdict came about: the facts that rules look at, their values, and what a rule said."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from web.words.codes import ANSWERS
from web.words.reasons import BADGES, CARRIERS

FACTS: Mapping[str, str | Promise] = {
    "claims_system": _("claims system"),
    "sender": _("sender"),
    "carrier": _("place of the reference"),
    "form": _("form of the reference"),
    "delimited": _("between asterisks"),
    "range": _("range of claims"),
    "distinct": _("different references"),
    "both_delimited": _("two open claims named between asterisks"),
    "kind": _("kind of number"),
    "state": _("state of the claim"),
    "alias": _("former number replaced"),
    "own_text_other": _("message or file name names another claim"),
    "each_file_one": _("each file names one claim"),
    "corroborated": _("name, policy, plate or broker’s reference agrees"),
    "other_insured_named": _("insured of another claim named"),
    "thread_agrees": _("earlier mails of the thread agree"),
    "thread_of_other": _("earlier mails of the thread are about another claim"),
    "declaration_present": _("reports a loss"),
    "data_protection": _("asks about personal data"),
    "contract_change": _("wants the contract changed"),
    "assigned_before": _("a person gave an earlier mail like it to a claim"),
    "earlier": _("earlier mails of this sender"),
    "auto": _("automatic mail"),
    "carries_units": _("only carries other mails"),
    "around": _("mail around it"),
    "paper": _("paper"),
    "page": _("page"),
    "other_claim": _("other claim"),
    "named_by": _("named by"),
    "copy_of": _("same mail as"),
}
"""What a rule looks at."""

OTHERS: Mapping[str, str | Promise] = {
    "up": _("answers"),
    "down": _("does not answer"),
    "none": _("none"),
    "one": _("one"),
    "newest": _("only the newest were looked at"),
    "many": _("several"),
    "open": _("open"),
    "closed": _("closed"),
    "claim": _("claim"),
    "draft": _("draft"),
    "exact": _("between asterisks"),
    "normalised": _("irregularly written"),
    "bare": _("without asterisks"),
    "repaired": _("corrected"),
    "partial": _("incomplete"),
    "number": _("claim number"),
    "policy_number": _("policy number"),
    "plate": _("number plate"),
    "": _("none"),
}

VALUES: Mapping[str, str | Promise] = {**OTHERS, **ANSWERS, **CARRIERS}
"""What it found, whatever the fact."""

SENDERS: Mapping[str, str | Promise] = BADGES

SAID: Mapping[str, str | Promise] = {
    "passed": _("does not apply"),
    "warned": _("applies: warning"),
    "decided": _("applies: decides"),
}
