"""Names of the sheets and columns of the statistics, and words for the codes in their cells."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from web import words
from web.words import answers, clocks, codes, documents, reasons

SHEETS: Mapping[str, str | Promise] = {
    "claims": _("Claims"),
    "totals": _("Totals"),
    "clocks": _("Clocks"),
    "months": _("Months"),
    "weeks": _("Weeks"),
    "days": _("Days"),
    "hours": _("Hours of the day"),
    "mailboxes": _("Mailboxes"),
    "documents": _("Documents"),
    "types": _("Types, as corrected"),
    "refused": _("Not read"),
    "triage": _("Triage"),
    "senders": _("Senders"),
    "answers": _("Acknowledgements"),
    "rules": _("Rules"),
    "again": _("Received again"),
    "load": _("Load"),
}

NOTES: Mapping[str, str | Promise] = {
    "claims": _("One line for every claim that mail of the period was filed on; the first columns are the claims system’s."),
    "totals": _("The whole period; shares of triage are of mails that are not automatic, late declarations of those that can be judged."),
    "clocks": _("How the clocks that started in the period went, by contract; what runs past its end is too late, times in hours."),
    "months": _("What was decided about each mail before any person did; mails inside mails count on their own."),
    "weeks": _("Mails that are not automatic, by week, and those that waited for a person."),
    "days": _("Mails that came on each day."),
    "hours": _("Mails by the hour of the day in which they came."),
    "mailboxes": _("Messages that each mailbox delivered."),
    "documents": _("Documents that were read, by type and language."),
    "types": _("How often the type of a document was right: what nobody changed counts as right."),
    "refused": _("Files that could not be opened or read, and why."),
    "triage": _("Why mails waited for a person, and for how long; times in hours."),
    "senders": _("Who leaves the reference out: automatic mail does not count."),
    "answers": _("What became of the acknowledgements; times in hours from receipt."),
    "rules": _("How often each rule decided, and how often a person corrected it."),
    "again": _("What had been received before."),
    "load": _("Open tasks of every handler at this moment, and how long they have been open."),
}

COLUMNS: Mapping[str, str | Promise] = {
    "claim": _("Claim"),
    "establishment": _("Establishment"),
    "loss_date": _("Date of loss"),
    "loss_place": _("Place of loss"),
    "covers": _("Covers called upon"),
    "paid": _("Paid"),
    "reserved": _("Reserved"),
    "state": _("State"),
    "closed_on": _("Closed on"),
    "paid_on": _("Paid on"),
    "mails": _("Mails"),
    "tasks": _("Tasks"),
    "first_mail": _("First mail"),
    "last_mail": _("Last mail"),
    "documents": _("Documents"),
    "types": _("Types of document"),
    "refused": _("Not read"),
    "nothing_new": _("Mails with nothing new"),
    "days_to_declaration": _("Days from loss to declaration"),
    "late": _("Declared late"),
    "month": _("Month"),
    "day": _("Day"),
    "units": _("Mails handled"),
    "outcome_route": _("Filed"),
    "outcome_route_warn": _("Filed with a warning"),
    "outcome_split": _("Split"),
    "outcome_triage": _("Triage"),
    "outcome_hold": _("On hold"),
    "outcome_ignore": _("Automatic"),
    "triage_share": _("Share of triage"),
    "mailbox": _("Mailbox"),
    "quarantined": _("Quarantined"),
    "type": _("Type"),
    "language": _("Language"),
    "pages": _("Pages"),
    "reason": _("Reason"),
    "count": _("Number"),
    "waiting": _("Waiting"),
    "hours_median": _("Hours, median"),
    "hours_95": _("Hours, 95 % within"),
    "domain": _("Domain"),
    "without_reference": _("Without a usable reference"),
    "share": _("Share"),
    "kind": _("Kind"),
    "rule": _("Rule"),
    "outcome": _("Decision"),
    "corrected": _("Corrected"),
    "event": _("Event"),
    "contract": _("Contract"),
    "clock": _("Clock"),
    "met": _("In time"),
    "missed": _("Too late"),
    "running": _("Running"),
    "figure": _("Figure"),
    "week": _("Week from"),
    "hour": _("Hour"),
    "right": _("Right"),
    "handler": _("Handler"),
    "open": _("Open"),
    "overdue": _("Overdue"),
    "oldest": _("Oldest from"),
    "age": _("Age"),
    "age_0": _("Less than 1 day"),
    "age_1": _("1 to 2 days"),
    "age_3": _("3 to 6 days"),
    "age_7": _("7 to 13 days"),
    "age_14": _("14 to 29 days"),
    "age_30": _("30 days and more"),
}

FIGURES: Mapping[str, str | Promise] = {
    "mails": _("Mails"),
    "units": _("Mails handled"),
    "triage": _("Triage"),
    "duplicates": _("Received again"),
    "answers": _("Acknowledgements sent"),
    "answers_named": _("Acknowledgements with the claim’s number and name"),
    "answers_contact": _("Acknowledgements with the handler’s name and direct line"),
    "claims": _("Claims with mail"),
    "late": _("Late declarations"),
}

CLAIM_STATES: Mapping[str, str | Promise] = {
    "open": _("Open"),
    "closed": _("Closed"),
    "archived": _("Archived"),
    "draft": _("Draft"),
    "recourse": _("Recourse"),
    "restricted": _("Restricted"),
    "none": _("Not in the register"),
}

RULES: Mapping[str, str | Promise] = {"route": _("a reference that counts")}


def _types(cell: str) -> str:
    """`photo=3 devis=1` as the words of a list."""
    pairs = (one.partition("=") for one in cell.split())
    return ", ".join(f"{_type(code)} {count}" for code, _sign, count in pairs)


def _type(code: str) -> str:
    return words.word(documents.TYPES, code) if code else str(_("not read yet"))


_OF: Mapping[str, Callable[[str], str]] = {
    "claim_state": lambda code: words.word(CLAIM_STATES, code),
    "type": _type,
    "types": _types,
    "problem": lambda code: words.word(codes.PROBLEMS, code),
    "reason": lambda code: capfirst(words.word(reasons.REASONS, code)),
    "rule": lambda code: capfirst(words.word(RULES, code) if code in RULES else words.word(reasons.REASONS, code)),
    "outcome": lambda code: words.word(codes.OUTCOMES, code),
    "answer_kind": lambda code: words.word(answers.KINDS, code),
    "answer_state": lambda code: words.word(answers.STATES, code),
    "contract": lambda code: code or str(_("The house’s own times")),
    "clock": lambda code: words.word(clocks.CLOCKS, code),
    "figure": lambda code: words.word(FIGURES, code),
    "handler": lambda code: code or str(_("No handler")),
    "event": lambda code: words.word(codes.EVENTS, code),
    "yes_no": lambda code: words.word(codes.ANSWERS, code),
}


def said(of: str, code: str) -> str:
    """The words of a cell that holds a code."""
    if of and code == "all":
        return str(_("All"))
    return _OF[of](code) if of else code
