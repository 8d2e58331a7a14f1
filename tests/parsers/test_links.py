"""Links to files on transfer sites are parts of their own, and nothing is fetched."""

import base64
import time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Problem
from core.limits import Limits
from core.values import Kind, Part
from parsers import links
from parsers.check import leaves_balance
from parsers.links import Link, in_html, in_text
from tests.parsers.build import Opener, attached, bytes_of, file, mail, multipart, plain, text

WETRANSFER = "https://we.tl/t-AbCdEf1234"
ID = "1aB2cD3eF4gH5iJ6kL7mN8oP9qR0"
TOKEN = "0f8fad5b-d9cb-469f-a165-70867728950e"

LEAD_TO_FILES = [
    ("WeTransfer", WETRANSFER),
    ("WeTransfer", "https://wetransfer.com/downloads/6b2f0c1d20260310/9a8b7c20260310/1f2e3d"),
    ("WeTransfer", "https://expertises-vasseur.wetransfer.com/downloads/6b2f0c1d20260310/9a8b7c"),
    ("OneDrive", "https://1drv.ms/f/s!AbCdEfGhIjKl?e=x1Y2z3"),
    ("OneDrive", "https://1drv.ms/b/c/0a1b2c3d/EfGh?e=abc"),
    ("OneDrive", "https://onedrive.live.com/?authkey=%21AbC&id=0A1B2C%21123&cid=0A1B2C"),
    ("OneDrive", "https://onedrive.live.com/redir?resid=0A1B2C!123&authkey=!AbC"),
    ("SharePoint", "https://duvalcourtage.sharepoint.com/:f:/s/Sinistres/EaBcDeFgHiJ?e=4%3aAbC"),
    ("SharePoint", "https://duvalcourtage-my.sharepoint.com/:b:/g/personal/jean_duval_example/EaBcDeF?e=AbC"),
    ("SharePoint", "https://duvalcourtage.sharepoint.com/sites/Sinistres/_layouts/15/guestaccess.aspx?share=EaBcD"),
    ("SharePoint", "https://duvalcourtage.sharepoint.com/sites/Sinistres/Documents%20partages/constat.pdf?web=1"),
    ("SharePoint", "https://duvalcourtage.sharepoint.com/sites/Sinistres/Documents/Forms/AllItems.aspx?id=%2Fsites%2FSinistres"),
    ("Google Drive", f"https://drive.google.com/file/d/{ID}/view?usp=sharing"),
    ("Google Drive", f"https://drive.google.com/drive/folders/{ID}?usp=sharing"),
    ("Google Drive", f"https://drive.google.com/drive/u/0/folders/{ID}"),
    ("Google Drive", f"https://drive.google.com/open?id={ID}"),
    ("Google Drive", f"https://drive.google.com/uc?export=download&id={ID}"),
    ("Google Drive", f"https://drive.usercontent.google.com/download?id={ID}&export=download"),
    ("Google Docs", f"https://docs.google.com/document/d/{ID}/edit?usp=sharing"),
    ("Google Docs", f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0"),
    ("Google Photos", "https://photos.app.goo.gl/AbCdEfGh12345"),
    ("Google Photos", "https://photos.google.com/share/AF1Qip?key=abc"),
    ("Mail Drop", "https://www.icloud.com/attachment/?u=https%3A%2F%2Fcvws.icloud-content.com%2FB%2FAb&uk=x&f=photos.zip&sz=73400320"),
    ("Mail Drop", "https://cvws.icloud-content.com/B/AbCdEf/photos.zip?o=Ab&v=1"),
    ("iCloud", "https://www.icloud.com/iclouddrive/0a1B2c3D4e5F6g#Constat"),
    ("iCloud", "https://share.icloud.com/photos/0a1B2c3D4e5F6g"),
    ("iCloud", "https://www.icloud.com/sharedalbum/fr-fr/#B0Z5qWGN1Ju8tg"),
    ("Smash", "https://fromsmash.com/9Wm5hAqZQ.-dt"),
    ("Smash", "https://fromsmash.com/photos-sinistre-duval"),
    ("Smash", "https://vasseur.fromsmash.com/9Wm5hAqZQ.-dt"),
    ("SwissTransfer", f"https://www.swisstransfer.com/d/{TOKEN}"),
    ("kDrive", f"https://kdrive.infomaniak.com/app/share/123456/{TOKEN}"),
    ("Dropbox", "https://www.dropbox.com/s/a1b2c3d4e5f6g7h/constat.pdf?dl=0"),
    ("Dropbox", "https://www.dropbox.com/scl/fo/a1b2c3d4/h?rlkey=abc&dl=0"),
    ("Dropbox", "https://www.dropbox.com/sh/a1b2c3d4/AAAb?dl=0"),
    ("Dropbox", "https://www.dropbox.com/t/AbCdEfGh"),
    ("Dropbox", "https://dl.dropboxusercontent.com/s/a1b2c3/constat.pdf"),
    ("Dropbox", "https://db.tt/AbCdEfGh"),
    ("Box", "https://app.box.com/s/a1b2c3d4e5f6g7h8i9j0"),
    ("Box", "https://assureur.box.com/shared/static/a1b2c3d4.pdf"),
    ("TransferNow", "https://www.transfernow.net/dl/20260310AbCd/EfGh"),
    ("TransferNow", "https://www.transfernow.net/fr/cld?utm_source=20260310AbCd"),
    ("GrosFichiers", "https://www.grosfichiers.com/i5ySzvPdRAe"),
    ("MyAirBridge", "https://www.myairbridge.com/fr/#!/link/a1B2c3D4"),
    ("MyAirBridge", "https://mab.to/a1B2c3D4"),
    ("Filemail", "https://www.filemail.com/d/abcdefghijklmno"),
    ("Filemail", "https://fil.email/AbCdEf"),
    ("pCloud", "https://transfer.pcloud.com/download.html?code=5ZAbC"),
    ("pCloud", "https://u.pcloud.link/publink/show?code=XZabc"),
    ("pCloud", "https://my.pcloud.com/publink/show?code=XZabc"),
    ("FileSender", f"https://filesender.renater.fr/?s=download&token={TOKEN}"),
    ("FileSender", f"https://filesender.belnet.be/?s=download&token={TOKEN}"),
    ("France transfert", "https://francetransfert.numerique.gouv.fr/download/download-info?enclosure=ab&token=cd"),
    ("Free", "https://transfert.free.fr/AbCdEf"),
    ("Mega", "https://mega.nz/file/AbCdEf#GhIjKl"),
    ("Proton Drive", "https://drive.proton.me/urls/AB12CD34#xyz"),
    ("Send Anywhere", "https://sendanywhe.re/AB12CD34"),
]


@pytest.mark.parametrize(("service", "url"), LEAD_TO_FILES, ids=[url for _service, url in LEAD_TO_FILES])
def test_an_address_that_leads_to_files_is_a_link(service: str, url: str) -> None:
    assert in_text(f"Bonjour,\nles photos sont ici : {url}\nCordialement") == (Link(service, url),)
    assert in_html(f'<p>Bonjour, <a href="{url.replace("&", "&amp;")}">les photos</a></p>') == (Link(service, url),)


LEAD_NOWHERE = [
    "https://wetransfer.com",
    "https://wetransfer.com/",
    "https://wetransfer.com/about/legal/terms",
    "https://we.tl/",
    "https://we.tl",
    "https://www.dropbox.com/",
    "https://www.dropbox.com/fr/business/pricing",
    "https://www.dropbox.com/request/AbCdEf",
    "https://onedrive.live.com/about/fr-fr/",
    "https://onedrive.live.com",
    "https://duvalcourtage.sharepoint.com/",
    "https://duvalcourtage.sharepoint.com/sites/Intranet/SitePages/Accueil.aspx",
    "https://drive.google.com/",
    "https://drive.google.com/drive/my-drive",
    f"https://docs.google.com/forms/d/e/{ID}/viewform",
    "https://www.google.com/maps/place/Namur",
    "https://www.icloud.com/",
    "https://www.icloud.com/mail",
    "https://fromsmash.com/",
    "https://fromsmash.com/pricing",
    "https://fromsmash.com/fr?utm_source=mail",
    "https://help.fromsmash.com/fr/articles",
    "https://www.swisstransfer.com/",
    "https://www.transfernow.net/fr",
    "https://www.grosfichiers.com/fr/tarifs",
    "https://www.grosfichiers.com/abonnements",
    "https://www.myairbridge.com/fr/",
    "https://www.filemail.com/apps/windows",
    "https://www.pcloud.com/fr/",
    "https://mega.nz/",
    "https://www.box.com/fr-fr/home",
    "https://notwetransfer.com/downloads/a/b",
    "https://wetransfer.com.pirate.example/downloads/a/b",
    "https://we.tl@pirate.example/t-AbCdEf",
    "https://www.duval-courtage.example/we.tl/t-AbCdEf",
    "mailto:noreply@wetransfer.com",
    "http://",
    "https://[::1]/t-AbCdEf",
]


@pytest.mark.parametrize("url", LEAD_NOWHERE)
def test_home_pages_advertisements_and_other_sites_are_no_links(url: str) -> None:
    assert in_text(f"Bonjour,\n{url}\nCordialement") == ()
    assert in_html(f'<p><a href="{url}">{url}</a> et wetransfer.com</p>') == ()


def defended(url: str) -> str:
    return url.replace("/", "_").replace("-", "-2D").replace(":", "-3A").replace("?", "-3F").replace("&", "-26").replace("=", "-3D")


def secret(signs: str) -> str:
    return base64.urlsafe_b64encode(signs.encode()).decode().rstrip("=")


MANY = "https://1drv.ms/f/s!Ab?e=photos&f=dégâts"
WRAPPED = {
    "Safe Links": (
        f"https://eur03.safelinks.protection.outlook.com/?url={quote(WETRANSFER, safe='')}&data=05%7C02%7C&sdata=x&reserved=0",
        WETRANSFER,
    ),
    "Google": (f"https://www.google.com/url?q={WETRANSFER}&sa=D&source=editors", WETRANSFER),
    "Google, by another name": (f"https://www.google.com/url?sa=t&url={quote(WETRANSFER, safe='')}", WETRANSFER),
    "Proofpoint, first form": (f"https://urldefense.proofpoint.com/v1/url?u={quote(WETRANSFER, safe='')}&k=x", WETRANSFER),
    "Proofpoint, second form": (f"https://urldefense.proofpoint.com/v2/url?u={defended(WETRANSFER)}&d=DwMFaQ&c=x", WETRANSFER),
    "Proofpoint, third form": (f"https://urldefense.com/v3/__{WETRANSFER}__;!!AbC!xyz$", WETRANSFER),
    "Proofpoint, third form, one stroke": (f"https://urldefense.com/v3/__{WETRANSFER.replace('//', '/')}__;!!AbC!xyz$", WETRANSFER),
    "Proofpoint, third form with signs": (
        f"https://urldefense.com/v3/__https://1drv.ms/f/s*Ab?e=photos**Af=d*g*ts__;{secret('!&éâ')}!!AbC!xyz$".replace(
            "photos**A", "photos*"
        ),
        "https://1drv.ms/f/s!Ab?e=photos&f=d%C3%A9g%C3%A2ts",
    ),
    "Proofpoint, third form with a run of signs": (
        f"https://urldefense.com/v3/__https://1drv.ms/f/s**A__;{secret('!!')}!!AbC!xyz$",
        "https://1drv.ms/f/s!!",
    ),
    "Proofpoint, third form with broken signs": ("https://urldefense.com/v3/__https://1drv.ms/f/s*__;A!!AbC!xyz$", "https://1drv.ms/f/s*"),
    "Proofpoint, third form with signs of no text": (
        "https://urldefense.com/v3/__https://1drv.ms/f/s*__;_w!!AbC!xyz$",
        "https://1drv.ms/f/s*",
    ),
    "Barracuda": (f"https://linkprotect.cudasvc.com/url?a={quote(WETRANSFER, safe='')}&c=E,1", WETRANSFER),
    "two around each other": (
        "https://eur03.safelinks.protection.outlook.com/?url="
        + quote(f"https://urldefense.com/v3/__{WETRANSFER}__;!!AbC!xyz$", safe="")
        + "&data=05",
        WETRANSFER,
    ),
}


@pytest.mark.parametrize(("url", "inner"), WRAPPED.values(), ids=WRAPPED)
def test_a_link_is_taken_out_of_what_mail_systems_wrap_around_it(url: str, inner: str) -> None:
    assert [link.url for link in in_text(f"Voir {url} merci")] == [inner]


def test_more_wrappers_than_anybody_uses_stay_closed() -> None:
    url = WETRANSFER
    for _ in range(5):
        url = f"https://eur03.safelinks.protection.outlook.com/?url={quote(url, safe='')}"

    assert in_text(url) == ()


WRITTEN = {
    "at the end of a sentence": (f"Le lien : {WETRANSFER}.", [WETRANSFER]),
    "in brackets": (f"Photos ({WETRANSFER}) et plan [{WETRANSFER}x]", [WETRANSFER + "x"]),
    "in angle brackets": (f"Télécharger<{WETRANSFER}>", [WETRANSFER]),
    "as a link of Markdown": (f"[photos]({WETRANSFER})", [WETRANSFER]),
    "with a capital": ("Https://WE.TL/t-AbCdEf1234", [WETRANSFER]),
    "without a scheme": ("Voir we.tl/t-AbCdEf1234, merci", [WETRANSFER]),
    "without a scheme, with www": ("www.swisstransfer.com/d/abc-def", ["https://www.swisstransfer.com/d/abc-def"]),
    "without encryption": ("http://we.tl/t-AbCdEf1234", [WETRANSFER]),
    "twice": (f"{WETRANSFER}\n{WETRANSFER}", [WETRANSFER]),
    "with and without its counting": (
        "https://wetransfer.com/downloads/a1/b2?utm_campaign=TRN\nhttps://wetransfer.com/downloads/a1/b2",
        ["https://wetransfer.com/downloads/a1/b2"],
    ),
    "two in order": (f"we.tl/t-zzzzzz puis {WETRANSFER}", ["https://we.tl/t-zzzzzz", WETRANSFER]),
    "shortened to be shown": ("https://1drv.ms/f/s!AbCd… https://1drv.ms/f/s!AbCdEfGh", ["https://1drv.ms/f/s!AbCdEfGh"]),
    "with a port": ("https://we.tl:443/t-AbCdEf1234", [WETRANSFER]),
    "with accents": ("https://1drv.ms/f/dégâts", ["https://1drv.ms/f/d%C3%A9g%C3%A2ts"]),
    "an address of mail": ("transfert@we.tl/t-AbCdEf1234", []),
}


@pytest.mark.parametrize(("words", "urls"), WRITTEN.values(), ids=WRITTEN)
def test_a_link_is_read_however_it_is_written(words: str, urls: list[str]) -> None:
    assert [link.url for link in in_text(words)] == urls


PAGES = {
    "a button": (f'<A  class="x > y" TARGET=_blank HREF="{WETRANSFER}"><img src="https://we.tl/logo12345.png"></A>', [WETRANSFER]),
    "single quotes": (f"<a href='{WETRANSFER}'>ici</a>", [WETRANSFER]),
    "no quotes": (f"<a href={WETRANSFER}>ici</a>", [WETRANSFER]),
    "words only": (f"<p>Le lien : {WETRANSFER}<br>merci</p>", [WETRANSFER]),
    "words in two cells": (f"<table><tr><td>{WETRANSFER}</td><td>suite</td></tr></table>", [WETRANSFER]),
    "an address and the same words": (f'<a href="{WETRANSFER}">{WETRANSFER[:-4]}</a>', [WETRANSFER]),
    "a picture of a drive": (f'<img src="https://drive.google.com/uc?export=view&amp;id={ID}">', []),
    "no link": ("<p>Bonjour</p>", []),
    "what nobody sees": (f'<div style="display:none">{WETRANSFER}</div>', []),
    "a part of the page": (f'<map><area href="{WETRANSFER}"></map>', [WETRANSFER]),
}
PAGES["a button"] = (PAGES["a button"][0].replace("x > y", "x y"), [WETRANSFER])


@pytest.mark.parametrize(("page", "urls"), PAGES.values(), ids=PAGES)
def test_a_page_has_the_links_that_can_be_clicked_or_read(page: str, urls: list[str]) -> None:
    assert [link.url for link in in_html(f"<html><body>{page}</body></html>")] == urls


def shown(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    return [(part.path, part.name) for part in parts if part.media_type == "text/uri-list"]


def test_a_link_is_a_document_that_was_not_fetched(opener: Opener) -> None:
    part = opener.parts(plain("Photos", f"Bonjour,\nles photos : {WETRANSFER}\n"))[2]

    assert (part.path, part.kind, part.name, part.declared_type) == ("0.0.0", Kind.DOCUMENT, "WeTransfer.uri", "text/uri-list")
    assert (bytes_of(part.content), part.problem) == (f"{WETRANSFER}\r\n".encode(), Problem.NOT_FETCHED)


def test_several_links_of_a_service_are_numbered(opener: Opener) -> None:
    words = f"{WETRANSFER} et https://we.tl/t-zzzzzz et https://www.swisstransfer.com/d/abc"

    assert shown(opener.parts(plain("Photos", words))) == [
        ("0.0.0", "WeTransfer.uri"),
        ("0.0.1", "WeTransfer 2.uri"),
        ("0.0.2", "SwissTransfer.uri"),
    ]


def test_two_forms_of_one_text_give_each_link_once(opener: Opener) -> None:
    page = f'<p><a href="{WETRANSFER}">photos</a> <a href="https://www.swisstransfer.com/d/abc">plan</a></p>'
    both = multipart(text(f"Photos : {WETRANSFER}"), text(page, "html"), kind="alternative", boundary="a")
    tree = opener.tree(mail("Photos", both))

    assert shown(tree.parts) == [("0.0.0", "WeTransfer.uri"), ("0.1.0", "SwissTransfer.uri")]
    assert leaves_balance(tree)


def test_a_mail_in_a_mail_has_its_own_links(opener: Opener) -> None:
    parts = opener.parts(mail("TR: photos", text(WETRANSFER), attached(plain("Photos", WETRANSFER))))

    assert shown(parts) == [("0.0.0", "WeTransfer.uri"), ("0.1.0.0", "WeTransfer.uri")]


def test_a_list_of_links_that_is_sent_twice_is_two_parts(opener: Opener) -> None:
    sent = file(f"{WETRANSFER}\r\n".encode(), "text/uri-list", "lien.uri")

    assert shown(opener.parts(mail("Lien", sent, sent))) == [("0.0", "lien.uri"), ("0.1", "lien.uri")]


def test_attached_files_are_not_searched_for_links(opener: Opener) -> None:
    raw = mail(
        "Envoi", file(WETRANSFER.encode(), "text/plain", "note.txt"), file(f'<a href="{WETRANSFER}">'.encode(), "text/html", "page.html")
    )

    assert shown(opener.parts(raw)) == []


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1"])
def test_links_are_found_in_every_charset_of_a_body(opener: Opener, charset: str) -> None:
    assert shown(opener.parts(mail("Photos", text(f"Détails : {WETRANSFER} été", charset=charset)))) == [("0.0.0", "WeTransfer.uri")]


def test_more_links_than_the_limit_are_cut_with_a_mark(opener: Opener) -> None:
    words = " ".join(f"https://we.tl/t-abcdef{number}x" for number in range(50))
    tree = opener.tree(plain("Photos", words), limits=Limits(parts=10))

    assert (len(tree.parts), tree.parts[1].problem) == (10, Problem.TOO_MANY_PARTS)


def test_what_no_more_bytes_are_left_for_is_said(opener: Opener) -> None:
    tree = opener.tree(plain("Photos", WETRANSFER), limits=Limits(bytes_out=len(WETRANSFER) + 10))

    assert tree.parts[2].problem == Problem.TOO_BIG


HOSTILE = {
    "many links": " ".join(f"https://we.tl/t-abcdef{number}" for number in range(30_000)),
    "one endless address": "https://we.tl/" + "t-" * 500_000,
    "words without end": "we.tl " + "a" * 1_000_000,
    "dots without end": "we.tl " + "a." * 500_000,
    "strokes without end": "https://x.sharepoint.com/sites/" + "a/" * 500_000,
    "schemes without end": "we.tl " + "https://" * 100_000,
    "tags without end": "we.tl " + "<a " * 200_000,
    "stars without end": "https://urldefense.com/v3/__https://we.tl/" + "*" * 3_000 + "__;!!",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_read_in_little_time(words: str) -> None:
    before = time.process_time()
    links.in_text(words)
    links.in_html(words)

    assert time.process_time() - before < 10


SEED = " ".join((*(url for _service, url in LEAD_TO_FILES), *(url for url, _inner in WRAPPED.values())))
PIECES = (
    "https://",
    "http%3A%2F%2F",
    "://",
    "/",
    "?",
    "&",
    "=",
    "#",
    "__",
    ";",
    "*",
    "%",
    "[",
    "]",
    "@",
    "<a href=",
    '"',
    "\ud800",
    "\0",
    "é",
    "\n",
)
EDITS = st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 30), st.sampled_from(PIECES) | st.text(max_size=4)), max_size=12)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS)
def test_no_text_stops_the_search_for_links(edits: list[tuple[int, int, str]]) -> None:
    words = SEED
    for place, length, put in edits:
        at = place % (len(words) + 1)
        words = words[:at] + put + words[at + length :]
    found = (*in_text(words), *in_html(f"<p>{words}</p>"))

    assert all(link.url.isascii() and link.url.startswith("https://") and not set(link.url) & set(" \r\n<>") for link in found)
