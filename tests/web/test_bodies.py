import pytest

from web.bodies import clean, decode, has_images


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
