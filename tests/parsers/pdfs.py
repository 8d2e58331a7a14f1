"""PDF files built object by object, so that a test can break exactly one thing."""

import io
import zlib
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from core.limits import Limits
from core.values import Tree
from parsers.tree import Source, walk
from tests.parsers.build import Opener

Written = str | bytes
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
QUOTE = b"Devis de reparation : 1 494,59 EUR\n"


def stream(data: bytes, extra: str = "/Type /EmbeddedFile") -> bytes:
    return f"<< {extra} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def spec(number: int, name: Written = "(devis.txt)", extra: str = "") -> bytes:
    given = name if isinstance(name, bytes) else name.encode()
    return b"<< /Type /Filespec /F " + given + f" /EF << /F {number} 0 R >> {extra} >>".encode()


def paper(catalog: Written, *objects: Written, page: Written = PAGE) -> bytes:
    """A PDF whose first objects are catalogue, pages and page; others follow from number 4."""
    head = catalog if isinstance(catalog, bytes) else f"<< /Type /Catalog /Pages 2 0 R {catalog} >>"
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, written in enumerate((head, PAGES, page, *objects), start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (written.encode() if isinstance(written, str) else written) + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return bytes(out) + f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()


def in_tree(*names_and_specs: str) -> str:
    return f"/Names << /EmbeddedFiles << /Names [{' '.join(names_and_specs)}] >> >>"


def carrying(data: bytes, extra: str = "/Type /EmbeddedFile") -> bytes:
    return paper(in_tree("(devis.txt)", "4 0 R"), spec(5), stream(data, extra))


def packed(specs: bytes) -> bytes:
    """A PDF whose objects but the file are in an object stream, as every writer packs them since PDF 1.5."""
    written = {1: b"<< /Type /Catalog /Pages 2 0 R " + specs + b" >>", 2: PAGES.encode(), 3: PAGE.encode(), 4: spec(5)}
    index, body = b"", b""
    for number, data in written.items():
        index += f"{number} {len(body)} ".encode()
        body += data + b" "
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    objects = {5: stream(QUOTE), 6: stream(zlib.compress(index + body), f"/Type /ObjStm /N 4 /First {len(index)} /Filter /FlateDecode")}
    for number, data in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    rows = [(0, 0, 0), *((2, 6, place) for place in range(4)), (1, places[5], 0), (1, places[6], 0), (1, len(out), 0)]
    table = b"".join(bytes([kind]) + where.to_bytes(2, "big") + bytes([last]) for kind, where, last in rows)
    start = len(out)
    out += b"7 0 obj\n" + stream(table, "/Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R") + b"\nendobj\n"
    return bytes(out) + f"startxref\n{start}\n%%EOF\n".encode()


def locked(raw: bytes, word: str, owner: str = "cle") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    writer.encrypt(word, owner, algorithm="AES-256")
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def files_locked(word: str) -> bytes:
    """A paper that everybody may read, whose files need a password (ISO 32000-2, 7.6.6)."""
    writer: Any = PdfWriter(clone_from=PdfReader(io.BytesIO(carrying(QUOTE))))
    writer.encrypt(word, "cle", algorithm="AES-256")
    lock = writer._encryption
    lock.EFF = "/AESV3"
    held = next(found for found in writer._objects if isinstance(found, StreamObject) and found.get("/Type") == "/EmbeddedFile")
    held._data = lock._make_crypt_filter(held.indirect_reference.idnum, 0).ef_crypt.encrypt(QUOTE)
    lock.StmF = lock.StrF = "/Identity"
    for key, value in (("/StmF", "/Identity"), ("/StrF", "/Identity"), ("/EFF", "/StdCF")):
        writer._encrypt_entry[NameObject(key)] = NameObject(value)
    return written(writer)


def opened(opener: Opener, raw: bytes, *passwords: str, limits: Limits | None = None) -> Tree:
    source = Source(content=opener.spool.keep(raw), name="facture.pdf", declared_type="", passwords=passwords)
    return walk(source, spool=opener.spool, limits=limits or Limits())
