"""Office files from before 2007 say by their type that macros lie in them; nothing in them is lost by that."""

import pytest

from core.values import Kind
from tests.parsers.build import Opener
from tests.parsers.test_office_embedded import QUOTE, Tree, native, ole, record

PROJECT: Tree = {"PROJECT": b"x", "VBA": {"dir": b"x", "_VBA_PROJECT": b"x"}}
OLD: dict[str, tuple[Tree, str]] = {
    "a text with macros": ({"WordDocument": bytes(40), "Macros": PROJECT}, "application/msword.macroenabled"),
    "a text": ({"WordDocument": bytes(40)}, "application/msword"),
    "a text with an object of that name": ({"WordDocument": bytes(40), "Macros": {"dir": b"x"}}, "application/msword"),
    "a workbook with macros": ({"Workbook": b"x", "_VBA_PROJECT_CUR": PROJECT}, "application/vnd.ms-excel.macroenabled"),
    "a workbook": ({"Workbook": b"x"}, "application/vnd.ms-excel"),
    "slides with macros": (
        {"PowerPoint Document": record(b"abc", kind=1000) + record(ole(PROJECT), packed=True)},
        "application/vnd.ms-powerpoint.macroenabled",
    ),
    "slides": ({"PowerPoint Document": record(ole({"\x01Ole10Native": native(QUOTE)}))}, "application/vnd.ms-powerpoint"),
}


@pytest.mark.parametrize(("tree", "media_type"), OLD.values(), ids=OLD)
def test_the_type_of_an_old_office_file_says_whether_it_has_macros(tree: Tree, media_type: str, opener: Opener) -> None:
    part = opener.parts(ole(tree), declared_type="")[0]

    assert (part.kind, part.media_type, part.problem) == (Kind.DOCUMENT, media_type, None)


def test_what_is_embedded_beside_macros_comes_out(opener: Opener) -> None:
    document: Tree = {"WordDocument": bytes(40), "Macros": PROJECT, "ObjectPool": {"_1": {"\x01Ole10Native": native(QUOTE)}}}

    assert [part.name for part in opener.parts(ole(document), declared_type="")][1:] == ["devis.txt"]
