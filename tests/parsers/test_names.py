"""Names are data: shown safely, kept as they came, and never a path on a disk."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import names
from tests.parsers.build import PDF, Opener, bytes_of, file, mail

SHOWN = {
    "a plain name": ("Constat amiable.pdf", "Constat amiable.pdf"),
    "folders above": ("../../etc/passwd", "passwd"),
    "folders above, as Windows writes them": ("..\\..\\Windows\\System32\\notepad.exe", "notepad.exe"),
    "both kinds of folders": ("a\\b/c\\constat.pdf", "constat.pdf"),
    "a drive": ("C:\\Users\\Jean\\constat.pdf", "constat.pdf"),
    "a drive without folders": ("C:constat.pdf", "C_constat.pdf"),
    "a server": ("\\\\serveur\\partage\\devis.pdf", "devis.pdf"),
    "a folder": ("photos/", "photos"),
    "a stream of a file": ("devis.pdf::$DATA", "devis.pdf__$DATA"),
    "an escaped path stays text": ("..%2f..%2fetc%2fpasswd", "%2f..%2fetc%2fpasswd"),
    "line ends": ("facture\r\n suite.pdf", "facture suite.pdf"),
    "NUL": ("devis.exe\0.pdf", "devis.exe.pdf"),
    "colours of a terminal": ("a\x1b[31m.pdf", "a[31m.pdf"),
    "controls of the second block": ("a\x9b31m\x84.pdf", "a31m.pdf"),
    "an override of the direction": ("photo\u202egpj.exe", "photogpj.exe"),
    "embeddings and isolates": ("\u2066devis\u2069\u202b\u200f.pdf", "devis.pdf"),
    "signs of no width": ("de\u200bvis\ufeff.p\u00addf", "devis.pdf"),
    "letters that show nothing": ("\u3164devis\u115f\u2800.pdf", "devis.pdf"),
    "nothing but letters that show nothing": ("\u3164\u2800\u200d", ""),
    "half of a surrogate pair": ("devis\ud83d.pdf", "devis.pdf"),
    "what is no character": ("devis\ufffe\ufdd0\U0001ffff.pdf", "devis.pdf"),
    "private signs": ("devis\ue000\U000f0000.pdf", "devis.pdf"),
    "an emoji of several": (
        "famille \U0001f468\u200d\U0001f469\u200d\U0001f467.jpg",
        "famille \U0001f468\u200d\U0001f469\u200d\U0001f467.jpg",
    ),
    "a heart in colour": ("merci \u2764\ufe0f.jpg", "merci \u2764\ufe0f.jpg"),
    "letters apart from their accents": ("de\u0301ga\u0302ts.pdf", "dégâts.pdf"),
    "a sign that has another form": ("300 \u212b.pdf", "300 Å.pdf"),
    "a tower of marks": ("e" + "\u0301\u0302\u0303\u0304" * 50 + ".pdf", "é\u0302\u0303\u0304.pdf"),
    "marks on nothing": ("\u0301\u0301.pdf", "pdf"),
    "blanks of every width": ("devis\u00a0\u2003n°\t1.pdf", "devis n° 1.pdf"),
    "a second extension far to the right": ("facture.pdf" + " " * 200 + ".exe", "facture.pdf .exe"),
    "signs that Windows forbids": ('Devis n° 12 : "urgent" <1>.pdf', "Devis n° 12 _ _urgent_ _1_.pdf"),
    "a device": ("CON", "_CON"),
    "a device with an extension": ("nul.pdf", "_nul.pdf"),
    "a device with two extensions": ("aux.tar.gz", "_aux.tar.gz"),
    "a device and a blank": ("COM1 .txt", "_COM1 .txt"),
    "a device with a high figure": ("LPT².pdf", "_LPT².pdf"),
    "a console": ("CONOUT$", "_CONOUT$"),
    "a device in a folder": ("photos/prn.jpg", "_prn.jpg"),
    "a device after the direction is taken out": ("\u202eNUL.pdf", "_NUL.pdf"),
    "no device": ("console.log", "console.log"),
    "dots only": ("...", ""),
    "dots and blanks": (".. . ", ""),
    "this folder": ("./", ""),
    "blanks only": (" \u00a0\t", ""),
    "nothing": ("", ""),
    "separators only": ("//\\\\", ""),
    "a hidden file": (".htaccess", "htaccess"),
    "dots and blanks behind": ("nom.pdf. . ", "nom.pdf"),
    "dots and blanks before": (" . nom.pdf", "nom.pdf"),
    "four kilobytes": ("x" * 4_096 + ".pdf", "x" * 251 + ".pdf"),
    "four kilobytes of accents": ("é" * 4_096 + ".pdf", "é" * 251 + ".pdf"),
    "a megabyte": ("x" * 1_000_000 + ".pdf", "x" * 251 + ".pdf"),
    "a long name with no extension": ("devis " * 100, ("devis " * 100)[:255].strip()),
    "a long extension": ("a." + "x" * 400, "a." + "x" * 253),
    "a long path": ("a/" * 5_000 + "devis.pdf", "devis.pdf"),
}


@pytest.mark.parametrize(("original", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_name_is_shown_safely(original: str, shown: str) -> None:
    assert names.safe_name(original, length=255) == shown


NAMES = st.text(max_size=40) | st.lists(
    st.sampled_from(
        ["..", "/", "\\", ".", " ", "con", "nul", ":", "\u202e", "\u0301", "\u200d", "\ufe0f", "\ud800", "e", "é", ".pdf", "\x00", "x" * 90]
    )
).map("".join)


@settings(max_examples=300, deadline=None)
@given(original=NAMES, length=st.integers(12, 255))
def test_whatever_a_name_is_what_is_shown_is_harmless(original: str, length: int) -> None:
    shown = names.safe_name(original, length=length)

    assert names.safe_name(shown, length=length) == shown
    assert len(shown) <= length
    assert shown == shown.strip(" .")
    assert not set('/\\<>:"|?*') & set(shown)
    assert {unicodedata.category(sign) for sign in shown.replace("\u200d", "")}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert not names.RESERVED.match(shown)


@pytest.mark.parametrize("original", ["../../constat.pdf", "constat\u202efdp.exe", "CON.pdf", "x" * 4_096 + ".pdf"])
def test_the_original_is_kept_and_the_bytes_lie_under_a_name_of_our_own(opener: Opener, original: str) -> None:
    header = f"Content-Disposition: attachment; filename*=utf-8''{''.join(f'%{byte:02X}' for byte in original.encode())}\r\n"
    part = opener.parts(mail("Envoi", b"Content-Type: application/pdf\r\n" + header.encode() + b"\r\n" + PDF))[1]

    assert (part.original_name, bytes_of(part.content)) == (original, PDF)
    assert part.content.path.parent == opener.spool.folder
    assert part.content.path.name.replace("-", "").isdigit()


def test_equal_names_in_one_mail_stay_equal_and_are_two_parts(opener: Opener) -> None:
    names_sent = ["scan.pdf", "SCAN.pdf", "scan.pdf", "a/scan.pdf"]
    raw = mail("Photos", *(file(PDF + str(number).encode(), "application/pdf", name) for number, name in enumerate(names_sent)))
    parts = opener.parts(raw)[1:]

    assert [(part.name, part.original_name) for part in parts] == [
        ("scan.pdf", "scan.pdf"),
        ("SCAN.pdf", "SCAN.pdf"),
        ("scan.pdf", "scan.pdf"),
        ("scan.pdf", "a/scan.pdf"),
    ]
    assert len({part.content.sha256 for part in parts}) == 4


@pytest.mark.parametrize("name", ["...", "\u202e", " ", "//"])
def test_a_name_of_which_nothing_can_be_shown_counts_as_none(opener: Opener, name: str) -> None:
    assert opener.parts(mail("Envoi", file(PDF, "application/pdf", name)))[1].name == "part-1.pdf"


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("../../etc/passwd", "-..-etc-passwd.eml"),
        ("CON", "_CON.eml"),
        ("x" * 400, "x" * 251 + ".eml"),
        ("\u202e...", "part-1.eml"),
    ],
)
def test_a_mail_without_a_name_is_named_safely_by_its_subject(subject: str, shown: str) -> None:
    assert names.given_name(subject, "message/rfc822", 1, length=255) == shown
