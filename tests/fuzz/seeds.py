"""Where a fuzzer begins: every part of the demonstration's mails, small archives of every kind, and what found a fault before."""

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.content import Spool, of_file
from core.limits import Limits
from parsers.apart import Apart
from parsers.mapi import tags
from parsers.tree import Source, walk
from tests.fuzz.kept import LOCKED_SEVENZIP, LOCKED_ZIP, SEVENZIP
from tests.parsers import packers
from tests.parsers.build import PDF, file, mail, multipart, plain, text
from tests.parsers.mapi import File, Item, Values, integer, msg, named_file, tnef, unicode
from web.demo.samples import make_samples

BIGGEST = 64 * 1024
"""A fuzzer gets nowhere with more."""

NOW = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
FILES = {"constat.pdf": PDF, "photos/façade.txt": b"facade " * 40, "relance.eml": plain("Relance *C502100001*", "Bonjour")}
TEXTS = (
    "=?utf-8?Q?D=C3=A9claration?= =?utf-8?B?ICpDNTAyMTAwMDAxKg==?= =?iso-8859-1?Q?re=E7u?=",
    'attachment; filename*0*=utf-8\'\'d%C3%A9gat; filename*1=" des eaux.pdf"; name="=?utf-8?B?ZMOpZ8OidA==?="',
    "Bonjour,\n\nLe lun. 2 mars 2026 à 08:14, Agence Duval <a@duval.example> a écrit :\n> Le mot de passe est : Duval-2026\n-- \nMarc",
    "-----Message d'origine-----\nDe : Duval <a@duval.example>\nEnvoyé : lundi 2 mars 2026\nÀ : x\nObjet : Sinistre\n\nBonjour",
    '<html><body><p>Bonjour</p><img src="cid:logo@duval"><div class="gmail_quote">Le 2 mars, X a écrit :<blockquote>Oui</blockquote></div>',
    'Duval, Paris" <a@b.example>, =?utf-8?Q?=C3=89?= <c@d.example>; g: a@b.example;\nx\n\nc\nMon, 2 Mar 2026 08:14:00 +0100\nRE\n<a@b.c>',
    "C:\\Users\\marc\\..\\con.pdf\u202egpj.exe",
)
EVENT = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260304T100000Z\r\nATTACH;ENCODING=BASE64:QUJD\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
FROM = b"From contact@duval.example Mon Mar  2 08:14:00 2026\n"
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Duval;Marc\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\nEND:VCARD\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One file to begin with, and what it is."""

    media_type: str
    content: bytes


def seeds(more: Path | None = None) -> Iterator[Seed]:
    """What there is to begin with, every level of everything; `more` is a folder of further files."""
    yield from (Seed(media_type="text/plain", content=words.encode()) for words in TEXTS)
    with tempfile.TemporaryDirectory() as folder, Spool() as spool:
        make_samples(Path(folder) / "samples", NOW)
        for name, content in archives().items():
            (Path(folder) / name).write_bytes(content)
        files = [*Path(folder).rglob("*"), *(more.rglob("*") if more else ())]
        yield from _levels((file for file in sorted(files) if file.is_file()), spool)


def _levels(files: Iterable[Path], spool: Spool) -> Iterator[Seed]:
    level = Apart(Limits())
    for path in files:
        for part in walk(Source(content=of_file(path), name=path.name), spool=spool, limits=Limits(), level=level).parts:
            if 0 < part.content.size <= BIGGEST:
                yield Seed(media_type=part.media_type, content=part.content.head(BIGGEST))
    level.close()


def archives() -> dict[str, bytes]:
    """A small file of nearly every kind that is opened."""
    letter = mail(
        "=?utf-8?Q?D=C3=A9claration?= *C502100001*",
        multipart(text("Bonjour,\n> Oui"), text("<p>Bonjour<blockquote type=cite>De :", "html"), kind="alternative"),
        file(PDF, "application/pdf", "=?iso-8859-1?Q?re=E7u.pdf?="),
    )
    stored = [packers.Stored(name=name.encode(), content=content) for name, content in FILES.items()]
    return {
        "lettre.eml": letter,
        "envoi.zip": _zipped(),
        "secret.zip": LOCKED_ZIP,
        "envoi.tar": _tarred(),
        "envoi.7z": SEVENZIP,
        "secret.7z": LOCKED_SEVENZIP,
        "envoi.cab": packers.cab(*stored),
        "envoi.cpio": packers.cpio(*stored),
        "envoi.lzh": packers.lzh(*stored),
        "envoi.rar": packers.rar5(*stored),
        "ancien.rar": packers.rar4(*stored),
        "lettre.Z": packers.compressed(b"Bonjour, voici le devis."),
        "courrier.msg": msg(_mail_item()),
        "winmail.dat": tnef(_mail_item()),
        "lettre.gz": gzip.compress(letter, mtime=0),
        "lettre.bz2": bz2.compress(letter),
        "lettre.xz": lzma.compress(letter),
        "lettre.lzma": lzma.compress(letter, lzma.FORMAT_ALONE),
        "lettre.zst": _zstd(b"Bonjour, voici le devis."),
        "courrier.mbox": b"\n".join((FROM + letter, FROM + letter)),
        "visite.ics": EVENT,
        "duval.vcf": CARD,
        "lettre.emlx": b"%d\n%s<?xml version='1.0'?><plist></plist>\n" % (len(letter), letter),
    }


def _zstd(content: bytes) -> bytes:
    """One frame of one block, stored (RFC 8878, 3.1.1)."""
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(content)]) + (len(content) << 3 | 1).to_bytes(3, "little") + content


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _tarred() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in FILES.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _mail_item() -> Item:
    values: Values = {
        unicode(tags.MESSAGE_CLASS): "IPM.Note",
        unicode(tags.SUBJECT): "Dégâts des eaux *C502100001*",
        unicode(tags.BODY): "Bonjour,\r\nVoici le reçu.\r\n",
        unicode(tags.REPRESENTING_EMAIL): "contact@duval-courtage.example",
    }
    recipient: Values = {integer(tags.RECIPIENT_TYPE): 1, unicode(tags.EMAIL_ADDRESS): "sinistres@assureur.example"}
    inside = File(values={integer(tags.ATTACH_METHOD): 5}, item=Item(values={unicode(tags.SUBJECT): "Relance"}))
    return Item(values=values, recipients=(recipient,), files=(named_file("constat.pdf", PDF), inside))
