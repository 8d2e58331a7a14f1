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
    dutch = page.inner_text(".actions")
    page.click(".actions button")

    assert (dutch, page.url, page.locator("text=Expertiseverslag ontvangen").count()) == ("Taak afhandelen", f"{site}/", 0)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_window(scheme: str, site: str, browser: Browser) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    log_in(page, site, "o.simon")
    wide = {}

    for address in (
        "/",
        "/?of=everyone",
        "/tasks/1/",
        "/triage/",
        "/triage/17/",
        "/tasks/1/correct?how=move&claim=C502100231",
        "/mailboxes/",
        "/nothing",
    ):
        page.goto(f"{site}{address}")
        for width in (360, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            wide[address, width] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert {shown: extra for shown, extra in wide.items() if extra > 0} == {}
    page.close()
