"""The walk: mails in mails in archives, every leaf in its place, every mail a unit of its own."""

import io
import textwrap
import zipfile
from pathlib import Path

import pytest

import parsers.containers
from core import codec
from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Address, Kind, Tree, Unit
from parsers.check import leaves_balance
from parsers.containers import OPENERS
from parsers.tree import walk_in_child
from parsers.units import Units
from tests.parsers.build import JPEG, PDF, Opener, attached, bytes_of, file, mail, multipart, plain, png, text


def packed(**files: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in files.items():
            found.writestr(name, content)
    return archive.getvalue()


FORWARDED = mail(
    "TR: dossier",
    text("Voir ci-joint."),
    attached(
        mail(
            "Info complémentaire *C502100001*".encode().decode(),
            text("Constat et photos."),
            file(packed(**{"constat.pdf": PDF, "mot.eml": plain("Relance *C502100002*", "Toujours rien")}), "application/zip", "envoi.zip"),
            attached(mail("Photos *C502100003*", file(JPEG, "image/jpeg", "pare-chocs.jpg"), boundary="b3")),
            boundary="b2",
        )
    ),
    file(PDF, "application/pdf", "facture.pdf"),
)


def outline(tree: Tree) -> list[tuple[str, Kind, str]]:
    return [(part.path, part.kind, part.name) for part in tree.parts]


def test_everything_is_found_at_every_depth_in_reading_order(opener: Opener) -> None:
    assert outline(opener.tree(FORWARDED)) == [
        ("0", Kind.MAIL, "TR_ dossier.eml"),
        ("0.0", Kind.TEXT, "part-1.txt"),
        ("0.1", Kind.MAIL, "Info complémentaire _C502100001_.eml"),
        ("0.1.0", Kind.TEXT, "part-1.txt"),
        ("0.1.1", Kind.CONTAINER, "envoi.zip"),
        ("0.1.1.0", Kind.DOCUMENT, "constat.pdf"),
        ("0.1.1.1", Kind.MAIL, "mot.eml"),
        ("0.1.1.1.0", Kind.TEXT, "part-1.txt"),
        ("0.1.2", Kind.MAIL, "Photos _C502100003_.eml"),
        ("0.1.2.0", Kind.DOCUMENT, "pare-chocs.jpg"),
        ("0.2", Kind.DOCUMENT, "facture.pdf"),
    ]


def test_every_attached_mail_keeps_its_own_subject_and_words(opener: Opener) -> None:
    units = opener.tree(FORWARDED).units

    assert [(unit.path, unit.subject, unit.own_text) for unit in units] == [
        ("0", "TR: dossier", "Voir ci-joint."),
        ("0.1", "Info complémentaire *C502100001*", "Constat et photos."),
        ("0.1.1.1", "Relance *C502100002*", "Toujours rien"),
        ("0.1.2", "Photos *C502100003*", ""),
    ]


def test_a_part_belongs_to_the_nearest_mail_around_it(opener: Opener) -> None:
    units = {part.path: part.unit for part in opener.parts(FORWARDED)}

    assert (units["0.2"], units["0.1"], units["0.1.1.0"], units["0.1.1.1.0"], units["0.1.2.0"]) == ("0", "0.1", "0.1", "0.1.1.1", "0.1.2")


def test_the_bytes_of_a_leaf_are_those_that_were_sent(opener: Opener) -> None:
    found = {part.name: bytes_of(part.content) for part in opener.parts(FORWARDED) if part.kind == Kind.DOCUMENT}

    assert found == {"constat.pdf": PDF, "pare-chocs.jpg": JPEG, "facture.pdf": PDF}


def test_an_attached_mail_is_a_window_of_the_raw_mail_and_is_written_nowhere_again(opener: Opener) -> None:
    root, *parts = opener.parts(FORWARDED)
    inner = next(part for part in parts if part.path == "0.1")

    assert (inner.content.path, inner.content.start > 0) == (root.content.path, True)


@pytest.mark.parametrize(
    "raw",
    [
        FORWARDED,
        plain("Question", "Bonjour"),
        mail("Photos"),
        b"",
        b"pas un mail",
        multipart(text("a"), multipart(text("b"), boundary="x")),
    ],
    ids=["forwarded", "plain", "no parts", "empty", "no headers", "nested"],
)
def test_every_leaf_of_the_structure_is_a_part(opener: Opener, raw: bytes) -> None:
    assert leaves_balance(opener.tree(raw))


def test_a_tree_that_lost_a_leaf_does_not_balance(opener: Opener) -> None:
    tree = opener.tree(FORWARDED)

    assert not leaves_balance(Tree(parts=tree.parts[:-1], units=tree.units))


def test_a_part_that_cannot_be_opened_stays_and_the_rest_goes_on(opener: Opener) -> None:
    raw = mail("Envoi", file(b"PK\x03\x04 this is no archive", "application/zip", "photos.zip"), file(PDF, "application/pdf", "devis.pdf"))
    _mail, broken, after = opener.parts(raw)

    assert (broken.name, broken.kind, broken.problem) == ("photos.zip", Kind.CONTAINER, Problem.DAMAGED)
    assert (after.name, after.problem) == ("devis.pdf", None)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("boite aux lettres", b"!BDN" + b"\x17" * 40, "application/vnd.ms-outlook-pst"),
        ("dossier.iso", b"\0" * 400, "application/x-iso9660-image"),
    ],
)
def test_a_container_without_an_opener_stays_closed_and_says_so(opener: Opener, name: str, content: bytes, media_type: str) -> None:
    part = opener.parts(mail("Envoi", file(content, "application/octet-stream", name)))[1]

    assert (part.kind, part.media_type, part.problem) == (Kind.CONTAINER, media_type, Problem.UNSUPPORTED)


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (text("Bonjour"), Kind.TEXT),
        (text("<p>Bonjour</p>", "html"), Kind.TEXT),
        (b"Content-Type: text/plain; name=note.txt\r\n\r\nBonjour", Kind.DOCUMENT),
        (b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nBonjour", Kind.DOCUMENT),
        (b"Content-Type: text/plain\r\nContent-Disposition: inline\r\n\r\nBonjour", Kind.TEXT),
        (file(b"0\x82", "application/pkcs7-signature", "smime.p7s"), Kind.SIGNATURE),
        (file(b"-----BEGIN PGP SIGNATURE-----\n", "application/pgp-signature"), Kind.SIGNATURE),
        (file(PDF, "application/pdf", "a.pdf").replace(b"attachment", b"inline"), Kind.DOCUMENT),
        (file(JPEG.ljust(90_000, b"x"), "image/jpeg", "a.jpg", "Content-ID: <photo>\r\n").replace(b"attachment", b"inline"), Kind.DOCUMENT),
        (file(b"\0\1\2\3", "application/x-metier", "export.xyz"), Kind.DOCUMENT),
        (attached(plain("Re", "x")), Kind.MAIL),
        (b"Content-Type: message/delivery-status\r\n\r\nStatus: 5.1.1", Kind.DOCUMENT),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_a_part_is_to_the_handler(opener: Opener, part: bytes, kind: Kind) -> None:
    assert opener.parts(mail("Envoi", part))[1].kind == kind


@pytest.mark.parametrize(
    ("name", "image", "kind"),
    [
        ("image001.png", png(600, 500, size=9_000), Kind.DECORATION),
        ("bandeau.png", png(1_200, 90, size=45_000), Kind.DECORATION),
        ("image002.png", png(2_000, 1_500, size=400_000), Kind.DOCUMENT),
    ],
)
def test_a_picture_in_the_text_is_decoration_only_when_it_is_small(opener: Opener, name: str, image: bytes, kind: Kind) -> None:
    shown = text(f'<p>Cordialement<img src="cid:{name}@01D9"></p>', "html")
    raw = mail("Envoi", multipart(shown, file(image, "image/png", name, f"Content-ID: <{name}@01D9>\r\n"), kind="related", boundary="r"))

    assert opener.parts(raw)[2].kind == kind


def test_a_small_picture_that_no_text_shows_is_a_document_unless_it_counts_readers(opener: Opener) -> None:
    raw = mail("Photos", file(png(300, 200), "image/png", "rayure.png"), file(png(1, 1, size=70), "image/png", "pixel.png"))

    assert [part.kind for part in opener.parts(raw)[1:]] == [Kind.DOCUMENT, Kind.DECORATION]


def test_two_files_of_one_name_are_two_parts(opener: Opener) -> None:
    raw = mail("Photos", file(PDF, "application/pdf", "scan.pdf"), file(PDF + b"2", "application/pdf", "scan.pdf"))

    assert [part.name for part in opener.parts(raw)[1:]] == ["scan.pdf", "scan.pdf"]


def test_the_walk_is_the_same_through_plain_data(opener: Opener, tmp_path: Path) -> None:
    content = opener.spool.keep(FORWARDED)
    data = {"content": codec.dump(content), "name": "", "declared_type": "message/rfc822", "spool": str(tmp_path), "hints": []}

    answer = walk_in_child({**data, "limits": codec.dump(Limits()), "everything_apart": False})

    assert outline(codec.load(Tree, answer)) == outline(opener.tree(FORWARDED))


def test_with_a_depth_of_one_only_the_outermost_mail_is_opened(opener: Opener) -> None:
    tree = opener.tree(FORWARDED, limits=Limits(depth=1))

    assert [(part.path, part.problem) for part in tree.parts] == [("0", None), ("0.0", None), ("0.1", Problem.TOO_DEEP), ("0.2", None)]
    assert [unit.path for unit in tree.units] == ["0", "0.1"]


def test_a_new_container_is_one_new_file(opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = '''
        """Boxes of a format that only this test knows."""

        from core.content import Content
        from core.errors import Problem, Unreadable
        from parsers.containers import opens
        from parsers.opening import Child, Opened, Opening


        @opens("application/x-boite")
        def open_box(content: Content, opening: Opening) -> Opened:
            if content.size < 5:
                raise Unreadable(Problem.EMPTY)
            return Opened(children=(Child(content=opening.spool.keep(content.head(100)[4:]), name="note.txt"),))
    '''
    (tmp_path / "boite.py").write_text(textwrap.dedent(module))
    monkeypatch.setattr(parsers.containers, "__path__", [*parsers.containers.__path__, str(tmp_path)])
    # Scanned again as at the start of a process, without a trace for the tests that follow.
    monkeypatch.setattr(OPENERS, "_found", dict(OPENERS.all()))
    monkeypatch.setattr(OPENERS, "_scanned", False)

    full, empty = (file(content, "application/x-boite", "a.boite") for content in (b"BOX:bonjour", b"BOX:"))
    parts = opener.parts(mail("Envoi", full, empty))

    assert [(part.path, part.name, part.kind, part.problem) for part in parts[1:]] == [
        ("0.0", "a.boite", Kind.CONTAINER, None),
        ("0.0.0", "note.txt", Kind.DOCUMENT, None),
        ("0.1", "a.boite", Kind.CONTAINER, Problem.EMPTY),
    ]


def test_an_archive_can_be_what_is_walked(opener: Opener) -> None:
    tree = opener.tree(packed(**{"a.pdf": PDF}), declared_type="", name="envoi.zip")

    assert outline(tree) == [("0", Kind.CONTAINER, "envoi.zip"), ("0.0", Kind.DOCUMENT, "a.pdf")]
    assert [unit.path for unit in tree.units] == ["0"]


def test_leaves_outlive_the_opening_of_the_raw_file(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool") as spool:
        part = Opener(spool).parts(FORWARDED)[-1]

        assert part.content.size == len(PDF)


def test_all_mails_together_say_no_more_than_the_limit_and_their_parts_keep_everything(opener: Opener) -> None:
    letters = [attached(plain(f"Courrier {number}", "x" * 400)) for number in range(3)]

    tree = opener.tree(mail("Lot", text("Voir."), *letters), limits=Limits(said_characters=1_600))

    assert [len(unit.own_text) for unit in tree.units] == [5, 400, 400, 0]
    assert [bool(unit.headers) for unit in tree.units] == [True, True, True, False]
    assert [unit.subject for unit in tree.units] == ["Lot", "Courrier 0", "Courrier 1", "Courrier 2"]
    assert [part.problem for part in tree.parts if part.kind == Kind.MAIL] == [None, None, None, Problem.TOO_BIG]
    assert [part.content.size for part in tree.parts if part.kind == Kind.TEXT] == [5, 400, 400, 400]


def test_the_text_of_one_mail_is_cut_at_what_is_left(opener: Opener) -> None:
    tree = opener.tree(plain("Long", "x" * 1_000), limits=Limits(said_characters=500))

    assert len(tree.units[0].headers) > 0
    assert 0 < len(tree.units[0].own_text) < 500
    assert tree.parts[0].problem == Problem.TOO_BIG


def test_what_is_opened_again_does_not_count_twice() -> None:
    units = Units(10)

    assert [units.put(Unit(path="0", own_text="x" * 8)) for _ in range(3)] == [True, True, True]
    assert not units.put(Unit(path="0.1", own_text="yyy"))
    assert [unit.own_text for unit in units] == ["x" * 8, "yy"]


def test_long_identifiers_and_lists_of_receivers_count_too() -> None:
    units = Units(1_000)
    receivers = tuple(Address(address=f"{number}@b.example") for number in range(200))

    fits = [units.put(Unit(path=path, message_id="x" * 400, to=receivers[:number])) for path, number in (("0", 3), ("0.1", 200))]

    assert (fits, [len(unit.to) for unit in units]) == ([True, False], [3, 0])


def test_a_name_of_any_length_is_cut(opener: Opener) -> None:
    tree = opener.tree(mail("Noms", file(PDF, "application/pdf", "x" * 20_000)))

    assert len(tree.parts[1].original_name) <= 8_192
