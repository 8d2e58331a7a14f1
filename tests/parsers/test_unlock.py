"""What is locked is tried again with every word of the mail, at no cost to what came out before."""

import io
from dataclasses import replace

import pyzipper

from core.errors import Problem
from core.limits import Limits
from core.values import Tree
from parsers.tree import Source, walk
from tests.parsers.build import PDF, Opener, bytes_of, file, mail, text


def sealed(word: str, **files: bytes) -> bytes:
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(word.encode())
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


def letter(words: str, archive: bytes) -> bytes:
    return mail("Pièces *C502100001*", text(words), file(archive, "application/zip", "pieces.zip"))


def names(tree: Tree) -> list[tuple[str, Problem | None]]:
    return [(part.name, part.problem) for part in tree.parts[2:]]


def test_what_was_listed_before_it_opened_does_not_count_twice(opener: Opener) -> None:
    papers = {f"devis{number}_pdf": PDF for number in range(12)}

    tree = opener.tree(letter("Mot de passe : Abc!2026x", sealed("Abc!2026x", **papers)), limits=Limits(parts=20))

    assert {problem for _name, problem in names(tree)} == {None}
    assert len(tree.parts) == 15


def test_what_was_whole_before_stays_whole(opener: Opener) -> None:
    packed = io.BytesIO(sealed("Abc!2026x", lettre_pdf=PDF))
    with pyzipper.AESZipFile(packed, "a") as archive:
        archive.writestr("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(700_000))

    tree = opener.tree(letter("Mot de passe : Abc!2026x", packed.getvalue()), limits=replace(Limits(), bytes_out=1_600_000))

    assert sorted(names(tree)[1:]) == [("film.mp4", None), ("lettre.pdf", None)]


def test_what_is_opened_twice_lies_in_the_spool_once(opener: Opener) -> None:
    packed = io.BytesIO(sealed("Abc!2026x", lettre_pdf=PDF))
    with pyzipper.AESZipFile(packed, "a") as archive:
        archive.writestr("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(700_000))

    tree = opener.tree(letter("Mot de passe : Abc!2026x", packed.getvalue()))

    assert ("lettre.pdf", None) in names(tree)
    assert sum(file.stat().st_size for file in opener.spool.folder.iterdir()) < 2_700_000
    assert all(bytes_of(part.content) is not None for part in tree.parts)


def test_words_of_the_mail_and_of_its_thread_open_what_lies_in_each_other(opener: Opener) -> None:
    raw = letter("Mot de passe : Outer!77", sealed("Outer!77", dedans_zip=sealed("hintPW!9", facture_pdf=PDF)))
    source = Source(content=opener.spool.keep(raw), declared_type="message/rfc822", passwords=("hintPW!9",))

    tree = walk(source, spool=opener.spool, limits=Limits())

    assert names(tree)[-1] == ("facture.pdf", None)


def test_a_mail_in_the_archive_may_tell_the_next_password(opener: Opener) -> None:
    inner = letter("Mot de passe : Second!88", sealed("autre", rien_pdf=PDF))
    raw = letter("Mot de passe : Outer!77", sealed("Outer!77", lettre_eml=inner, suite_zip=sealed("Second!88", facture_pdf=PDF)))

    assert ("facture.pdf", None) in names(opener.tree(raw))
