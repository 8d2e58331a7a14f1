"""Files that pages hold as data: URIs come out of them."""

import base64
import io
import time
from pathlib import Path

import pytest
from hypothesis import given

from core.content import Spool
from core.errors import Problem
from core.values import Kind
from parsers import data_uris, inline_files
from tests.parsers.build import PDF, Opener, bytes_of, file, mail, png
from tests.parsers.texts import EDITS, PHOTO, QUICK, body, cut_anywhere, edited, holds_together, ignore, inside, letter


def uri(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


PICTURE = png(800, 600, size=300)
BIG = png(800, 600, size=30_000)
PAGES = {
    "double quotes": (f'<img src="{uri(PICTURE)}" alt="Pare-chocs.png">', "Pare-chocs.png"),
    "single quotes": (f"<img alt='Pare-chocs' src='{uri(PICTURE)}'>", "Pare-chocs"),
    "no quotes": (f"<img title='Avant' src={uri(PICTURE)} width=10>", "Avant"),
    "a download": (f'<a title="Voir" download="rapport &amp; photos.png" href="{uri(PICTURE)}">ici</a>', "rapport & photos.png"),
    "a style": (f'<div style="background:url({uri(PICTURE)})">x</div>', "part-1.png"),
    "a style with quotes": (f"<div style=\"background-image: url('{uri(PICTURE)}')\">x</div>", "part-1.png"),
    "a style with escaped quotes": (f'<div style="background:url(&quot;{uri(PICTURE)}&quot;)">x</div>', "part-1.png"),
    "a style sheet": (f"<style>.a > b {{ background: url({uri(PICTURE)}) }}</style>", "part-1.png"),
    "lines": (f'<img src="{uri(PICTURE)[:50]}\r\n {uri(PICTURE)[50:]}">', "part-1.png"),
    "escaped signs": (
        '<img src="' + uri(PICTURE).replace("=", "%3D").replace("AAAA", "AA&#65;%41").replace("%3D", "%3D%0A") + '">',
        "part-1.png",
    ),
    "an object": (f'<object data="{uri(PICTURE)}" type="image/png"></object>', "part-1.png"),
    "a drawing": (f'<svg><image xlink:href="{uri(PICTURE)}"/></svg>', "part-1.png"),
    "parameters": (f'<img src="{uri(PICTURE, "image/png;name=x.png;charset=binary")}">', "part-1.png"),
}


@pytest.mark.parametrize(("page", "name"), PAGES.values(), ids=PAGES)
def test_a_file_that_a_page_holds_comes_out(opener: Opener, page: str, name: str) -> None:
    parts = opener.parts(letter(f"<html><body><p>Voici</p>{page}<p>Merci</p></body></html>".encode(), "text/html"))

    assert inside(parts) == [("0.0.0", name, None)]
    assert (bytes_of(parts[2].content), parts[2].declared_type) == (PICTURE, "image/png")


def test_what_is_not_in_base64_comes_out_too(opener: Opener) -> None:
    page = """<a href="data:text/plain,d%C3%A9g%C3%A2ts &amp; co" download="note.txt">note</a>
        <img src='data:image/svg+xml;utf8,<svg viewBox="0 0 9 9"><path fill="url(#a)"/></svg>'>
        <a href="data:,bref">x</a>"""
    parts = opener.parts(letter(page.encode(), "text/html"))

    assert [(part.declared_type, bytes_of(part.content).decode()) for part in parts[2:]] == [
        ("text/plain", "dégâts & co"),
        ("image/svg+xml", '<svg viewBox="0 0 9 9"><path fill="url(#a)"/></svg>'),
        ("text/plain", "bref"),
    ]


def test_a_reference_of_figures_without_end_names_nothing(opener: Opener) -> None:
    figures = "&#" + "1" * 10_000 + ";"
    parts = opener.parts(letter(f'<a href="data:text/plain,{figures}">x</a>'.encode(), "text/html"))

    assert bytes_of(parts[2].content).decode() == figures


NO_FILES = {
    "words about it": '<p>The "data:image/png;base64,AAAA" scheme; metadata: x, and data:text/plain,b</p>',
    "nothing in it": '<link rel="icon" href="data:,">',
    "a font": f"<style>@font-face {{ src: url({uri(b'wOFF', 'font/woff')}) }}</style>",
    "a style sheet": f'<link rel="stylesheet" href="{uri(b"p {{}}", "text/css")}">',
    "no comma": '<img src="data:image/png;base64">',
}


@pytest.mark.parametrize("page", NO_FILES.values(), ids=NO_FILES)
def test_what_holds_no_file_is_left_alone(opener: Opener, page: str) -> None:
    assert inside(opener.parts(letter(page.encode(), "text/html"))) == []


def test_a_small_picture_in_a_page_is_decoration_and_a_big_one_a_document(opener: Opener) -> None:
    page = f'<html><img src="{uri(png(90, 40))}" alt="Logo"><img src="{uri(BIG)}"></html>'.encode()
    parts = opener.parts(mail("Envoi", body(page, "text/html"), file(page, "text/html", "rapport.html")))

    assert [(part.path, part.kind) for part in parts[1:]] == [
        ("0.0", Kind.TEXT),
        ("0.0.0", Kind.DECORATION),
        ("0.0.1", Kind.DOCUMENT),
        ("0.1", Kind.DOCUMENT),
        ("0.1.0", Kind.DECORATION),
        ("0.1.1", Kind.DOCUMENT),
    ]


def test_a_page_in_xml_is_a_document_with_what_lies_in_it(opener: Opener) -> None:
    raw = file(f'<p xmlns="http://www.w3.org/1999/xhtml"><img src="{uri(BIG)}"/></p>'.encode(), "application/xhtml+xml", "page.xhtml")

    assert [(part.kind, part.problem) for part in opener.parts(mail("Envoi", raw))[1:]] == [(Kind.DOCUMENT, None), (Kind.DOCUMENT, None)]


def test_a_page_that_breaks_off_in_a_file_keeps_its_beginning(opener: Opener) -> None:
    parts = opener.parts(letter(f'<img src="{uri(BIG)[:9_000]}'.encode(), "text/html"))

    assert (parts[2].problem, bytes_of(parts[2].content)[:100]) == (Problem.TRUNCATED, BIG[:100])


def test_a_page_is_read_in_pieces_and_files_are_found_wherever_they_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    escaped = "data:text/plain,%C3%A9&eacute;&amp;%C3%A9"
    page = f'<p>{"x" * 300}</p><img alt="a" src="{uri(PDF)}"><img src="{escaped}" title="b"><img src="{uri(PHOTO)}">'
    raw = page.encode()

    def read() -> list[tuple[str, bytes]]:
        stream = io.BytesIO(raw)
        return [(one.name, b"".join(data_uris.pieces(stream, one))) for one in data_uris.data_uris(stream, ignore)]

    whole = read()

    assert whole == [("a", PDF), ("b", "éé&é".encode()), ("", PHOTO)]
    for size in (64, 99, 300, 1_000):
        monkeypatch.setattr(data_uris, "CHUNK", size)
        monkeypatch.setattr(data_uris, "AROUND", 150)
        monkeypatch.setattr(inline_files, "CHUNK", size)
        assert read() == whole


SEED = "".join(page for page, _name in list(PAGES.values())[::4]).encode()


@QUICK
@given(edits=EDITS)
def test_no_damage_stops_the_search_in_a_page(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    with Spool(tmp_path) as spool:
        assert holds_together(spool.keep(edited(SEED, edits)), spool, "text/html")


def test_a_page_cut_anywhere_is_a_tree(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        assert cut_anywhere(SEED, spool, "text/html")


def test_a_flood_of_uris_is_read_in_little_time() -> None:
    before = time.process_time()
    files = [*data_uris.data_uris(io.BytesIO(b'<img src="data:text/css,a">data:data:' * 10_000), ignore)]

    assert (files, time.process_time() - before < 10) == ([], True)
