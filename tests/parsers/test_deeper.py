"""In a forward without a word of its own: what the forwarded mail says, and what it quotes in turn."""

import pytest

from parsers.text import Body, said
from parsers.units import with_words_of
from tests.parsers.test_forward_marks import CASES, INNER, LINES
from tests.router.world import unit

OLDER = "Le dossier C502100017 est clos."
MARKS = [case.values[1] for case in CASES]


def _split(text: str, *, html: bool = False) -> tuple[str, str]:
    """The forwarded mail's own lines, and those that it quotes."""
    found = said([Body(text=text, html=html)])
    lines = found.quoted_text.split("\n")
    below = {at for run in found.deeper for at in range(run.start, run.end)}
    own, quoted = ("\n".join(line for at, line in enumerate(lines) if (at in below) is inside) for inside in (False, True))
    return own, quoted


@pytest.mark.parametrize(("language", "mark"), CASES)
@pytest.mark.parametrize("older", [*MARKS[::7], "Le 1/2/2026 à 10:00, A B <a@b.example> a écrit :"])
def test_the_mail_that_a_forwarded_mail_quotes_is_not_its_own_word(language: str, mark: str, older: str) -> None:
    own, quoted = _split(f"{mark}\n\n{INNER[language]}\n\n{older}\n\n{OLDER}\n")

    assert (INNER[language].split("\n")[2] in own, OLDER in own, OLDER in quoted) == (True, False, True)


@pytest.mark.parametrize(("language", "mark"), CASES)
def test_a_forwarded_mail_that_quotes_nothing_is_all_its_own_word(language: str, mark: str) -> None:
    own, quoted = _split(f"{mark}\n\n{INNER[language]}\n")

    assert (INNER[language].split("\n")[2] in own, quoted) == (True, "")


@pytest.mark.parametrize(("language", "line"), LINES)
def test_so_it_is_below_a_line_of_attribution(language: str, line: str) -> None:
    text = "\n".join(f"> {row}" for row in f"{INNER[language]}\n\n> {OLDER}\n> {OLDER}\n\nMarie".split("\n"))

    own, quoted = _split(f"{line}\n\n{text}\n")

    assert (INNER[language].split("\n")[2] in own, OLDER in own, OLDER in quoted) == (True, False, True)


def test_what_its_writer_says_below_the_older_mail_is_his() -> None:
    own, quoted = _split(f"De : A <a@b.example>\nEnvoyé : hier\nObjet : x\n\nBonjour\n\n> {OLDER}\n\nC'est donc un autre dossier.")

    assert ("autre dossier" in own, OLDER in own, OLDER in quoted) == (True, False, True)


def test_who_forwards_a_forward_without_a_word_says_nothing_himself() -> None:
    block = "De : {} <{}@b.example>\nEnvoyé : hier\nObjet : {}\n\n"

    own, quoted = _split(f"{block.format('A', 'a', 'TR: x')}{block.format('B', 'b', 'x')}{OLDER}")

    assert ("Objet : TR: x" in own, OLDER in own, "B <b@" in quoted, OLDER in quoted) == (True, False, True, True)


def test_of_a_mail_with_words_of_its_own_nothing_is_sorted() -> None:
    text = f"Voir dessous.\n\nDe : A <a@b.example>\nEnvoyé : hier\nObjet : x\n\nBonjour\n\n> {OLDER}"

    assert said([Body(text=text, html=False)]).deeper == ()


def test_gmails_marks_in_html_are_read_the_same_way() -> None:
    older = f'<div class="gmail_attr">Le 1/2/2026 à 10:00, A B &lt;a@b.example&gt; a écrit :<br></div><blockquote>{OLDER}</blockquote>'
    text = (
        '<div class="gmail_quote"><div>---------- Forwarded message ---------<br>De : <b>Marie</b> &lt;m@c.example&gt;<br>'
        f"Date: mar. 3 mars 2026<br>Subject: x<br>To: &lt;j@d.example&gt;<br></div><br><p>Bonjour Jean</p>{older}</div>"
    )

    own, quoted = _split(text, html=True)

    assert ("Bonjour Jean" in own, OLDER in own, OLDER in quoted) == (True, False, True)


def test_a_signed_mail_keeps_what_was_sorted_inside() -> None:
    inside = said([Body(text=f"De : A <a@b.example>\nEnvoyé : hier\nObjet : x\n\nBonjour\n\n> {OLDER}", html=False)])
    signed = unit(quoted_text=inside.quoted_text, deeper=inside.deeper)

    assert [one.deeper for one in (with_words_of(unit(), signed), with_words_of(signed, unit()))] == [inside.deeper, inside.deeper]
    assert inside.deeper
