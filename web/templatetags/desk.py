"""Filters that make words of codes, and the pictures of the pages."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from web import sheets, words
from web.words import answers, codes, documents, reasons, statistics, supervision

register = template.Library()

WE_SEND = "we_send"
"""The wish that is no word worth: every mail sends something."""

PATHS = {
    "mail": "M2.5 4.5h11v8h-11z M2.5 5l5.5 4 5.5-4",
    "text": "M3 4h10M3 7h10M3 10h10M3 13h6",
    "container": "M2.5 3h11v3h-11z M3.5 6v7h9V6 M6.5 8.5h3",
    "document": "M4 1.8h5.5L12.5 5v9.2H4z M9.3 1.8V5h3.2",
    "pdf": "M4 1.8h5.5L12.5 5v9.2H4z M9.3 1.8V5h3.2 M6 8h4.5M6 10.5h4.5",
    "sheet": "M2.5 3h11v10h-11z M2.5 6.3h11M2.5 9.6h11M6.5 3v10",
    "image": "M2.5 3h11v10h-11z M2.5 11l3.2-3.4 2.6 2.6 2-2 3.2 3 M10.3 5.8h.01",
    "video": "M1.8 4h8.7v8H1.8z M10.5 7l3.7-2.2v6.4L10.5 9",
    "audio": "M3 6.2h2.2L8.5 3.4v9.2L5.2 9.8H3z M10.6 6a3 3 0 0 1 0 4 M12.4 4.4a5.4 5.4 0 0 1 0 7.2",
    "signature": "M8 1.8l5 1.9v3.6c0 3.2-2.1 5.6-5 6.9-2.9-1.3-5-3.7-5-6.9V3.7z M5.8 8l1.6 1.6 2.9-3",
    "lock": "M3.8 7.2h8.4v6.3H3.8z M5.5 7.2V5a2.5 2.5 0 0 1 5 0v2.2",
    "warning": "M8 2.2l6.2 11H1.8z M8 6.5v3.2 M8 11.6h.01",
    "link": "M7 9a2.6 2.6 0 0 0 3.7 0l2-2A2.6 2.6 0 0 0 9 3.3l-1 1 M9 7a2.6 2.6 0 0 0-3.7 0l-2 2A2.6 2.6 0 0 0 7 12.7l1-1",
    "download": "M8 2.5v7.2 M5 7l3 3 3-3 M3 13h10",
    "check": "M3 8.5l3.2 3.2L13 4.8",
    "why": "M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 0 0 8 1.9z M8 7.3v3.6 M8 5.1h.01",
    "back": "M9.8 3.5L5.3 8l4.5 4.5",
    "search": "M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4z M10.2 10.2l3.3 3.3",
    "clock": "M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 0 0 8 1.9z M8 4.6V8l2.3 1.6",
    "copy": "M5.5 5.5h7.7v7.7H5.5z M3 10.3V2.8h7.5",
    "cross": "M4 4l8 8M12 4l-8 8",
    "pencil": "M3 13l.6-2.9 7.2-7.2 2.3 2.3-7.2 7.2z M9.6 4.1l2.3 2.3",
    "note": "M3 2.8h10v7.4l-3 3H3z M13 10.2h-3v3 M5.3 5.8h5.4M5.3 8.2h3",
    "person": "M8 2.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z M3 13.6c.5-2.6 2.4-4 5-4s4.5 1.4 5 4",
    "reply": "M7 4L3 8l4 4 M3 8h6.5A3.5 3.5 0 0 1 13 11.5V12.5",
    "undo": "M6 3L3 6l3 3 M3 6h6a3.7 3.7 0 0 1 0 7.4H6.5",
    "onward": "M6.2 3.5L10.7 8l-4.5 4.5",
    "keys": "M1.8 4h12.4v8H1.8z M4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 9.5h7",
    "forward": "M9 4l4 4-4 4 M13 8H6.5A3.5 3.5 0 0 0 3 11.5V12.5",
}

VALUES = {"yes_no": codes.ANSWERS, "signature": codes.ANSWERS, "statement_page": codes.FORM_PAGES}
"""Words for values of kinds that have a small closed set of them."""

AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

register.filter("title_words", words.title)
register.filter("warning", words.warning)
register.filter("mailbox_error", words.mailbox_error)
register.filter("fact", words.fact)
register.filter("answer_reason", words.answer_reason)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small line drawing that says nothing to a screen reader: the words beside it do."""
    drawn = '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
    return format_html(drawn, mark_safe(PATHS.get(name, PATHS["document"])))  # noqa: S308 - a constant of this file


@register.filter
def sheet_name(code: str) -> str:
    """What a sheet of the statistics is called."""
    return words.word(statistics.SHEETS, code)


@register.filter
def sheet_note(code: str) -> str:
    """What a sheet of the statistics shows."""
    return words.word(statistics.NOTES, code)


@register.filter
def tone_name(code: str) -> str:
    """What a colour of a chart stands for."""
    return words.word(supervision.TONES, code)


@register.filter
def whole(number: int) -> str:
    """A number as the reader writes it."""
    return supervision.count(number)


@register.filter
def column_name(code: str) -> str:
    """What a column of the statistics is called."""
    return words.word(statistics.COLUMNS, code)


@register.filter
def document_type(code: str) -> str:
    """The name of a document type."""
    return words.word(documents.TYPES, code)


@register.filter
def sensitivity(code: str) -> str:
    """The name of a class of personal data."""
    return words.word(documents.SENSITIVITIES, code)


@register.filter
def problem(code: str) -> str:
    """Why something could not be opened or read."""
    return words.word(codes.PROBLEMS, code)


@register.filter
def evidence(code: str) -> str:
    """What speaks for a candidate."""
    return words.word(reasons.EVIDENCE, code)


@register.filter
def intent(code: str) -> str:
    """What a sender wants."""
    return words.word(reasons.INTENTS, code)


@register.filter
def wish(intents: Sequence[str] | None) -> str:
    """The most pressing of a sender's wishes, "" when there is none worth a word."""
    return next((code for code in intents or () if code != WE_SEND), "")


@register.filter
def sender_badge(code: str) -> str:
    """The class of a sender."""
    return words.word(reasons.BADGES, code)


@register.filter
def event(code: str) -> str:
    """What happened."""
    return words.word(codes.EVENTS, code)


@register.filter
def away(code: str) -> str:
    """Who is assigned to a claim, as the beginning of a sentence."""
    return words.word(answers.ASSIGNED, code)


@register.filter
def answer_state(code: str) -> str:
    """What became of an answer."""
    return words.word(answers.STATES, code)


@register.filter
def answer_kind(code: str) -> str:
    """How much an answer tells."""
    return words.word(answers.KINDS, code)


@register.filter
def outcome(code: str) -> str:
    """What was decided."""
    return words.word(codes.OUTCOMES, code)


@register.filter
def priority(code: str) -> str:
    """How urgent a task is."""
    return words.word(codes.PRIORITIES, code)


@register.filter
def part_kind(code: str) -> str:
    """What a part is."""
    return words.word(codes.KINDS, code)


@register.filter
def task_kind(code: str) -> str:
    """Whether a task is a claim's, waits in triage, or is on hold."""
    return words.word(codes.TASK_KINDS, code)


@register.filter
def task_state(code: str) -> str:
    """How far a task is."""
    return words.word(codes.STATES, code)


@register.filter
def step(code: str) -> str:
    """What a job does."""
    return words.word(codes.STEPS, code)


@register.filter
def tongue(code: str) -> str:
    """The name of a language."""
    return words.word(codes.LANGUAGES, code)


@register.filter
def role(code: str) -> str:
    """What a fact is in its document."""
    return words.role(code)


@register.filter
def percent(share: float) -> str:
    """A share between 0 and 1 as a percentage without decimals."""
    return f"{round(share * 100)} %"


@register.filter
def fact_value(value: str, kind: str) -> str:
    """A fact as a page may show it: of a bank account the last four signs, of a person's national number none."""
    if kind == "iban":
        return f"•••• {value[-4:]}"
    if kind == "national_id":
        return "••••••"
    if kind.startswith("amount") and AMOUNT.fullmatch(value):
        return f"{number_format(Decimal(value), decimal_pos=2, force_grouping=True)} €"
    if DAY.fullmatch(value):
        return _day(value)
    return words.statement_field(value) if kind == "unread" else words.word(VALUES.get(kind, {}), value)


def _day(value: str) -> str:
    try:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    except ValueError:
        return value


@register.filter
def figure(cell: sheets.Shown) -> str:
    """A cell of the statistics as the reader writes days, numbers and shares."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, date):
        return date_format(value, "F Y" if cell.column.code == "month" else "SHORT_DATE_FORMAT")
    if cell.column.share:
        return f"{number_format(100 * float(value), 1)} %"
    if isinstance(value, float):
        return number_format(value, 1)
    return number_format(value, force_grouping=True) if isinstance(value, int | Decimal) else value
