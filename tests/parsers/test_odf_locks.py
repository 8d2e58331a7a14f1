"""OpenDocument files locked with a password, made as ODF 1.3 part 2 (3.4 and 4.8) tells; the newest lock stays shut."""

import hashlib
import io
import zipfile
import zlib
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from core.errors import Problem
from core.values import Kind
from parsers.odf_locks import lock_of
from tests.parsers.build import Opener, bytes_of, file, mail, text

ODF = "application/vnd.oasis.opendocument."
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
SALT, VECTOR = b"0123456789abcdef", bytes(range(16))
PARTS = {
    "content.xml": b"<office:document-content>D\xc3\xa9g\xc3\xa2ts</office:document-content>",
    "styles.xml": b"".join(hashlib.sha256(bytes([n % 251, n // 251])).digest() for n in range(50_000)),
    "Object 1/content.xml": b"<feuille/>",
    "empty.xml": b"",
}
SAID = {
    "algorithm-name": "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
    "initialisation-vector": b64encode(VECTOR).decode(),
    "start-key-generation-name": "http://www.w3.org/2000/09/xmldsig#sha256",
    "key-derivation-name": "PBKDF2",
    "iteration-count": "1000",
    "salt": b64encode(SALT).decode(),
    "checksum-type": f"{MANIFEST}#sha256-1k",
    "checksum": "",
}


def locked(word: str, *, start: str = "sha256", check: str = "sha256", rounds: int = 1000, **broken: bytes) -> bytes:
    """A text, whose parts are packed, padded and encrypted each by itself; of what is `broken` other bytes are, the largest first then."""
    key = hashlib.pbkdf2_hmac("sha1", hashlib.new(start, word.encode()).digest(), SALT, rounds, 32)
    listed = [
        f'<m:file-entry m:full-path="{path}" m:media-type="{ODF}{kind}"/>' for path, kind in (("/", "text"), ("Object 1/", "spreadsheet"))
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", f"{ODF}text")
        package.writestr("Media/plan.txt", b"en clair")
        for name, data in sorted(PARTS.items(), reverse=bool(broken)):
            packer = zlib.compressobj(wbits=-15)
            packed = packer.compress(data) + packer.flush()
            digest = hashlib.new(check, packed[:1024]).digest()
            pad = 16 - len(packed) % 16
            encryptor = Cipher(algorithms.AES(key), modes.CBC(VECTOR)).encryptor()
            kept = broken.get(name.partition(".")[0], packed + bytes(pad - 1) + bytes([pad]))
            package.writestr(name, encryptor.update(kept))
            listed.append(entry(name, start, f"{MANIFEST}#{check}-1k", b64encode(digest).decode(), rounds))
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{MANIFEST}">{"".join(listed)}</m:manifest>')
    return out.getvalue()


def entry(name: str, start: str, check_type: str, digest: str, rounds: int) -> str:
    return (
        f'<m:file-entry m:full-path="{name}" m:media-type="text/xml" m:size="{len(PARTS[name])}">'
        f'<m:encryption-data m:checksum-type="{check_type}" m:checksum="{digest}">'
        f'<m:algorithm m:algorithm-name="{SAID["algorithm-name"]}" m:initialisation-vector="{SAID["initialisation-vector"]}"/>'
        f'<m:key-derivation m:key-derivation-name="PBKDF2" m:key-size="32" m:iteration-count="{rounds}" m:salt="{SAID["salt"]}"/>'
        f'<m:start-key-generation m:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#{start}" m:key-size="32"/>'
        "</m:encryption-data></m:file-entry>"
    )


@pytest.mark.parametrize(("start", "check", "rounds"), [("sha256", "sha256", 100_000), ("sha1", "sha1", 1024)])
def test_a_locked_text_is_opened_with_a_password(opener: Opener, start: str, check: str, rounds: int) -> None:
    parts = opener.unlocked(locked("Dégâts 26", start=start, check=check, rounds=rounds), "faux", "Dégâts 26").parts

    assert [(part.name, part.media_type, part.kind, part.problem) for part in parts] == [
        ("envoi.zip", f"{ODF}text", Kind.CONTAINER, None),
        ("envoi.zip", f"{ODF}text", Kind.DOCUMENT, None),
        ("Object 1", f"{ODF}spreadsheet", Kind.DOCUMENT, None),
    ]
    with zipfile.ZipFile(io.BytesIO(bytes_of(parts[1].content))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist() if name in PARTS} == PARTS
        assert (package.namelist()[0], package.read("Media/plan.txt")) == ("mimetype", b"en clair")
        assert b"encryption-data" not in package.read("META-INF/manifest.xml")


def test_the_password_comes_from_the_mail_and_is_blanked_there(opener: Opener) -> None:
    tree = opener.tree(mail("Devis", text("Mot de passe (confidentiel) : hiver"), file(locked("hiver"), f"{ODF}text", "devis.odt")))

    assert [part.problem for part in tree.parts] == [None] * len(tree.parts)
    assert "hiver" not in tree.units[0].own_text


@pytest.mark.parametrize("words", [(), ("faux", "Hiver", "\udcff")])
def test_what_no_password_opens_is_kept_and_says_so(opener: Opener, words: tuple[str, ...]) -> None:
    parts = opener.unlocked(locked("hiver"), *words).parts

    assert [(part.kind, part.problem) for part in parts] == [(Kind.DOCUMENT, Problem.NEEDS_PASSWORD)]


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"\xff" * 32, Problem.DAMAGED), (b"\0\0\0\xff\xff" * 16, Problem.TRUNCATED), (b"short", Problem.TRUNCATED)],
    ids=["no packing", "no end", "no block"],
)
def test_what_comes_of_a_damaged_one_says_so(opener: Opener, data: bytes, problem: Problem) -> None:
    parts = opener.unlocked(locked("hiver", content=data), "hiver").parts

    assert [part.problem for part in parts] == [problem, problem]


@pytest.mark.parametrize(
    "said",
    [
        {"algorithm-name": "http://www.w3.org/2009/xmlenc11#aes256-gcm"},
        {"algorithm-name": "Blowfish CFB"},
        {"key-derivation-name": "urn:org:documentfoundation:names:experimental:office:manifest:argon2id"},
        {"start-key-generation-name": "md5"},
        {"checksum-type": "md5"},
        {"iteration-count": "viele"},
        {"iteration-count": "0"},
        {"iteration-count": "99999999999"},
        {"initialisation-vector": "AAAA"},
        {"salt": "A"},
    ],
    ids=str,
)
def test_a_lock_of_another_kind_is_none_that_we_open(said: dict[str, str]) -> None:
    assert (lock_of(SAID) is not None, lock_of(SAID | said)) == (True, None)


def test_a_whole_package_in_a_newer_lock_is_kept_and_says_so(opener: Opener) -> None:
    out = io.BytesIO()
    lock = '<m:encryption-data><m:algorithm m:algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm"/></m:encryption-data>'
    listed = f'<m:file-entry m:full-path="encrypted-package" m:media-type="{ODF}text">{lock}</m:file-entry>'
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", f"{ODF}text")
        package.writestr("encrypted-package", b"x" * 100)
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{MANIFEST}">{listed}</m:manifest>')

    assert [part.problem for part in opener.unlocked(out.getvalue(), "hiver").parts] == [Problem.NEEDS_PASSWORD]
