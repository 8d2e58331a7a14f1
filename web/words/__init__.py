"""Every code that a page shows, in words. A code without words is shown as it is."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.precedents import Precedent
from core.values import Carrier, Form, Outcome, Reference, SenderClass, Verdict
from web.words import answers, clocks, codes, documents, facts, reasons, roles, statements

BY_PERSON = ("assigned", "moved", "also_filed", "split_by_hand")
"""Rules of verdicts that a person made."""


def word(table: Mapping[str, str | Promise], code: str) -> str:
    """The word of `code` in the reader's language, or the code itself."""
    return str(table.get(code, code))


def title(code: str) -> str:
    """What arrived: the title of a task without its claim."""
    if code in documents.TITLES:
        return str(documents.TITLES[code])
    if code in reasons.INTENTS and code not in reasons.REASONS:
        return str(reasons.INTENTS[code])
    return capfirst(word(reasons.REASONS, code) if code in reasons.REASONS else word(clocks.CLOCKS, code))


def warning(code: str) -> str:
    """A reason or warning as a line of its own."""
    return capfirst(word(reasons.REASONS, code))


def mailbox_error(code: str) -> str:
    """Why a poll, a delivery or a job failed."""
    return word(codes.MAILBOX_ERRORS, code) if code in codes.MAILBOX_ERRORS else word(codes.PROBLEMS, code)


def answer_reason(code: str) -> str:
    """Why a mail is not acknowledged, or its acknowledgement did not arrive; the server's reply code stays as it is."""
    name, _space, reply = code.partition(" ")
    said = word(answers.REASONS, name) if name in answers.REASONS else mailbox_error(name)
    return f"{said} ({reply})" if reply else said


def fact(kind: str) -> str:
    """What a fact is called."""
    return word(facts.FACTS, kind)


def statement_field(code: str) -> str:
    """The field of an accident statement that a person must read: "statement.insured.B"."""
    field, _dot, side = code.partition(".")[2].partition(".")
    name, _line, number = field.partition("_") if field.startswith("circumstance_") else (field, "", "")
    return " ".join(part for part in (word(statements.FIELDS, name), number, side) if part)


def role(code: str) -> str:
    """What a fact is in its document."""
    return word(roles.ROLES, code)


def reason_sentence(verdict: Verdict) -> str:
    """Why a mail is where it is, in one sentence."""
    clauses = [clause for clause in _clauses(verdict) if clause]
    if not clauses:
        return ""
    sentence = clauses[0]
    for clause in clauses[1:]:
        sentence = _("%(before)s; %(after)s") % {"before": sentence, "after": clause}
    return f"{capfirst(sentence)}."


def _clauses(verdict: Verdict) -> list[str]:
    if verdict.rule in BY_PERSON:
        return [word(reasons.REASONS, verdict.rule), _reference(verdict)]
    sender = _sender(verdict)
    if verdict.precedent:
        return [_carried_on(verdict.precedent), word(reasons.REASONS, "inherited") if "inherited" in verdict.why else "", sender]
    match verdict.outcome:
        case Outcome.ROUTE | Outcome.ROUTE_WARN:
            inherited = word(reasons.REASONS, "inherited") if "inherited" in verdict.why else ""
            return [_references(verdict) or _reference(verdict) or ", ".join(_whys(verdict)), inherited, sender]
        case Outcome.IGNORE:
            return [", ".join(_whys(verdict))]
        case Outcome.TRIAGE | Outcome.HOLD | Outcome.SPLIT:
            return [", ".join(_whys(verdict)), _reference(verdict), sender]


def _whys(verdict: Verdict) -> list[str]:
    return [word(reasons.REASONS, why) for why in verdict.why if not why.startswith("sender_")]


def _sender(verdict: Verdict) -> str:
    if "sender_not_authenticated" in verdict.why and verdict.sender_class is not SenderClass.SPOOFED:
        return word(reasons.REASONS, "sender_not_authenticated")
    return word(reasons.SENDERS, verdict.sender_class)


def _references(verdict: Verdict) -> str:
    """Both references of a mail that is on two claims."""
    if len(verdict.claims) == 1:
        return ""
    shown = _(" and ").join(f"*{number}*" for number in verdict.claims)
    return _("references %(references)s in the subject") % {"references": shown} if verdict.claims else ""


def _reference(verdict: Verdict) -> str:
    found = _deciding(verdict)
    if found is None:
        return ""
    inner = found.path.count(".") > 0 and verdict.path != "0"
    carrier = word(reasons.INNER_CARRIERS if inner else reasons.CARRIERS, found.carrier)
    if found.form is Form.REPAIRED:
        parts = {"reference": found.value, "written": found.raw.strip("* "), "carrier": carrier}
        return _("reference %(reference)s, written “%(written)s” and corrected, %(carrier)s") % parts
    starred = found.delimited or found.form in {Form.EXACT, Form.DELIMITED}
    parts = {"reference": f"*{found.value}*" if starred else found.value, "carrier": carrier, "form": word(reasons.FORMS, found.form)}
    if found.carrier in {Carrier.FILE_NAME, Carrier.DOCUMENT_TEXT, Carrier.QUOTED_TEXT}:
        return _("reference %(reference)s %(carrier)s") % parts
    return _("reference %(reference)s %(form)s %(carrier)s") % parts


def _carried_on(precedent: Precedent) -> str:
    parts = {"actor": precedent.actor, "date": date_format(localtime(precedent.at), "SHORT_DATE_FORMAT")}
    if precedent.tie == "thread":
        return _("an earlier mail of this thread was assigned by %(actor)s on %(date)s") % parts
    return _("an earlier mail with the same reference of the sender was assigned by %(actor)s on %(date)s") % parts


def _deciding(verdict: Verdict) -> Reference | None:
    """The reference that names the claim; a draft's number may have become another, so else the strongest."""
    order = list(Carrier)
    strongest = sorted(verdict.references, key=lambda found: order.index(found.carrier))
    named = [found for found in strongest if found.value in verdict.claims]
    return next(iter(named or strongest), None)
