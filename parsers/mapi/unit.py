"""A message of Outlook as a unit: its internet headers first, its properties where they say nothing ([MS-OXCMAIL])."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.values import Address, Auto, Header, Unit
from parsers.mapi import tags
from parsers.mapi.bodies import Said
from parsers.mapi.properties import Properties
from parsers.mime import unit as mime
from parsers.mime.auto import auto
from parsers.mime.block import read_block
from parsers.mime.raw import Raw
from parsers.text import said, told_by

TO, CC = 1, 2
KIND_OF_RECIPIENT = 0x0F
"""The bits above say that sending to this one failed before ([MS-OXOMSG] 2.2.3.1)."""

ENDS_PREFIX = "\x01"
REPORTS = {".ndr": "delivery-status", ".ipnrn": "disposition-notification", ".ipnnrn": "disposition-notification"}
REPLIES = ("ipm.note.rules.ooftemplate", "ipm.note.rules.replytemplate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The properties of a message and of its recipients."""

    properties: Properties
    recipients: Sequence[Properties] = ()

    def message_class(self) -> str:
        """What kind of item it is: `ipm.note` for a mail."""
        return self.properties.line(tags.MESSAGE_CLASS).lower()


def unit(message: Message, bodies: Iterable[Said], *, header_bytes: int, documents: bool) -> Unit:
    """Who wrote what to whom; `documents` says that something is attached."""
    found = _completed(mime.unit(_headers(message.properties, header_bytes)), message)
    texts = said([one.body for one in bodies if one.body])
    found = told_by(found, texts)
    return replace(found, auto=_auto(found, message.message_class(), documents=documents))


def _headers(properties: Properties, limit: int) -> tuple[Header, ...]:
    data = properties.text(tags.TRANSPORT_HEADERS, 2 * limit).encode()
    return read_block(Raw(io.BytesIO(data), len(data)), 0, len(data), limit=limit, stops=_never).headers()


def _never(_line: bytes) -> bool:
    return False


def _completed(found: Unit, message: Message) -> Unit:
    """`found` with what the properties say, where the headers say nothing."""
    properties = message.properties
    subject, other_subjects = _subjects(found, properties)
    return replace(
        found,
        subject=subject,
        other_subjects=other_subjects,
        sender=found.sender if found.sender.address else _sender(properties) or found.sender,
        to=found.to or _recipients(message, TO) or _shown(properties, tags.DISPLAY_TO),
        cc=found.cc or _recipients(message, CC) or _shown(properties, tags.DISPLAY_CC),
        date=found.date or _date(properties),
        message_id=found.message_id or properties.line(tags.MESSAGE_ID),
        in_reply_to=found.in_reply_to or _ids(properties, tags.IN_REPLY_TO),
        references=found.references or _ids(properties, tags.REFERENCES),
    )


def subject_of(properties: Properties) -> str:
    """The subject as Outlook shows it."""
    whole = properties.line(tags.SUBJECT)
    if whole.startswith(ENDS_PREFIX):
        # [MS-OXCMSG] 2.2.1.46: a mark, and how long the prefix is.
        whole = whole[2:]
    return whole or " ".join(f"{properties.line(tags.SUBJECT_PREFIX)} {properties.line(tags.NORMALIZED_SUBJECT)}".split())


def _subjects(found: Unit, properties: Properties) -> tuple[str, tuple[str, ...]]:
    """What Outlook shows goes first: its user may have written the claim into it. Signs that its code page lacks are lost there."""
    shown = subject_of(properties)
    if not shown or shown == found.subject:
        return found.subject, found.other_subjects
    if found.subject and not properties.stream(tags.SUBJECT, tags.UNICODE):
        return found.subject, (*found.other_subjects, shown)
    return shown, (*((found.subject,) if found.subject else ()), *found.other_subjects)


def _sender(properties: Properties) -> Address | None:
    """In whose name it was sent, else who sent it."""
    name = properties.line(tags.REPRESENTING_NAME)
    email = properties.line(tags.REPRESENTING_EMAIL)
    address = properties.line(tags.REPRESENTING_SMTP) or _smtp(email, properties.line(tags.REPRESENTING_TYPE))
    sender_email = properties.line(tags.SENDER_EMAIL)
    if not address and (email == sender_email or not name):
        address = properties.line(tags.SENDER_SMTP) or _smtp(sender_email, properties.line(tags.SENDER_TYPE))
        name = name or properties.line(tags.SENDER_NAME)
    return _address(name, address)


def _smtp(email: str, kind: str) -> str:
    """`email` when it is an address of the internet, not one of Exchange."""
    return email if "@" in email and kind.upper() in {"SMTP", ""} and not email.startswith("/") else ""


def _address(name: str, address: str) -> Address | None:
    address = address.lower().strip("<> '\"")
    shown = name.strip("'\" ")
    if not shown and not address:
        return None
    return Address(name="" if shown.lower() == address else shown, address=address)


def _recipients(message: Message, kind: int) -> tuple[Address, ...]:
    chosen = (one for one in message.recipients if (one.number(tags.RECIPIENT_TYPE) or TO) & KIND_OF_RECIPIENT == kind)
    return tuple(address for one in chosen if (address := _recipient(one)))


def _recipient(properties: Properties) -> Address | None:
    smtp = properties.line(tags.SMTP_ADDRESS)
    address = smtp or _smtp(properties.line(tags.EMAIL_ADDRESS), properties.line(tags.ADDRESS_TYPE))
    return _address(properties.line(tags.DISPLAY_NAME), address)


def _shown(properties: Properties, number: int) -> tuple[Address, ...]:
    names = properties.line(number).split(";")
    return tuple(address for name in names if (address := _address(name, name if "@" in name and " " not in name.strip() else "")))


def _date(properties: Properties) -> datetime | None:
    return properties.moment(tags.CLIENT_SUBMIT_TIME) or properties.moment(tags.DELIVERY_TIME)


def _ids(properties: Properties, number: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mime.MESSAGE_ID.findall(properties.text(number))))


def _auto(found: Unit, message_class: str, *, documents: bool) -> Auto | None:
    if message_class.startswith(REPLIES):
        return Auto.AUTO_REPLY
    report = next((kind for ending, kind in REPORTS.items() if message_class.startswith("report.") and message_class.endswith(ending)), "")
    return auto(found, report_type=report, documents=documents)
