"""What is signed, packed or encrypted with S/MIME, and CMS around one file."""

import base64
import contextlib
import io
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import Kind
from parsers import cms
from parsers.ber import Ber
from parsers.check import leaves_balance
from parsers.tree import Source, walk
from router.clues import items_of
from tests.parsers.build import HEAD, PDF, Opener, bytes_of, file, mail, multipart, plain, text

P7M = "application/pkcs7-mime"
ENTITY = multipart(text("Voici le constat du dossier C502100001."), file(PDF, "application/pdf", "constat.pdf"), boundary="=_signe")


@cache
def certificate(*, key: type = ec.EllipticCurvePrivateKey) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey]:
    made = ec.generate_private_key(ec.SECP256R1()) if key is ec.EllipticCurvePrivateKey else rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Agence Duval")])
    start = datetime(2026, 3, 2, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, made.public_key(), 1, start, start + timedelta(days=30))
    return builder.sign(made, hashes.SHA256()), made


def signed(content: bytes, *options: pkcs7.PKCS7Options, encoding: Encoding = Encoding.DER) -> bytes:
    found, key = certificate()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(found, key, hashes.SHA256())
    return builder.sign(encoding, [pkcs7.PKCS7Options.Binary, *options])


def encrypted(content: bytes) -> bytes:
    found, _key = certificate(key=rsa.RSAPrivateKey)
    return pkcs7.PKCS7EnvelopeBuilder().set_data(content).add_recipient(found).encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def definite(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (length if len(body) < 0x80 else bytes([0x80 + len(length)]) + length) + body


def indefinite(tag: int, *contents: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(contents) + b"\0\0"


def cms_of(oid: bytes, inner: bytes) -> bytes:
    return definite(0x30, definite(6, oid), definite(0xA0, inner))


def encapsulated(oid: bytes, octets: bytes) -> bytes:
    """What signed, digested and compressed data have in common; signers and certificates are left out."""
    return cms_of(oid, definite(0x30, definite(2, b"\1"), definite(0x31), definite(0x30, definite(6, cms.DATA), definite(0xA0, octets))))


def in_pieces(content: bytes, size: int = 1000) -> bytes:
    """Signed as programs do that do not know the length beforehand: indefinite lengths, octets in pieces."""
    pieces = [definite(4, content[at : at + size]) for at in range(0, len(content), size)]
    inner = indefinite(0x30, definite(6, cms.DATA), indefinite(0xA0, indefinite(0x24, *pieces)))
    algorithms = indefinite(0x31, indefinite(0x30, definite(6, b"\x60\x86\x48\1\x65\3\4\2\1"), definite(5)))
    body = indefinite(0x30, definite(2, b"\1"), algorithms, inner, indefinite(0xA0, definite(0x30, b"certificat")), definite(0x31))
    return indefinite(0x30, definite(6, cms.SIGNED), indefinite(0xA0, body))


def smime(content: bytes, name: str = "smime.p7m", media_type: str = P7M) -> bytes:
    head = f"{HEAD}Subject: Constat\r\nMIME-Version: 1.0\r\n".encode()
    return head + file(content, media_type, name)


FORMS = {
    "DER": signed(ENTITY),
    "BER in pieces": in_pieces(ENTITY),
    "BER in many small pieces": in_pieces(ENTITY, 3),
    "PEM": signed(ENTITY, encoding=Encoding.PEM),
    "base64 in base64": base64.encodebytes(signed(ENTITY)),
    "base64 on one line": base64.b64encode(in_pieces(ENTITY)),
    "base64 after a byte order mark": b"\xef\xbb\xbf" + base64.encodebytes(signed(ENTITY)),
    "digested": encapsulated(cms.DIGESTED, definite(4, ENTITY)),
    "compressed": encapsulated(cms.COMPRESSED, definite(4, zlib.compress(ENTITY))),
    "packed in pieces": encapsulated(cms.COMPRESSED, definite(0x24, *(definite(4, bytes([byte])) for byte in zlib.compress(ENTITY)))),
    "plain data": cms_of(cms.DATA, definite(4, ENTITY)),
    "time-stamped": cms_of(cms.TIME_STAMPED, definite(0x30, definite(2, b"\1"), definite(4, ENTITY))),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_the_words_and_files_of_a_signed_mail_come_out(opener: Opener, content: bytes) -> None:
    tree = opener.tree(smime(content))

    assert [(part.path, part.kind, part.name) for part in tree.parts] == [
        ("0", Kind.MAIL, "Constat.eml"),
        ("0.0", Kind.CONTAINER, "smime.p7m"),
        ("0.0.0", Kind.TEXT, "part-1.txt"),
        ("0.0.1", Kind.DOCUMENT, "constat.pdf"),
    ]
    assert [(unit.subject, unit.own_text) for unit in tree.units] == [("Constat", "Voici le constat du dossier C502100001.")]
    assert bytes_of(tree.parts[3].content) == PDF


@pytest.mark.parametrize(("form", "problem"), [("DER", Problem.NOT_CHECKED), ("time-stamped", Problem.NOT_CHECKED), ("compressed", None)])
def test_a_signature_that_nobody_checked_is_said_and_its_wrapping_is_no_document(
    opener: Opener, form: str, problem: Problem | None
) -> None:
    tree = opener.tree(smime(FORMS[form]))

    assert [part.problem for part in tree.parts] == [None, problem, None, None]
    assert [item.path for item in items_of(tree, "0")] == ["0.0.1"]


@pytest.mark.parametrize("media_type", [P7M, "application/x-pkcs7-mime", "application/octet-stream"])
@pytest.mark.parametrize("content", [signed(PDF), in_pieces(PDF), base64.encodebytes(signed(PDF))], ids=["DER", "pieces", "base64"])
def test_a_signed_file_comes_out_under_its_own_name(opener: Opener, content: bytes, media_type: str) -> None:
    parts = opener.parts(mail("Devis", text("Bonjour"), file(content, media_type, "devis signé.pdf.p7m")))[2:]

    assert [(part.kind, part.name, part.media_type, part.problem) for part in parts] == [
        (Kind.CONTAINER, "devis signé.pdf.p7m", P7M, Problem.NOT_CHECKED),
        (Kind.DOCUMENT, "devis signé.pdf", "application/pdf", None),
    ]
    assert bytes_of(parts[1].content) == PDF


def test_a_file_signed_twice_comes_out_of_both(opener: Opener) -> None:
    parts = opener.parts(signed(signed(PDF)), declared_type="", name="devis.pdf.p7m.p7m")

    assert [part.name for part in parts] == ["devis.pdf.p7m.p7m", "devis.pdf.p7m", "devis.pdf"]


def test_a_mail_that_was_signed_as_a_file_is_a_mail_of_its_own(opener: Opener) -> None:
    tree = opener.tree(smime(signed(plain("Relance *C502100002*", "Où en est-on ?")), "courrier.eml.p7m"))

    assert [(unit.path, unit.subject) for unit in tree.units] == [("0", "Constat"), ("0.0.0", "Relance *C502100002*")]


PROTECTED = b'From: a@duval.example\r\nSubject: Constat\r\nContent-Type: text/plain; charset=utf-8; hp="clear"\r\n\r\nBonjour'
LATE = b"X-Note: a\r\n" + PROTECTED


@pytest.mark.parametrize("content", [PROTECTED, LATE])
def test_headers_that_are_signed_once_more_make_no_second_mail(opener: Opener, content: bytes) -> None:
    assert [unit.own_text for unit in opener.tree(smime(signed(content))).units] == ["Bonjour"]


def test_what_was_signed_and_then_signed_again_speaks_for_the_mail_around(opener: Opener) -> None:
    inner = file(signed(ENTITY), P7M, "smime.p7m")
    tree = opener.tree(smime(signed(inner)))

    assert [part.name for part in tree.parts[1:]] == ["smime.p7m", "smime.p7m", "part-1.txt", "constat.pdf"]
    assert tree.units[0].own_text == "Voici le constat du dossier C502100001."


def test_a_whole_part_saved_as_a_file_is_opened_by_its_header(opener: Opener) -> None:
    saved = file(signed(PDF), P7M, "devis.pdf.p7m")

    assert [part.name for part in opener.parts(saved, declared_type="", name="smime.p7m")] == ["smime.p7m", "devis.pdf.p7m", "devis.pdf"]


ENVELOPED = (cms.PKCS7 + b"\x03", cms.PKCS7 + b"\x04", cms.PKCS7 + b"\x06", cms.SMIME + b"\x17")


@pytest.mark.parametrize("content", [encrypted(ENTITY), *(cms_of(oid, definite(0x30)) for oid in ENVELOPED)])
def test_what_is_encrypted_stays_closed_and_is_a_document_that_says_so(opener: Opener, content: bytes) -> None:
    tree = opener.tree(smime(content))

    assert [(part.kind, part.problem) for part in tree.parts[1:]] == [(Kind.CONTAINER, Problem.ENCRYPTED)]
    assert [item.path for item in items_of(tree, "0")] == ["0.0"]


def test_a_detached_signature_and_a_bag_of_certificates_are_no_documents(opener: Opener) -> None:
    alone = signed(ENTITY, pkcs7.PKCS7Options.DetachedSignature)
    chain = pkcs7.serialize_certificates([certificate()[0]], Encoding.DER)
    written = pkcs7.serialize_certificates([certificate()[0]], Encoding.PEM)
    parts = opener.parts(
        mail(
            "Constat",
            file(alone, "application/pkcs7-signature", "smime.p7s"),
            file(alone, "application/octet-stream", "contrat.pdf.p7s"),
            file(chain, P7M, "smime.p7c"),
            file(written, P7M, "chaine.p7m"),
        )
    )

    assert [(part.kind, part.problem) for part in parts[1:]] == [(Kind.SIGNATURE, None)] * 3 + [(Kind.CONTAINER, None)]


def test_a_clear_signed_mail_is_read_as_any_other(opener: Opener) -> None:
    signature = file(signed(ENTITY, pkcs7.PKCS7Options.DetachedSignature), "application/x-pkcs7-signature", "smime.p7s")
    raw = f"{HEAD}Subject: Constat\r\n".encode() + multipart(ENTITY, signature, kind="signed", boundary="=_dehors")
    tree = opener.tree(raw)

    assert [part.kind for part in tree.parts] == [Kind.MAIL, Kind.TEXT, Kind.DOCUMENT, Kind.SIGNATURE]
    assert tree.units[0].own_text == "Voici le constat du dossier C502100001."


@pytest.mark.parametrize("whole", [in_pieces(PDF * 30), signed(PDF * 30)], ids=["pieces", "DER"])
def test_of_a_signed_file_that_breaks_off_the_beginning_comes_out(opener: Opener, whole: bytes) -> None:
    parts = opener.parts(whole[:1_500], declared_type="", name="devis.pdf.p7m")

    assert [part.problem for part in parts] == [Problem.NOT_CHECKED, Problem.TRUNCATED]
    assert (PDF * 30).startswith(bytes_of(parts[1].content))
    assert parts[1].content.size > 1_000


def test_of_a_signed_mail_that_breaks_off_the_text_is_read(opener: Opener) -> None:
    tree = opener.tree(smime(in_pieces(ENTITY, 40)[:300]))

    assert (tree.parts[1].problem, tree.units[0].own_text) == (Problem.TRUNCATED, "Voici le constat du dossier C502100001.")


SIGNED = definite(6, cms.SIGNED)
BROKEN = {
    "nothing but a beginning": (b"\x30\x80", Problem.TRUNCATED),
    "no sequence": (b"\x30" + b"\xff" * 20, Problem.DAMAGED),
    "no sequence either": (definite(0x31, SIGNED), Problem.DAMAGED),
    "no type": (definite(0x30, definite(2, b"\1")), Problem.DAMAGED),
    "nothing at all in it": (definite(0x30), Problem.DAMAGED),
    "another type": (cms_of(cms.SMIME + b"\x02", definite(0x30)), Problem.UNSUPPORTED),
    "no third element": (cms_of(cms.SIGNED, definite(0x30, definite(2, b"\1"))), Problem.DAMAGED),
    "no octets": (encapsulated(cms.SIGNED, definite(0x30, b"\5\0")), Problem.UNSUPPORTED),
    "something else among the octets": (encapsulated(cms.SIGNED, definite(0x24, definite(2, b"\1"))), Problem.DAMAGED),
    "an end where none is expected": (encapsulated(cms.SIGNED, definite(0x24, b"\0\0")), Problem.DAMAGED),
    "nothing in very many pieces": (encapsulated(cms.SIGNED, definite(0x24, b"\4\0" * 50_001)), Problem.DAMAGED),
    "octets that never end": (encapsulated(cms.SIGNED, b"\x24\x80"), Problem.TRUNCATED),
    "octets longer than all": (encapsulated(cms.SIGNED, b"\x24\x10"), Problem.TRUNCATED),
    "an indefinite number": (encapsulated(cms.SIGNED, b"\x04\x80"), Problem.DAMAGED),
    "a length of nine octets": (b"\x30\x89" + b"\1" * 9, Problem.DAMAGED),
    "a length that is cut": (b"\x30\x84\0\0", Problem.TRUNCATED),
    "no length": (b"\x30", Problem.TRUNCATED),
    "a tag without end": (definite(0x30, b"\x1f" + b"\xff" * 9), Problem.DAMAGED),
    "a long tag": (definite(0x30, b"\x1f\x81\x01\x01a"), Problem.DAMAGED),
    "octets too deep": (encapsulated(cms.SIGNED, b"\x24\x80" * 40), Problem.DAMAGED),
    "too much to get past": (
        definite(0x30, SIGNED, definite(0xA0, indefinite(0x30, definite(2, b"\1"), indefinite(0x31, b"\5\0" * 50_001)))),
        Problem.DAMAGED,
    ),
    "packed wrongly": (encapsulated(cms.COMPRESSED, definite(4, b"pas du zlib")), Problem.DAMAGED),
    "text": (b"Bonjour, voici le constat.", Problem.DAMAGED),
    "other base64": (base64.b64encode(b"pas du tout signe"), Problem.DAMAGED),
}


@pytest.mark.parametrize(("content", "problem"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_sealed_mail_stays_and_says_so(opener: Opener, content: bytes, problem: Problem) -> None:
    parts = opener.parts(content, declared_type=P7M, name="smime.p7m")

    assert [(part.kind, part.problem) for part in parts] == [(Kind.CONTAINER, problem)]


def test_packed_octets_that_end_early_are_kept_and_marked(opener: Opener) -> None:
    packed = zlib.compress(bytes(range(256)) * 40, 0)
    parts = opener.parts(encapsulated(cms.COMPRESSED, definite(4, packed[:-20])), declared_type=P7M, name="photo.bin.p7m")

    assert [part.problem for part in parts] == [None, Problem.TRUNCATED]


def test_octets_behind_the_packed_ones_are_left(opener: Opener) -> None:
    pieces = definite(0x24, definite(4, zlib.compress(PDF)), definite(4, b"reste"))

    assert bytes_of(opener.parts(encapsulated(cms.COMPRESSED, pieces), declared_type=P7M)[1].content) == PDF


def test_a_packed_file_that_swells_is_stopped(opener: Opener) -> None:
    parts = opener.parts(encapsulated(cms.COMPRESSED, definite(4, zlib.compress(b"\0" * 30_000_000))), declared_type=P7M)

    assert parts[1].problem == Problem.TOO_DENSE


@pytest.mark.parametrize("limits", [Limits(bytes_out=4_000), Limits(parts=2)])
def test_limits_hold_for_what_is_signed(opener: Opener, limits: Limits) -> None:
    content = base64.encodebytes(signed(b"%PDF-1.4\n" + b"a" * 4_000))
    parts = opener.tree(smime(content, "devis.pdf.p7m"), limits=limits).parts

    assert parts[1].problem in {Problem.TOO_BIG, Problem.TOO_MANY_PARTS}


def test_base64_that_decodes_to_more_than_is_left_stays_closed(opener: Opener) -> None:
    content = base64.encodebytes(signed(b"a" * 4_000))

    assert opener.tree(content, declared_type=P7M, limits=Limits(bytes_out=4_000)).parts[0].problem == Problem.TOO_BIG


def test_a_detached_signature_of_indefinite_lengths_is_one(opener: Opener) -> None:
    inner = indefinite(0x30, definite(6, cms.DATA))
    alone = indefinite(0x30, SIGNED, indefinite(0xA0, indefinite(0x30, definite(2, b"\1"), indefinite(0x31), inner, definite(0x31))))

    assert opener.parts(mail("Constat", file(alone, "application/octet-stream", "smime.p7s")))[1].kind == Kind.SIGNATURE


def seals() -> tuple[bytes, ...]:
    return (
        in_pieces(ENTITY, 50),
        encapsulated(cms.SIGNED, definite(4, PDF)),
        FORMS["packed in pieces"],
        base64.encodebytes(in_pieces(PDF)),
    )


@pytest.mark.parametrize("whole", seals())
def test_cut_anywhere_it_is_a_tree(opener: Opener, whole: bytes) -> None:
    trees = [opener.tree(whole[:end], declared_type=P7M, name="smime.p7m") for end in range(0, len(whole), 7)]

    assert all(leaves_balance(tree) for tree in trees)


EDITS = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 20), st.binary(max_size=6)), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.sampled_from(seals()), edits=EDITS)
def test_edited_anywhere_it_is_a_tree(tmp_path: Path, seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    for place, length, put in edits:
        at = place % (len(seed) + 1)
        seed = seed[:at] + put + seed[at + length :]
    with Spool(tmp_path) as spool:
        tree = walk(Source(content=spool.keep(seed), name="smime.p7m", declared_type=P7M), spool=spool, limits=Limits(depth=5, parts=100))

        assert leaves_balance(tree)


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_walked_or_refused(data: bytes) -> None:
    def elements(raw: bytes) -> Iterator[bytes]:
        ber = Ber(io.BytesIO(raw), len(raw))
        first = ber.first()
        for child in ber.children(first):
            yield from ber.octets(child)

    with contextlib.suppress(Unreadable):
        assert sum(map(len, elements(data))) <= len(data)
