"""What is encrypted or signed with PGP: in parts, in files, in the text."""

import pytest

from core.errors import Problem
from core.values import Kind
from router.clues import items_of
from tests.parsers.build import HEAD, Opener, file, mail, multipart, plain

ARMOUR = "-----BEGIN PGP MESSAGE-----\nVersion: GnuPG v2\n\nhQEMA5C502100009AQf/\n=aBcD\n-----END PGP MESSAGE-----\n"


def test_a_mail_encrypted_with_pgp_says_so_once(opener: Opener) -> None:
    control = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
    payload = f"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n{ARMOUR}".encode()
    raw = f"{HEAD}Subject: Constat\r\n".encode() + multipart(control, payload, kind="encrypted")
    tree = opener.tree(raw)

    assert [(part.kind, part.problem) for part in tree.parts[1:]] == [(Kind.DECORATION, None), (Kind.DOCUMENT, Problem.ENCRYPTED)]
    assert [item.path for item in items_of(tree, "0")] == ["0.1"]


@pytest.mark.parametrize(
    ("name", "content"), [("devis.pdf.gpg", b"\x85\1\x0c\3abc"), ("devis.pgp", ARMOUR.encode()), ("a.txt", ARMOUR.encode())]
)
def test_a_file_encrypted_with_pgp_is_a_document_that_stays_closed(opener: Opener, name: str, content: bytes) -> None:
    part = opener.parts(mail("Devis", file(content, "application/octet-stream", name)))[1]

    assert (part.kind, part.media_type, part.problem) == (Kind.DOCUMENT, "application/pgp-encrypted", Problem.ENCRYPTED)


@pytest.mark.parametrize(
    ("words", "own", "kind"),
    [
        (ARMOUR, "", Kind.DOCUMENT),
        (f"Bonjour, voici :\n\n{ARMOUR}\nCordialement", "Bonjour, voici :\n\n\n\nCordialement", Kind.TEXT),
    ],
)
def test_what_is_encrypted_in_a_text_is_not_taken_for_words(opener: Opener, words: str, own: str, kind: Kind) -> None:
    tree = opener.tree(plain("Constat", words))

    assert (tree.units[0].own_text, tree.parts[1].kind, tree.parts[1].problem) == (own, kind, Problem.ENCRYPTED)


CLEAR = (
    "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nBonjour,\n- - le constat\n- ----- fin\n"
    "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=aBcD\n-----END PGP SIGNATURE-----\n"
)


def test_the_words_of_a_text_signed_with_pgp_stand_alone(opener: Opener) -> None:
    tree = opener.tree(plain("Constat", CLEAR))

    assert (tree.units[0].own_text, tree.parts[1].kind) == ("Bonjour,\n- le constat\n----- fin", Kind.TEXT)


def test_a_key_is_a_signature_and_a_signed_text_is_a_document(opener: Opener) -> None:
    key = b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----\n"
    parts = opener.parts(
        mail("x", file(key, "application/pgp-keys", "cle.asc"), file(CLEAR.encode(), "application/octet-stream", "lettre.asc"))
    )

    assert [(part.kind, part.media_type) for part in parts[1:]] == [
        (Kind.SIGNATURE, "application/pgp-keys"),
        (Kind.DOCUMENT, "text/plain"),
    ]
