"""What an answer says of one mail: the values of its placeholders, and the headers that tie it to the mail."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.headerregistry import Address
from pathlib import Path
from zoneinfo import ZoneInfo

from core.errors import Problem
from core.settings import Settings
from core.values import Kind, Part, Unit
from extractors.types import UNKNOWN, called
from ingest import enclosed
from ingest.wording import LANGUAGES, Letter, Wording, wording, write
from router.acknowledgement import Acknowledgement
from router.announced import announces_attachment
from router.decide import CARRIES_UNITS
from router.protocols import Claim
from storage import models, received
from storage.items import Loaded

REFUSED = {
    Problem.DAMAGED: "corrupt",
    Problem.TRUNCATED: "corrupt",
    Problem.INCOMPLETE: "corrupt",
    Problem.EMPTY: "empty",
    Problem.NEEDS_PASSWORD: "password",
    Problem.ENCRYPTED: "password",
    Problem.NOT_FETCHED: "link_only",
    Problem.TOO_BIG: "too_large",
    Problem.TOO_DEEP: "bomb",
    Problem.TOO_DENSE: "bomb",
    Problem.TOO_MANY_PARTS: "bomb",
    Problem.PROGRAM: "executable",
    Problem.UNSUPPORTED: "executable",
}
"""Why a file does not count as received; what only our reader stumbled over does."""

SENT_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted", "application/pgp-encrypted"})
FILES = frozenset({Kind.DOCUMENT, Kind.CONTAINER, Kind.MAIL})
MOST_NAMED = 30
"""Papers, and files that were refused, that one answer names."""

MOST_REFERENCES = 20
"""Message-IDs in the References of an answer (RFC 5322, 3.6.4): the first and the last ones."""


def letter(loaded: Loaded, planned: Acknowledgement, claim: Claim | None, settings: Settings, *, form: bool = False) -> Letter:
    """The letter to the sender of a mail: with its claim, or, without one, neutral; `form` says that a blank one goes along."""
    words = wording(planned.language, settings.answers.templates)
    zone = ZoneInfo(settings.time_zone)
    came = loaded.received_at.astimezone(zone)
    common = {"date": came.strftime(words.date), "time": came.strftime("%H:%M")} | _lacks(loaded)
    if claim is None:
        found = enclosed.of(loaded, words, settings)
        return write(words, "neutral", {**common, **_neutral(loaded), **found.values}, found.each)
    full = _full(loaded, planned, claim, words, zone)
    return write(words, "full", common | full | {"form": _yes(form)})


def thread_headers(unit: Unit) -> dict[str, str]:
    """In-Reply-To and References of an answer to this mail."""
    if not _is_id(unit.message_id):
        return {}
    before = [other for other in (unit.references or unit.in_reply_to) if _is_id(other)]
    kept = before if len(before) < MOST_REFERENCES else [before[0], *before[2 - MOST_REFERENCES :]]
    return {"In-Reply-To": unit.message_id, "References": " ".join([*kept, unit.message_id])}


def is_our_own(text: str, folder: Path | None) -> bool:
    """Whether somebody's own text is what our answers end with."""
    said = " ".join(text.split())
    return any(" ".join(ending.split()) in said for language in LANGUAGES for ending in wording(language, folder).endings)


def is_address(text: str) -> bool:
    """Whether a mail can be addressed so; what only extensions of SMTP carry cannot."""
    try:
        address = Address(addr_spec=text)
    except Exception:  # noqa: BLE001 - the library's parser stumbles over some in ways of its own
        return False
    return text.isascii() and bool(address.username and address.domain)


def _is_id(text: str) -> bool:
    plain = text.isascii() and text.isprintable() and " " not in text and "=?" not in text
    return plain and text.startswith("<") and text.endswith(">") and len(text) < 250  # noqa: PLR2004 - fits on a line


def _outer(loaded: Loaded) -> list[Part]:
    """What was attached to the mail, signatures and logos left out."""
    return [part for part in loaded.tree.parts if part.parent == "0" and part.kind in FILES]


def _lacks(loaded: Loaded) -> dict[str, str]:
    """Whether an attachment is announced that is not there, or nothing is there at all (domain section 9, 19)."""
    text = loaded.tree.units[0].own_text
    nothing = not (text.strip() or loaded.tree.units[0].quoted_text.strip())
    attached = bool(_outer(loaded))
    return {"forgotten": _yes(not attached and announces_attachment(text)), "nothing": _yes(not attached and nothing)}


def _yes(applies: bool) -> str:  # noqa: FBT001 - what a condition of a template looks at
    return "yes" if applies else ""


def _neutral(loaded: Loaded) -> dict[str, str]:
    outer = _outer(loaded)
    last = models.Verdict.objects.filter(unit__mail=loaded.mail_id, unit__path="0").last()
    named = last is not None and (bool(last.value.get("references")) or CARRIES_UNITS in last.value.get("why", ()))
    number = models.Mail.objects.get(pk=loaded.mail_id).number
    return {"n": str(len(outer)), "mail_no": number, "no_reference": "" if named or last is None else "yes"}


def _full(loaded: Loaded, planned: Acknowledgement, claim: Claim, words: Wording, zone: ZoneInfo) -> dict[str, str]:
    known = {path: at.astimezone(zone).strftime(words.date) for path, at in received.before(loaded.mail_id, claim.number).items()}
    contact = (claim.handler, f"{words.phone} {claim.handler_phone}" if claim.handler_phone else "", claim.handler_email)
    return {
        "claim": claim.number,
        "insured": claim.insured,
        "received": ", ".join(_received(loaded, words, known)),
        "refused": ", ".join(_refused(loaded.tree.parts, words, known)),
        "missing": ", ".join(called(kind, words.language) for kind in planned.missing),
        "handler": ", ".join(part for part in contact if part),
    }


def _received(loaded: Loaded, words: Wording, known: Mapping[str, str]) -> list[str]:
    """The papers by type, each type once; those that are `known` came before."""
    fresh = (part for part in loaded.tree.parts if part.kind is Kind.DOCUMENT and part.path not in known)
    papers = [part for part in fresh if part.problem not in REFUSED]
    kinds = (_kind(part, loaded) for part in papers)
    counted = Counter(words.other if kind == UNKNOWN else called(kind, words.language) for kind in kinds)
    return [f"{name} ({many})" if many > 1 else name for name, many in counted.most_common(MOST_NAMED)]


def _kind(part: Part, loaded: Loaded) -> str:
    if part.path in loaded.readings:
        return loaded.readings[part.path].type.id
    return "video" if part.media_type.startswith("video/") else UNKNOWN


def _refused(parts: Sequence[Part], words: Wording, known: Mapping[str, str]) -> list[str]:
    """The files that were not taken in, each with why and what to do; then those that came before, with the day."""
    refused = [f"{part.name} ({words.refusals[code]})" for part, code in _problems(parts)]
    before = (part for part in parts if part.path in known and part.problem not in REFUSED)
    again = [f"{part.name} ({words.refusals['duplicate'].replace('{date}', known[part.path])})" for part in before]
    return [*refused, *again][:MOST_NAMED]


def _problems(parts: Iterable[Part]) -> Iterator[tuple[Part, str]]:
    """What was refused and why; of an archive and what is in it, the archive."""
    refused = {part.path: part for part in parts if part.kind in FILES and part.problem in REFUSED}
    for part in refused.values():
        if part.parent not in refused and part.problem:
            yield part, "encrypted_mail" if part.media_type in SENT_ENCRYPTED else REFUSED[part.problem]
