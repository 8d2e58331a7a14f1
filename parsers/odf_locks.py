"""OpenDocument files locked with a password: seeing how, and opening them (ODF 1.3 part 2, 3.4 and 4.8)."""

import hashlib
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest

from core.content import CHUNK
from core.errors import Problem, Unreadable
from parsers.packages import entry_pieces

NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
CIPHERS = {"http://www.w3.org/2001/04/xmlenc#aes256-cbc": 32, "http://www.w3.org/2001/04/xmlenc#aes128-cbc": 16}
"""How many bytes the key has."""

START_KEYS = {
    "": "sha1",
    "SHA1": "sha1",
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
    "http://www.w3.org/2000/09/xmldsig#sha256": "sha256",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
}
CHECKS = {"SHA1/1K": "sha1", f"{NAMESPACE}#sha1-1k": "sha1", f"{NAMESPACE}#sha256-1k": "sha256"}
DERIVATIONS = {"PBKDF2", f"{NAMESPACE}#pbkdf2"}
CHECKED = 1024
"""Bytes at the beginning of the packed part by which a password is checked."""

BLOCK = 16
MOST_ROUNDS = 2_000_000
"""Programs make 100 000; to make many more keeps a machine busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """How one part is encrypted: with AES, by a key made of the password."""

    size: int
    rounds: int
    salt: bytes = field(repr=False)
    vector: bytes
    start: str
    check: str
    digest: bytes

    def key(self, word: str) -> bytes:
        """The key that `word` makes."""
        start = hashlib.new(self.start, word.encode("utf-8", "surrogatepass")).digest()
        return hashlib.pbkdf2_hmac("sha1", start, self.salt, self.rounds, self.size)


def lock_of(said: Mapping[str, str]) -> Lock | None:
    """The lock by what the manifest says of it, `None` for one that we cannot open."""
    size, start, check = (
        names.get(said.get(name, ""))
        for names, name in ((CIPHERS, "algorithm-name"), (START_KEYS, "start-key-generation-name"), (CHECKS, "checksum-type"))
    )
    if not (size and start and check) or said.get("key-derivation-name") not in DERIVATIONS:
        return None
    try:
        salt, vector, digest = (b64decode(said.get(name, "")) for name in ("salt", "initialisation-vector", "checksum"))
        rounds = int(said.get("iteration-count", ""))
    except ValueError:
        return None
    if not 0 < rounds <= MOST_ROUNDS or len(vector) != BLOCK:
        return None
    return Lock(size=int(size), rounds=rounds, salt=salt, vector=vector, start=str(start), check=str(check), digest=digest)


def fits(package: zipfile.ZipFile, name: str, lock: Lock, word: str) -> bool:
    """Whether `word` opens the part: only then its beginning has the digest that the manifest names.

    Raises:
        Unreadable: the part is damaged.
    """
    head = next(_decrypted(package, name, lock, word), b"")
    if len(head) == package.getinfo(name).file_size:
        head = head[: -head[-1]] if head else b""  # the last byte counts the padding
    return bool(head) and compare_digest(hashlib.new(lock.check, head[:CHECKED]).digest(), lock.digest)


def part_pieces(package: zipfile.ZipFile, name: str, lock: Lock, word: str) -> Iterator[bytes]:
    """The part without its lock, unpacked.

    Raises:
        Unreadable: it is damaged.
    """
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _decrypted(package, name, lock, word):
            waiting = piece
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, CHUNK)
                waiting = unpacker.unconsumed_tail
    except zlib.error as error:
        raise Unreadable(Problem.DAMAGED) from error
    if not unpacker.eof:
        raise Unreadable(Problem.TRUNCATED)


def _decrypted(package: zipfile.ZipFile, name: str, lock: Lock, word: str) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(lock.key(word)), modes.CBC(lock.vector)).decryptor()
    for piece in entry_pieces(package, package.getinfo(name)):
        yield decryptor.update(piece)
