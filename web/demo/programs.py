"""The mail programs people use: each with the headers, message ids and boundaries that give it away."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from web.demo import mime
from web.demo.people import OFFICE, Person

BORDER = "mx.claimpost.test"
NO_HEADERS: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a program writes; `{}` fields are filled from a token that is the same for the same mail."""

    message_id: str
    boundary: str
    headers: tuple[tuple[str, str], ...]
    hop: str
    """The Received line of the sender's own side."""


OUTLOOK = Program(
    message_id="<AM0PR04MB{upper8}A0{upper4}29@AM0PR04MB{upper8}.eurprd04.prod.{host}>",
    boundary="_00{level}_AM0PR04MB{upper8}A0{upper4}29AM0PR04MB{upper8}eurp_",
    headers=(
        ("Thread-Index", "AdqdYx{mixed16}=="),
        ("Accept-Language", "fr-BE, en-US"),
        ("Content-Language", "fr-FR"),
        ("X-MS-Has-Attach", "yes"),
        ("X-MS-TNEF-Correlator", ""),
        ("x-ms-exchange-messagesentrepresentingtype", "1"),
    ),
    hop=(
        "from AM0PR04MB{upper8}.eurprd04.prod.{host} ([fe80::{hex4}:{hex4}])\r\n by AM0PR04MB{upper8}.eurprd04.prod.{host}"
        " ([fe80::{hex4}%5]) with mapi id\r\n 15.20.7544.029; {date}"
    ),
)
GMAIL = Program(
    message_id="<CAJ{mixed16}=w{mixed8}@mail.{host}>",
    boundary="00000000000{level}{hex16}",
    headers=(("X-Gm-Message-State", "AOJu0Y{mixed16}"), ("X-Google-Smtp-Source", "AGHT+I{mixed16}")),
    hop="by mail-yw1-f173.{host} with SMTP id 00721157ae682-{hex16}.1\r\n for <" + OFFICE + ">; {date}",
)
IPHONE = Program(
    message_id="<{upper8}-{upper4}-4A17-9C02-{upper8}{upper4}@{host}>",
    boundary="Apple-Mail-{upper8}-{upper4}-{level}E1A-B3D4-{upper8}{upper4}",
    headers=(("X-Mailer", "iPhone Mail (21F90)"),),
    hop="from smtpclient.{host} (unknown [198.51.100.23])\r\n by smtp.{host} (Postfix) with ESMTPSA id {upper8}; {date}",
)
THUNDERBIRD = Program(
    message_id="<{hex8}-{hex4}-4d1c-9f3a-{hex8}{hex4}@{host}>",
    boundary="------------{mixed16}{level}kQ8vJm",
    headers=(("User-Agent", "Mozilla Thunderbird"), ("Content-Language", "de-DE")),
    hop="from [192.168.1.24] (unknown [203.0.113.77])\r\n by smtp.{host} (Postfix) with ESMTPSA id {upper8}; {date}",
)
YAHOO = Program(
    message_id="<{digits}.{level}8842.1{digits}@mail.{host}>",
    boundary="----=_Part_{level}8841_{digits}.1{digits}",
    headers=(("X-Mailer", "WebService/1.1.22256 YMailNorrin"),),
    hop="from sonic.gate.mail.ne1.{host} by sonic301.consmr.mail.{host} with HTTP; {date}",
)
SCANNER = Program(
    message_id="<{upper8}.{digits}@scan.{host}>",
    boundary="DC_BOUND_PRE_<{digits}.0{level}>",
    headers=(("X-Mailer", "MFP Scan to E-mail"),),
    hop="from SCAN-ACCUEIL ([10.0.0.61]) by mail.{host} with ESMTP id {upper8}; {date}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who writes to whom, when and about what; `verdict` is what our border server found about the sender."""

    sender: Person
    subject: str
    at: datetime
    to: str = OFFICE
    verdict: str = "pass"
    headers: tuple[tuple[str, str], ...] = NO_HEADERS
    """Further header lines, as they are."""

    raw_subject: str = ""
    """The Subject line byte for byte (8-bit bytes as surrogates) where `subject` would be encoded."""

    @property
    def token(self) -> str:
        """The same for the same mail, different for another."""
        return hashlib.sha256(f"{self.sender.address}|{self.subject}|{self.at.isoformat()}".encode()).hexdigest()


def message_id(program: Program, envelope: Envelope) -> str:
    """The Message-ID of the mail."""
    return program.message_id.format_map(_fields(envelope, 1))


def boundary(program: Program, envelope: Envelope, level: int) -> str:
    """The boundary of the multipart at `level`."""
    return program.boundary.format_map(_fields(envelope, level))


def written(program: Program, envelope: Envelope, body: mime.Piece) -> bytes:
    """The mail as its program sent it, before any server touched it."""
    fields = _fields(envelope, 1)
    sender = envelope.sender
    head = [
        ("From", mime.address(sender.name, sender.address)),
        ("To", mime.address("", envelope.to)),
        ("Subject", envelope.raw_subject or mime.encoded_words(envelope.subject)),
        ("Date", mime.date(envelope.at)),
        ("Message-ID", program.message_id.format_map(fields)),
    ]
    if program is OUTLOOK:
        head.append(("Thread-Topic", mime.encoded_words(envelope.subject)))
    head += [(name, value.format_map(fields)) for name, value in program.headers]
    if not envelope.subject and not envelope.raw_subject:
        head = [line for line in head if line[0] not in {"Subject", "Thread-Topic"}]
    return mime.entity(body, *head, *envelope.headers, ("MIME-Version", "1.0"))


def delivered(program: Program, envelope: Envelope, body: mime.Piece) -> bytes:
    """The mail as our border server put it into the mailbox: return path, verdict on the sender, Received lines, then the mail."""
    fields = _fields(envelope, 1)
    return_path = next((value for name, value in envelope.headers if name == "Return-Path"), f"<{envelope.sender.address}>")
    head = (
        ("Return-Path", return_path),
        ("Authentication-Results", _verdict(envelope)),
        (
            "Received",
            _hop(envelope, fields),
        ),
        ("Received", program.hop.format_map(fields)),
    )
    rest = tuple(line for line in envelope.headers if line[0] != "Return-Path")
    top = b"".join(f"{name}: {value}\r\n".encode() for name, value in head)
    return top + written(program, replace(envelope, headers=rest), body)


def _hop(envelope: Envelope, fields: Mapping[str, str]) -> str:
    host, arrived = envelope.sender.domain, envelope.at + timedelta(seconds=4)
    return (
        f"from mail.{host} (mail.{host} [192.0.2.{int(envelope.token[:2], 16)}])\r\n by {BORDER} (Postfix) with ESMTPS id"
        f" {fields['upper8']}{fields['upper4']}\r\n for <{envelope.to}>; {mime.date(arrived)}"
    )


def _verdict(envelope: Envelope) -> str:
    address, host = envelope.sender.address, envelope.sender.domain
    if envelope.verdict == "pass":
        return (
            f"{BORDER};\r\n spf=pass smtp.mailfrom={address};\r\n dkim=pass (2048-bit key) header.d={host} header.s=s1;\r\n"
            f" dmarc=pass (p=quarantine) header.from={host}"
        )
    return (
        f"{BORDER};\r\n spf=fail (sender IP is 203.0.113.201) smtp.mailfrom={address};\r\n dkim=none;\r\n"
        f" dmarc=fail (p=reject) header.from={host}"
    )


def _fields(envelope: Envelope, level: int) -> Mapping[str, str]:
    token = envelope.token
    mixed = "".join(sign.upper() if place % 3 == 0 else sign for place, sign in enumerate(token))
    return {
        "level": str(level),
        "host": envelope.sender.domain,
        "date": mime.date(envelope.at + timedelta(seconds=1)),
        "hex4": token[8:12],
        "hex8": token[12:20],
        "hex16": token[20:36],
        "upper4": token[36:40].upper(),
        "upper8": token[40:48].upper(),
        "mixed8": mixed[2:10],
        "mixed16": mixed[10:26],
        "digits": str(int(token[48:56], 16)).zfill(10)[:10],
    }
