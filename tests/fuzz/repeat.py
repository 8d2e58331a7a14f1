"""One thing a hundred thousand times, to every target: what takes the square of its input shows here at once.

python -m tests.fuzz.repeat [TARGET]
"""

import signal
import string
import sys
import time
from collections.abc import Iterator
from types import FrameType

import click

from tests.fuzz.targets import FUNCTIONS, targets

LENGTH = 150_000
SECONDS = 4
"""Processor time; what is linear takes a tenth of it."""

HEADS = (
    "",
    "Content-Type: text/html\n\n",
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    "Subject: a\n\n",
    "<html>",
    "{\\rtf1 ",
    "%PDF-1.4\n",
    "BEGIN:VCALENDAR\n",
    "From a@b.example Mon Mar  2 10:00:00 2026\n",
)
WORDS = (
    *(
        "=?",
        "?=",
        "=?a?q?",
        "=?a?q?b?=",
        "a@",
        "a@b ",
        "<a@",
        "(",
        "((",
        '\\"',
        '\\"a',
        "a;",
        "a=",
        "a=b;",
        'a="',
        "a*0=",
        "a:",
        "a:;",
        " : ",
    ),
    *("<a", "<a ", "<a href=", "</a>", "<div>", "</div>", "<blockquote>", "<!--", "<!-- a", "-->", "&#", "&amp", "&"),
    *("http://", "http://a/", "we.tl/", "a.", "a.a", "www.", "../", "data:", "data:image/png;base64,", "%E9", "%"),
    *("begin 644 a\n", "=ybegin line=128 size=1 name=a\n", "-----BEGIN PGP MESSAGE-----\n", "+AOk-", "\x1b$B", "~{", "=\n", "=3D"),
    *("> ", ">\n", ">>", "-- \n", "De : a\n", "De : a ", "Date: x\n", "Le 3 mars 2026 ", "a écrit ", ": \n", "_", "- ", "-a"),
    *("Le 3 mars 2026 à 10:00, x <a@b> a écrit :\n", "Cordialement\n", "Tel: 01 ", "01 02 ", "confidential ", "*C502100001* ", "C5021"),
    *("Mot de passe : a ", "mot de passe ", "password is ", "le mot de passe est\n", "Wachtwoord ", "Passwort : \n"),
    *("a\n", " \n", "\r\r\n", "\n\n", "--b\n", "--b--\n", "X-A: b\n", "X: ", "From a\n", "From - x\n", "\n\nFrom a\n", "A" * 76 + "\n"),
    *(
        "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Type: message/rfc822\n\n",
        "{\\",
        "{\\rtf1 ",
        "\\'e9",
        "[",
        "<<",
        "1 0 obj\n",
    ),
    *("BEGIN:VEVENT\n", "BEGIN:VCARD\n", "ATTACH:", "stream\n"),
)


class _TooLong(BaseException):
    """Not to be caught by what it interrupts."""


def inputs(name: str) -> Iterator[str]:
    """What the target gets: bare, and for an opener behind what makes it believe that this is its format."""
    for head in ("",) if name in FUNCTIONS and name != "parsers.tree" else HEADS:
        for word in (*string.punctuation, " ", "\n", "\r", "\t", "a", "1", "é", "\0", *WORDS):
            yield head + word * (LENGTH // len(word))


@click.command()
@click.argument("name", default="")
def main(*, name: str) -> None:
    """Print what takes too long; the exit code says whether something did."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    signal.signal(signal.SIGPROF, stop)
    slow = 0
    for target, take in targets().items():
        for text in inputs(target) if name in {"", target} else ():
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            began = time.process_time()
            try:
                take(text.encode())
            except _TooLong:
                slow += 1
                click.echo(f"{target}: {text[:80]!r} takes more than {time.process_time() - began:.1f} s")
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
