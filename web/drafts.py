"""Letters that a person may send: an answer to a mail, and a question for what its claim lacks, in the sender's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.values import SenderClass, Unit, Verdict
from extractors.types import called
from router.acknowledgement import recipient
from router.language import language_of
from router.senders import NOT_AUTHENTICATED
from storage.models import Task

LONGEST_SUBJECT = 200
"""Characters of a subject that an answer repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter as text; nothing is sent by it."""

    to: str
    subject: str
    text: str

    @property
    def address(self) -> str:
        """What a mail program opens it by (RFC 6068)."""
        lines = quote(self.text.replace("\n", "\r\n"), safe="")
        return f"mailto:{quote(self.to, safe='@')}?subject={quote(self.subject, safe='')}&body={lines}"


def language(unit: Unit, documents: Sequence[str]) -> str:
    """The language that the sender writes, else that of the first of the `documents` that has one."""
    known = next((one for one in documents if one), "fr")
    return language_of((unit.own_text, unit.subject, f"{unit.signature}\n{unit.quoted_text}"), default=known)


def may_be_told(verdict: Verdict) -> bool:
    """Whether the sender is proven to be on the claim: others learn neither names nor what is missing (domain section 8.2)."""
    return verdict.sender_class is SenderClass.LINKED and NOT_AUTHENTICATED not in verdict.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the letters to the sender of a task's mail stand on."""

    task: Task
    unit: Unit
    verdict: Verdict
    language: str
    signed: str

    def reply(self) -> Draft:
        """An answer to the mail, with room for what is to be said."""
        return self._draft(lambda: "")

    def question(self, missing: Sequence[str]) -> Draft:
        """A question for the papers of the types `missing`."""
        listed = "\n".join(f"- {called(kind, self.language)}" for kind in missing)
        return self._draft(lambda: f"{_('To complete the file, please send us:')}\n{listed}")

    def _draft(self, middle: Callable[[], str]) -> Draft:
        with translation.override(self.language):
            day = date_format(localtime(self.task.unit.mail.received_at), "SHORT_DATE_FORMAT")
            insured = f" – {self.task.insured}" if self.task.insured and may_be_told(self.verdict) else ""
            parts = {"day": day, "claim": self.task.claim, "insured": insured}
            text = (
                _("Dear Sir or Madam,"),
                _("Thank you for your message of %(day)s about claim *%(claim)s*%(insured)s.") % parts,
                middle(),
                _("Please keep the reference *%(claim)s* between asterisks in the subject and attach documents separately.") % parts,
                f"{_('Kind regards,')}\n{self.signed}",
            )
        return Draft(to=recipient(self.unit), subject=_subject(self.unit.subject, self.task.claim), text="\n\n".join(text))


def _subject(subject: str, claim: str) -> str:
    """The subject of an answer, with the claim between asterisks, by which the answer to it finds its way."""
    said = " ".join(subject.split())[:LONGEST_SUBJECT]
    known = said if f"*{claim}*" in said else f"{said} *{claim}*".strip()
    return known if known.lower().startswith(("re:", "aw:", "antw:", "ref:")) else f"Re: {known}"
