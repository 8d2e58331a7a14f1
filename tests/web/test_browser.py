"""The desk in a real Chromium: what no test client sees, like the viewer of PDFs under our policy and pages that overflow."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web import office
from tests.web.builders import Sent, send
from web.wsgi import application

ARGUMENTS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update")


class Threads(ThreadingMixIn, WSGIServer):
    """A browser opens several connections at once."""

    daemon_threads = True

    def process_request_thread(self, request: object, client_address: object) -> None:
        super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        connections.close_all()


class Silent(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("the browser test needs Chromium: apt-get install --yes chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, where Django then suspects asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False, args=list(ARGUMENTS)) as launched:
            yield launched


@pytest.fixture
def site(browser: Browser, installation: Path) -> Iterator[str]:
    """The address of a running desk with a morning's mail."""
    assert browser
    assert installation
    now = timezone.now()
    office.people()
    office.report(now)
    office.desk(now)
    office.waiting(now)
    office.mailboxes(now)
    with make_server("127.0.0.1", 0, application, server_class=Threads, handler_class=Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def log_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/login")
    page.fill("#id_username", name)
    page.fill("#id_password", office.PASSWORD)
    page.click("button.primary")


def test_a_handlers_morning(site: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)

    log_in(page, site, "h.lambert")
    page.click("text=Rapport d’expertise reçu")
    frame = page.wait_for_selector(".preview iframe")
    dark = page.screenshot(clip=_middle(frame.bounding_box()))  # type: ignore[union-attr, arg-type]
    page.click("text=avant_gauche.jpg")
    # The page's policy forbids what waits by an expression.
    page.wait_for_selector(".preview img").evaluate("image => image.decode()")  # type: ignore[union-attr]
    page.click("button[value=nl]")
    dutch = page.inner_text(".actions .primary >> nth=-1")
    page.click("text=Taak afhandelen")
    page.wait_for_url("**/tasks/*/?after=*")
    page.goto(site)

    assert (dutch, page.locator("text=Expertiseverslag ontvangen").count()) == ("Taak afhandelen", 0)
    assert len(dark) > 0
    assert said == []
    page.close()


def _middle(box: dict[str, float]) -> dict[str, float]:
    return {"x": box["x"] + 50, "y": box["y"] + 80, "width": 200, "height": 200}


def test_an_operator_assigns_with_the_keyboard(site: str, browser: Browser) -> None:
    page = browser.new_page()

    log_in(page, site, "o.simon")
    page.goto(f"{site}/triage/")
    page.click("text=Facture complémentaire")
    page.focus("#claim")
    page.keyboard.type("c502100001")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/triage/")

    assert page.locator(".rows").locator("text=Facture complémentaire").count() == 0
    assert page.locator(".undo").locator("text=Facture complémentaire").count() == 1
    page.close()


def test_an_operator_moves_a_document_to_another_claim_and_takes_it_back(site: str, browser: Browser) -> None:
    page = browser.new_page()

    log_in(page, site, "o.simon")
    page.goto(f"{site}/tasks/1/")
    page.click("text=Pas pour ce sinistre ?")
    for box in page.locator(".correct input[type=checkbox]").all()[1:]:
        box.uncheck()
    page.fill("#other-claim", "c502100231")
    page.click("text=Voir les conséquences")
    told = page.inner_text("main")
    page.select_option("#why", "concerns_other")
    page.click("text=Corriger")
    page.wait_for_selector("text=La correction est faite.")
    page.click(".undo button")
    undone = page.wait_for_selector(".notice").inner_text()  # type: ignore[union-attr]

    assert ("n.peeters" in told, "C502100231" in told) == (True, True)
    assert undone == "La correction a été annulée."
    page.close()


def test_a_handler_types_and_finds(site: str, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)

    log_in(page, site, "h.lambert")
    page.wait_for_selector(".rows")
    page.keyboard.press("/")
    page.keyboard.type("choc avant")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark")
    marked = page.locator("mark").all_inner_texts()
    page.click(".hits a")
    document = page.inner_text(".item h2")
    page.keyboard.press("/")
    page.keyboard.type("c502100001")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/claims/C502100001/")

    assert (marked, document) == (["choc", "avant", "avant"], "rapport_definitif.pdf")
    assert ("1-ABC-123" in page.inner_text("main"), said) == (True, [])
    page.close()


def test_a_list_follows_its_filters_and_its_address_keeps_them(site: str, browser: Browser) -> None:
    page = browser.new_page()

    log_in(page, site, "h.lambert")
    page.select_option("#type", "devis")
    page.wait_for_url(f"{site}/?type=devis")
    page.check("[name=unread]")
    page.wait_for_url(f"{site}/?type=devis&unread=1")
    narrowed = page.locator(".row .title").all_inner_texts()
    page.click(".in-force a >> nth=0")
    page.wait_for_url(f"{site}/?unread=1")

    assert [title.splitlines()[0] for title in narrowed] == ["Devis reçu"]
    assert page.locator(".row .title").count() > 1
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_window(scheme: str, site: str, browser: Browser) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    log_in(page, site, "o.simon")
    wide = {}

    for address in (
        "/",
        "/?of=everyone",
        "/?of=everyone&type=devis&due=week&unread=1",
        "/search/?q=rapport",
        "/search/?q=nothing",
        "/claims/C502100001/",
        "/tasks/1/",
        "/triage/",
        "/triage/17/",
        "/tasks/1/?fact=0",
        "/tasks/1/reply",
        "/tasks/1/hand-over",
        "/tasks/1/correct?how=move&claim=C502100231",
        "/mailboxes/",
        "/supervision/?days=365",
        "/supervision/clocks/?days=365",
        "/nothing",
    ):
        page.goto(f"{site}{address}")
        for width in (360, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            wide[address, width] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert {shown: extra for shown, extra in wide.items() if extra > 0} == {}
    page.close()


WORDS = {
    "fr": {
        "right": "exact",
        "fixed": "rectifié à la main",
        "done": "La tâche précédente est terminée.",
        "off": "La tâche précédente est reportée.",
    },
    "en": {"right": "right", "fixed": "corrected by a person", "done": "The task before is done.", "off": "The task before is put off."},
}


@pytest.mark.parametrize("language", WORDS)
def test_a_handler_works_with_the_keyboard_alone(language: str, site: str, browser: Browser) -> None:
    words = WORDS[language]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)

    def press(key: str) -> None:
        # The button that shows the keys is there once they work.
        page.wait_for_selector("#keys-open:visible", state="attached")
        page.keyboard.press(key)

    log_in(page, site, "h.lambert")
    page.wait_for_selector(".rows")
    press("j")
    press("Enter")
    page.wait_for_selector(".fact")
    first = page.url
    opened = page.inner_text("#item-name")
    press("j")
    page.wait_for_selector("#item-name:not(:text('rapport_definitif.pdf'))")
    press("k")
    page.wait_for_selector("#item-name:text('rapport_definitif.pdf')")
    _reach(page, "button[name=accept][value='0']")
    press("Enter")
    page.wait_for_selector(f".fact.accepted .badge:text('{words['right']}')")
    page.wait_for_selector("#fact-0:focus")
    _reach(page, ".fact:has(#fact-1) summary")
    press("Enter")
    page.keyboard.type("1-ABC-124")
    press("Enter")
    page.wait_for_selector(f".fact.corrected .badge:text('{words['fixed']}')")
    press("c")
    page.keyboard.type("d n j: rappeler le garage")
    press("Tab")
    press("Enter")
    page.wait_for_selector(".notes ol")
    press("d")
    page.wait_for_selector(f"text={words['done']}")
    second = page.url
    press("z")
    page.wait_for_url(first)
    press("l")
    page.wait_for_selector("#until:focus")
    press("Enter")
    page.wait_for_selector(f"text={words['off']}")
    press("g")
    press("t")
    page.wait_for_url(f"{site}/")

    assert (opened, second.partition("?")[2]) == ("rapport_definitif.pdf", f"after={first.split('/')[-2]}&was=done")
    assert page.locator(f"a[href='{first.removeprefix(site)}']").count() == 0
    assert said == []
    context.close()


def _reach(page: Page, wanted: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    pytest.fail(f"no way by Tab to {wanted}")


def test_no_key_is_a_shortcut_where_somebody_writes_or_turned_them_off(site: str, browser: Browser) -> None:
    page = browser.new_page()
    log_in(page, site, "h.lambert")
    page.goto(f"{site}/tasks/1/")
    address = page.url

    page.focus("#note")
    page.keyboard.type("dn?gt")
    written = (page.input_value("#note"), page.url, page.is_visible("#keys"))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    shown = page.is_visible("#keys")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys", state="hidden")
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.wait_for_selector("#keys", state="visible")

    assert (written, shown, page.url, page.is_visible("#keys")) == (("dn?gt", address, False), True, address, True)
    page.close()


def test_a_fact_is_copied_by_a_click(site: str, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    log_in(page, site, "h.lambert")
    page.goto(f"{site}/tasks/1/")

    page.click("[data-value='2841.20']")
    page.wait_for_selector(".copied")

    assert page.evaluate("navigator.clipboard.readText()") == "2841.20"
    context.close()


def test_a_list_that_is_open_shows_that_tasks_have_come(site: str, browser: Browser) -> None:
    page = browser.new_page()
    page.clock.install()
    log_in(page, site, "n.peeters")
    page.wait_for_selector("#fresh", state="attached")

    send(Sent(handler="n.peeters"))
    page.clock.run_for(21_000)
    page.wait_for_selector("#fresh a")
    page.keyboard.press(".")
    page.wait_for_selector("#fresh:empty", state="attached")

    assert page.locator(".row.unread").count() == 5
    page.close()


def test_who_was_logged_out_meanwhile_is_asked_to_log_in(site: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    log_in(page, site, "h.lambert")
    page.goto(f"{site}/tasks/1/")

    context.clear_cookies()
    page.click("text=avant_gauche.jpg")
    page.wait_for_url("**/login?next=**")

    assert page.locator("#id_username").count() == 1
    context.close()


def test_a_page_keeps_its_title_when_a_part_of_it_comes_later(site: str, browser: Browser) -> None:
    page = browser.new_page()
    log_in(page, site, "s.willems")
    with page.expect_response("**/supervision/clocks/**"):
        page.goto(f"{site}/supervision/")
    page.wait_for_load_state("networkidle")

    assert page.title() == "Vue d’ensemble · Claimpost"
    page.close()
