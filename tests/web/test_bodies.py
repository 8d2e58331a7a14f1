import zlib

import pytest

from parsers.mime.charsets import codec_of
from web.bodies import CODECS, clean, decode, has_images


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("déjà".encode(), "déjà"),
        ("déjà".encode("cp1252"), "déjà"),
        (b"<meta charset=iso-8859-2>\xb1", "<meta charset=iso-8859-2>ą"),
        (b'<meta charset="no-such-charset">\xe9', '<meta charset="no-such-charset">é'),
        (b"\x81\x8d", "��"),
        (b"", ""),
    ],
)
def test_a_text_is_decoded_whatever_its_charset(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    "codec", ["hex", "base64", "uu", "quopri", "zlib", "bz2", "rot13", "undefined", "idna", "punycode", "unicode_escape", "utf-16"]
)
def test_a_codec_that_is_of_no_page_is_not_taken(codec: str) -> None:
    page = f"<meta charset={codec}>".encode() + b"caf\xe9 \\x41"

    assert decode(page) == f"<meta charset={codec}>café \\x41"


def test_a_compressed_bomb_stays_what_it_is() -> None:
    bomb = zlib.compress(bytes(5_000_000) + b"<meta charset=zlib>", level=0)[:2000] + b"<meta charset=zlib>\xe9"

    assert len(decode(bomb)) == len(bomb)


@pytest.mark.parametrize(
    "codec", ["iso-8859-15", "windows-1252", "koi8-r", "macintosh", "big5", "gb2312", "euc-jp", "shift_jis", "us-ascii"]
)
def test_codecs_of_letters_are_known(codec: str) -> None:
    assert CODECS.fullmatch(codec_of(codec) or "")


def test_a_text_that_was_cut_may_end_inside_a_character() -> None:
    assert (decode("déjà".encode()[:-1], cut=True), decode(b"caf\xe9")) == ("déj", "café")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>oui</b>", "<b>oui</b>"),
        ("<a href='https://a.example/x'>ici</a>", '<span class="link">ici</span> <span class="target">https://a.example/x</span>'),
        ("<a href='mailto:a@b.example'>a@b.example</a>", '<span class="link">a@b.example</span>'),
        ("<a href='javascript:x()'>ici</a>", '<span class="link">ici</span>'),
        ("<a name=x>ici</a>", '<span class="link">ici</span>'),
        ("<p style='color:red' class='x' id='content'>a</p>", "<p>a</p>"),
        ("<svg><script>x</script></svg><math></math>a", "a"),
        ("<img src=x><iframe src=x></iframe><object></object>a", "a"),
        ("<form><input value=x><button>a</button></form>", "a"),
    ],
)
def test_html_is_cleaned(source: str, shown: str) -> None:
    assert clean(source) == shown


def test_images_that_are_left_out_are_noticed() -> None:
    assert (has_images("a <IMG src=x>"), has_images("a")) == (True, False)
