"""What one mail has locked, the words of another mail of its thread may open (domain section 8.2, rule 7).

The words themselves stay in the child that tries them. The password may come before the locked file or after it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog
from django.db import transaction

from core import codec
from core.content import Content, Spool
from core.errors import Problem, Unreadable
from core.values import Tree, Unit
from ingest import searching
from ingest.options import is_read
from ingest.services import Services
from parsers import passwords
from storage import jobs, models, threads, unlocking
from storage.blobs import Missing
from storage.threads import Letter

log = structlog.get_logger()

RAW_TYPE = "message/rfc822"

ANSWERED = re.compile(
    r"\s*(?:\[[^\]]{1,20}\]|\*+[^*]{1,20}\*+"
    r"|(?:r[eé]?|r[eé]p|r[eé]ponse|tr|transf|i|fwd?|rv|aw|antw(?:oord)?|wg|doorst(?:uren)?|betr|sv|vs|vb|enc|res)\.?\s?(?:\[\d+\]|\(\d+\))?\s?:)\s*",
    re.IGNORECASE,
)
"""What gateways and mail programs put before a subject: `[EXTERNE]`, `RE:`, `TR :`, `Antw.:`, `WG:` ..."""

Told = Mapping[int, Sequence[Unit]]
"""Mails whose words opened something, and their texts without these words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a mail holds, and whose words were tried on what it has locked."""

    tree: Tree
    lenders: tuple[Letter, ...] = ()
    told: Told = field(default_factory=dict)
    """Those that opened something."""


def same_thread(one: Letter, other: Letter) -> bool:
    """Whether two mails of one sender belong together: one answers the other, both answer a third, or both are about the same."""
    about = topic(one.subject)
    return not one.message_ids.isdisjoint(other.message_ids) or (about != "" and about == topic(other.subject))


def topic(subject: str) -> str:
    """A subject without what replies and forwards put before it, in a form that can be compared."""
    left = unicodedata.normalize("NFKC", subject)
    while found := ANSWERED.match(left):
        left = left[found.end() :]
    return " ".join(left.casefold().split())


def open_mail(mail: models.Mail, spool: Spool, services: Services) -> Opened:
    """Everything in a mail, opened again with the words of its thread where something is locked."""
    raw = services.blobs.fetch(mail.sha256, spool)
    tree = services.sandbox.open_tree(raw, spool, declared_type=RAW_TYPE)
    lenders = _lenders(threads.letter_of(mail, tree.units[0]), services) if _locked(tree) else ()
    if not lenders:
        return Opened(tree=tree)
    _drop(tree, raw)
    again, told = _open(raw, lenders, spool, services)
    if len(again.parts) < len(tree.parts):
        # The child died this time: what came out before, without anybody's words, is worth more.
        return Opened(tree=services.sandbox.open_tree(raw, spool, declared_type=RAW_TYPE))
    return Opened(tree=again, lenders=lenders, told=told)


def keep_contents(tree: Tree, services: Services) -> None:
    """Put every content of a tree into the blob store, once each."""
    for content in {part.content.sha256: part.content for part in tree.parts}.values():
        services.blobs.put(content)


def to_read(tree: Tree) -> frozenset[str]:
    """Paths of the documents that get a reading."""
    return frozenset(part.path for part in tree.parts if is_read(part))


def look_around(mail_id: int, services: Services) -> None:
    """Leave every mail to be opened again that has something locked and that this one, or another of its thread, may open."""
    one = threads.letter(mail_id)
    if one is None:
        return
    for locked in threads.locked_around(one, _span(services)):
        if (locked == one or same_thread(locked, one)) and _untried(locked, services):
            jobs.add("unlock", locked.mail_id, services.now())
            services.bell("unlock", locked.mail_id)


def unlock_mail(mail_id: int, services: Services) -> None:
    """Open a mail again with the words of its thread; what comes out joins its items, and is read and routed.

    Raises:
        Unreadable: the child died over it.
    """
    one = threads.letter(mail_id)
    lenders = _untried(one, services) if one else ()
    if one is None or not lenders:
        jobs.finish("unlock", mail_id)
        return
    with services.spool() as spool:
        tree, told = _open(services.blobs.fetch(one.sha256, spool), lenders, spool, services)
        if len(tree.parts) == 1 and tree.parts[0].problem:
            raise Unreadable(tree.parts[0].problem)
        keep_contents(tree, services)
    tried = [lender.mail_id for lender in lenders]
    with transaction.atomic():
        threads.lock((mail_id, *told))
        unread = unlocking.keep(mail_id, tree, to_read=to_read(tree), tried=tried, now=services.now())
        forget(told)
    for step, target in (("route", mail_id), *(("read", item_id) for item_id in unread or ())):
        services.bell(step, target)


def forget(told: Told) -> None:
    """Blank in the kept texts of other mails the words that opened something."""
    kept = threads.units_of(told)
    said = {(mail_id, unit.path): unit for mail_id, units in told.items() for unit in units}
    after = {pk: _reworded(unit, said[key]) for key, (pk, unit) in kept.items() if key in said}
    threads.reword(after)
    for mail_id in told:
        searching.keep(mail_id)


def _reworded(kept: Unit, said: Unit) -> Unit:
    return replace(
        kept,
        own_text=passwords.reworded(kept.own_text, codec.plain(said.own_text)),
        quoted_text=passwords.reworded(kept.quoted_text, codec.plain(said.quoted_text)),
        signature=passwords.reworded(kept.signature, codec.plain(said.signature)),
    )


def _locked(tree: Tree) -> bool:
    return any(part.problem == Problem.NEEDS_PASSWORD for part in tree.parts)


def _drop(tree: Tree, raw: Content) -> None:
    """The mail is opened once more: what lies in the spool already would need its room twice."""
    for path in {part.content.path for part in tree.parts} - {raw.path}:
        path.unlink(missing_ok=True)


def _open(raw: Content, lenders: Iterable[Letter], spool: Spool, services: Services) -> tuple[Tree, Told]:
    hints = {lender.mail_id: hint for lender in lenders if (hint := _fetched(lender, spool, services))}
    tree = services.sandbox.open_tree(raw, spool, declared_type=RAW_TYPE, hints=hints.values())
    # Where the child died, nothing was told.
    return tree, {mail_id: said for mail_id, said in zip(hints, tree.hints, strict=False) if said}


def _fetched(lender: Letter, spool: Spool, services: Services) -> Content | None:
    try:
        return services.blobs.fetch(lender.sha256, spool)
    except (Missing, Unreadable):
        # What became of that mail is found by the checks; this one is opened without its words.
        log.warning("lender_missing", mail=lender.mail_id)
        return None


def _span(services: Services) -> timedelta:
    return timedelta(days=services.settings.limits.thread_days)


def _lenders(one: Letter, services: Services) -> tuple[Letter, ...]:
    """The other mails of the thread whose words are tried, newest first."""
    found = [other for other in threads.letters_around(one, _span(services)) if same_thread(one, other)]
    return tuple(found[: services.settings.limits.thread_mails])


def _untried(one: Letter, services: Services) -> tuple[Letter, ...]:
    """The same, or none when the words of all of them were tried before."""
    lenders = _lenders(one, services)
    return lenders if {lender.mail_id for lender in lenders} - threads.tried(one.mail_id) else ()
