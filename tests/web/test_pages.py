import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core.values import Address, Kind
from storage import events, models
from tests.web import office
from tests.web.builders import NOON, File, Sent, pdf, send
from tests.web.conftest import LogIn
from tests.web.reading import page, text
from web.locale_tools import LANGUAGES, marked

SCRIPT = "<script>alert(1)</script>"
ATTACK = f'"><img src=x onerror=alert(1)>{SCRIPT}'


def test_a_handler_sees_the_own_open_tasks_newest_first(handler: Client) -> None:
    now = timezone.now()
    for hours, title in ((3, "devis"), (1, "citation"), (2, "bail")):
        send(Sent(title=title, received_at=now - timedelta(hours=hours)))
    send(Sent(title="photo", handler="n.peeters"))
    send(Sent(title="video", state="done"))

    titles = re.findall(r'class="title"[^>]*>([^<]+)<', page(handler, "/"))

    assert titles == ["Citation reçue – date d’audience à suivre", "Bail reçu", "Devis reçu"]


def test_the_list_tells_claim_insured_sender_documents_and_warnings(handler: Client) -> None:
    papers = [File(name=f"{number}.jpg", content=b"x", media_type="image/jpeg", type="photo") for number in range(3)]
    send(Sent(files=[*papers, File(name="r.pdf", content=b"y", type="rapport_expertise")], warnings=("not_delimited",)))

    read = text(page(handler, "/"))

    for words in (
        "C502100001",
        "DUPONT Jean",
        "Cabinet Lemaire",
        "Rapport / PV d’expertise",
        "3 Photos",
        "La référence n’était pas entre",
    ):
        assert words in read


def test_what_is_overdue_says_for_how_long(handler: Client) -> None:
    send(Sent(received_at=timezone.now() - timedelta(hours=30), due_in=timedelta(hours=4)))

    assert "en retard de 1 jour" in text(page(handler, "/"))


def test_the_list_is_searched_by_claim(handler: Client) -> None:
    send(Sent(claim="C502100001", title="devis"))
    send(Sent(claim="C502100999", title="bail"))

    read = text(page(handler, "/?claim=*c502100999*"))

    assert ("Bail reçu" in read, "Devis reçu" in read) == (True, False)


def test_the_list_has_pages_of_fifty(handler: Client) -> None:
    for number in range(51):
        send(Sent(claim=f"C5021{number:05}"))

    assert [page(handler, address).count('class="title"') for address in ("/", "/?page=2", "/?page=nonsense")] == [50, 1, 50]


def test_a_task_tells_why_it_is_here_from_whom_and_what_came(handler: Client) -> None:
    made = office.report(timezone.now())

    read = text(page(handler, f"/tasks/{made.task.pk}/"))

    for words in (
        "Référence *C502100001* entre astérisques dans l’objet du mail joint",
        "rapports@maes-expert.example",
        "Intervenant authentifié",
        "transféré par Cabinet Lemaire",
        "rapport_definitif.pdf",
        "avant_gauche.jpg",
        "3 images de signature repliées",
        "2 841,20 €",
        "02/03/2026",
        "Texte cité ou transféré",
    ):
        assert words in read.replace("\xa0", " ").replace("\u202f", " ")


def test_a_bank_account_is_masked_to_its_last_four_signs(handler: Client) -> None:
    made = office.report(timezone.now())

    html = page(handler, f"/tasks/{made.task.pk}/").split('class="read"')[0]

    assert ("BE68539007547034" in html, "•••• 7034" in html) == (False, True)


def test_a_damaged_file_says_so(handler: Client) -> None:
    made = send(Sent(files=(File(name="x.pdf", content=b"x", type="autre", problem="damaged", pages=()),)))

    assert "Le fichier est endommagé" in text(page(handler, f"/tasks/{made.task.pk}/"))


def test_a_task_is_done_and_reopened(handler: Client) -> None:
    made = send(Sent())

    handler.post(f"/tasks/{made.task.pk}/done")
    done = models.Task.objects.get().state
    handler.post(f"/tasks/{made.task.pk}/reopen")

    assert (done, models.Task.objects.get().state) == ("done", "open")


def test_a_task_that_is_done_twice_says_so(handler: Client) -> None:
    made = send(Sent(state="done"))

    answer = handler.post(f"/tasks/{made.task.pk}/done", follow=True)

    assert "Quelqu’un a déjà traité cette tâche." in text(answer.content.decode())


def test_the_trail_tells_what_happened_and_leaves_other_claims_out(handler: Client) -> None:
    made = send(Sent())
    models.Event.objects.create(at=timezone.now(), actor="n.peeters", what="task_done", mail_id=made.mail.pk, unit_id=999, task_id=999)

    read = text(page(handler, f"/tasks/{made.task.pk}/"))

    assert ("Mail ouvert et découpé" in read, "n.peeters" in read) == (True, False)


def test_health_needs_no_login(database: object) -> None:
    assert database
    assert Client().get("/health").json() == {"status": "ok"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_one_language(language: str, log_in: LogIn) -> None:
    boss = log_in("s.willems", "operators")
    boss.cookies["django_language"] = language
    now = timezone.now()
    one, waits = office.report(now), office.waiting(now)
    office.desk(now)
    office.mailboxes(now)
    addresses = (
        "/",
        "/?of=everyone",
        "/?unread=1&due=week&priority=high&type=devis&language=nl&from=x&claim=C5",
        "/search/",
        "/search/?q=rapport",
        "/claims/C502100001/",
        "/?of=everyone&state=done",
        "/?of=everyone&state=snoozed",
        f"/tasks/{one.task.pk}/",
        f"/tasks/{one.task.pk}/hand-over",
        f"/tasks/{one.task.pk}/reply",
        "/triage/",
        f"/triage/{waits.task.pk}/",
        "/mailboxes/",
    )

    read = " ".join(text(page(boss, address)) for address in addresses)
    with translation.override(language):
        foreign = [
            message.text
            for message in marked()
            if len(message.text) > 14
            and "%" not in message.text
            and translation.gettext(message.text) != message.text
            and message.text in read
        ]

    assert foreign == []


def test_the_language_is_french_whatever_the_browser_prefers_until_somebody_chooses(log_in: LogIn) -> None:
    client = log_in("h.lambert")

    before = client.get("/", headers={"accept-language": "nl"}).headers["Content-Language"]
    client.post("/language", {"language": "nl", "next": "/"})

    assert (before, client.get("/").headers["Content-Language"]) == ("fr", "nl")


@pytest.mark.parametrize("where", ["subject", "sender", "own_text", "quoted_text", "insured", "file"])
def test_what_a_stranger_writes_is_never_markup(where: str, handler: Client) -> None:
    changes = {
        "subject": {"subject": ATTACK},
        "sender": {"sender": Address(name=ATTACK, address="x@y.example")},
        "own_text": {"own_text": ATTACK},
        "quoted_text": {"quoted_text": ATTACK},
        "insured": {"insured": ATTACK},
        "file": {"files": (File(name=f"{ATTACK}.pdf", content=b"x", type="devis"),)},
    }
    made = send(Sent(**changes[where]))  # type: ignore[arg-type]

    html = page(handler, "/") + page(handler, f"/tasks/{made.task.pk}/")

    assert ("<script>" in html, "<img src=x" in html) == (False, False)


def test_a_page_of_html_is_cleaned_and_its_links_tell_their_target(handler: Client) -> None:
    source = (
        f"<p onclick='x()'>Bonjour {SCRIPT}<style>p{{display:none}}</style><img src='https://spy.example/p.gif'>"
        "<a href='https://evil.example/?a=\"&b=<c>'>www.banque.example</a> <a href='javascript:x()'>ici</a></p>"
        "<form action='//x'><input></form>"
    )
    made = send(Sent(files=(File(name="", content=source.encode(), media_type="text/html", kind=Kind.TEXT),)))
    shown = page(handler, f"/tasks/{made.task.pk}/?item={made.items[''].pk}").split('class="body"')[1].split("</section>")[0]

    for forbidden in ("<script", "<style", "<img", "<a ", "onclick", "javascript:", "<form", "<input", "<c>"):
        assert forbidden not in shown
    assert "www.banque.example" in shown
    assert 'class="target">https://evil.example/' in shown


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?of=everyone",
        "/?of=everyone&state=snoozed",
        "/?of=everyone&unread=1&due=week&from=maes&type=devis",
        "/search/?q=rapport",
        "/claims/C502100001/",
        "/tasks/{task}/",
        "/tasks/{task}/?fact=0",
        "/tasks/{task}/hand-over",
        "/tasks/{task}/reply",
        "/triage/",
        "/triage/{waits}/",
        "/mailboxes/",
        "/supervision/",
    ],
)
def test_a_page_asks_the_database_no_more_than_twelve_times_whatever_there_is(address: str, operator: Client) -> None:
    now = timezone.now()
    one, waits = office.report(now), office.waiting(now)
    office.desk(now)
    # The first look of a person at a task is written.
    page(operator, address.format(task=one.task.pk, waits=waits.task.pk))

    with CaptureQueriesContext(connection) as queries:
        page(operator, address.format(task=one.task.pk, waits=waits.task.pk))

    assert len([query for query in queries if query["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]) <= 12


def test_a_page_shows_when_something_came_in_the_offices_time(handler: Client) -> None:
    made = send(Sent(received_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)))

    assert "Reçu 02/07/2026 00:30" in text(page(handler, f"/tasks/{made.task.pk}/"))


def test_a_pdf_is_shown_by_the_browsers_own_viewer(handler: Client) -> None:
    made = send(Sent(files=(File(name="r.pdf", content=pdf("Rapport"), type="rapport_expertise"),)))

    html = page(handler, f"/tasks/{made.task.pk}/")

    assert f'<iframe src="/items/{made.items["r.pdf"].pk}/view#' in html
    assert "sandbox" not in html


def test_a_link_to_files_elsewhere_is_shown_as_text_with_its_server(handler: Client) -> None:
    lines = "# WeTransfer\r\nhttps://we.tl/t-9XyZ4qLmNo\r\nhttps://w\u0435transfer.com/<b>x</b>\r\n"
    link = File(name="WeTransfer", content=lines.encode(), media_type="text/uri-list", problem="not_fetched")
    made = send(Sent(files=(link,)))

    html = page(handler, f"/tasks/{made.task.pk}/?item={made.items['WeTransfer'].pk}")

    shown = html.split('class="preview elsewhere"')[1].split("</section>")[0]
    for words in (
        "<dt>we.tl</dt>",
        "<dd>https://we.tl/t-9XyZ4qLmNo</dd>",
        "<dt>xn--wtransfer-",
        "&lt;b&gt;x",
        "pas été téléchargés",
    ):
        assert words in shown
    assert ("<a " in shown, "# WeTransfer" in shown) == (False, False)
    assert ("Déposé ailleurs, non téléchargé" in html, "Lien externe" in html) == (True, True)


ENDS = {
    "fr": "Selon le mail, ils peuvent être téléchargés jusqu’au",
    "nl": "Volgens de mail kunnen ze worden gedownload tot",
    "de": "Laut der Mail können sie bis zum",
    "en": "The mail says that they can be fetched until",
}


@pytest.mark.parametrize(("language", "said"), ENDS.items(), ids=ENDS)
def test_a_link_is_shown_with_the_day_on_which_it_ends_as_the_mail_says(language: str, said: str, handler: Client) -> None:
    link = File(name="WeTransfer", content=b"https://we.tl/t-9XyZ4qLmNo\r\n", media_type="text/uri-list", problem="not_fetched")
    ending, endless = send(Sent(files=(link,), own_text="Bonjour,\n\nLien valable 7 jours.")), send(Sent(files=(link,)))
    handler.cookies["django_language"] = language

    pages = [page(handler, f"/tasks/{made.task.pk}/?item={made.items['WeTransfer'].pk}") for made in (ending, endless)]

    assert [said in text(one) for one in pages] == [True, False]
    until = NOON + timedelta(days=7)
    assert any(
        day in text(pages[0])
        for day in (f"{until:%d/%m/%Y}", f"{until:%d.%m.%Y}", f"{until:%m/%d/%Y}", f"{until.day}-{until.month}-{until.year}")
    )


def test_an_address_that_is_none_is_shown_all_the_same(handler: Client) -> None:
    link = File(name="Lien", content=b"http://[nowhere\n", media_type="text/uri-list", problem="not_fetched")
    made = send(Sent(files=(link,)))

    shown = page(handler, f"/tasks/{made.task.pk}/?item={made.items['Lien'].pk}")

    assert "<dt>serveur inconnu</dt><dd>http://[nowhere</dd>" in shown


def test_a_document_that_the_claim_has_already_is_folded_and_says_since_when(handler: Client) -> None:
    paper = File(name="facture.pdf", content=pdf("Facture"), type="facture_reparation")
    send(Sent(files=(paper,)))
    again = send(Sent(files=(paper, File(name="devis.pdf", content=pdf("Devis"), type="devis"))))

    html = page(handler, f"/tasks/{again.task.pk}/")

    folded = html.partition('<details class="folded known">')[2].partition("</details>")[0]
    assert ("1 document déjà reçu" in text(folded), "déjà reçu le 04/03/2026" in text(folded)) == (True, True)
    assert ("facture.pdf" in folded, "devis.pdf" in folded) == (True, False)
    assert f'?item={again.items["devis.pdf"].pk}#item" aria-current' in html


def test_a_mail_that_came_again_is_told_with_its_mailbox_and_what_was_written(handler: Client) -> None:
    made, other = send(Sent()), send(Sent(own_text="Voir ci-joint.", claim="C502100017", handler="n.peeters"))
    box = models.Mailbox.objects.create(name="schade@assureur.example")
    events.record("received_again", actor="claimpost", at=NOON, mail_id=made.mail.pk, data={"mailbox": box.pk, "mail": 99})
    events.record("sent_again", actor="claimpost", at=NOON, mail_id=other.mail.pk, unit_id=other.unit.pk, task_id=made.task.pk)

    read = text(page(handler, f"/tasks/{made.task.pk}/"))

    for words in (
        "Reçu encore 2 fois",
        "par la boîte schade@assureur.example",
        "de Cabinet Lemaire, sans rien de nouveau",
        "Voir ci-joint.",
    ):
        assert words in read


def test_a_task_of_an_attached_mail_without_documents_shows_that_mail(operator: Client) -> None:
    carrier = Address(name="Bureau du courrier", address="courrier@lemaire.example")
    made = send(Sent(title="message_courtier", own_text="Les photos suivent demain.", forwarded_by=carrier))

    shown = page(operator, f"/tasks/{made.task.pk}/").partition('class="card item"')[2]

    assert ("Les photos suivent demain." in shown, "Voir ci-joint." in shown) == (True, False)


def test_mails_that_joined_a_task_are_whole_on_its_page_and_count_for_its_time(handler: Client) -> None:
    lead = send(Sent(files=(File(name="devis.pdf", content=pdf("Devis"), type="devis"),), due_in=timedelta(days=3)))
    files = (File(name="facture.pdf", content=pdf("Facture"), type="facture_reparation"),)
    other = send(Sent(own_text="Et la facture.", files=files, priority="high", due_in=timedelta(hours=-30), warnings=("not_delimited",)))
    models.Task.objects.filter(pk=other.task.pk).update(joined_to=lead.task)

    html = page(handler, f"/tasks/{lead.task.pk}/?item={other.items['facture.pdf'].pk}")

    for words in ("Complété par un courriel reçu le", "Et la facture.", "facture.pdf", "La référence n’était pas entre"):
        assert words in text(html), words
    assert ('class="badge high"' in html, "en retard" in text(html)) == (True, True)
    assert f'?item={other.items["facture.pdf"].pk}#item" aria-current' in html
    assert len(re.findall(r' id="([^"]+)"', html)) == len(set(re.findall(r' id="([^"]+)"', html)))
    listed = page(handler, "/")
    assert (listed.count('class="title"'), "en retard" in text(listed)) == (1, True)
    assert "dans une seule tâche" in text(page(handler, f"/tasks/{other.task.pk}/"))


def test_the_first_look_of_a_person_at_a_task_is_recorded_once(handler: Client) -> None:
    made = send(Sent())

    for _ in range(2):
        page(handler, f"/tasks/{made.task.pk}/")

    assert [(row.what, row.actor) for row in models.Event.objects.filter(task_id=made.task.pk, what="seen")] == [("seen", "h.lambert")]
