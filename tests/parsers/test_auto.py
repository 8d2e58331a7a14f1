"""Mails that no person wrote."""

import pytest

from core.values import Auto
from tests.parsers.build import PDF, Opener, file, mail, plain, text


@pytest.mark.parametrize(
    ("head", "subject", "kind"),
    [
        ("From: a@b.example\r\n", "Info *C502100001*", None),
        ("From: a@b.example\r\nAuto-Submitted: no\r\n", "Info", None),
        ("From: a@b.example\r\nAuto-Submitted: auto-replied\r\n", "Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\nAuto-Submitted: auto-generated (x)\r\n", "Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\nX-Autoreply: yes\r\n", "Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\nPrecedence: auto_reply\r\n", "Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\nX-Auto-Response-Suppress: All\r\n", "Info", None),
        ("From: a@b.example\r\nX-Auto-Response-Suppress: All\r\n", "Réponse automatique : Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\nX-Auto-Response-Suppress: All\r\n", "Automatisch antwoord: Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\nX-Auto-Response-Suppress: All\r\n", "Abwesenheitsnotiz: Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\nX-Auto-Response-Suppress: All\r\n", "Out of Office: Info", Auto.AUTO_REPLY),
        ("From: a@b.example\r\n", "Réponse automatique : Info", None),
        ("From: a@b.example\r\nPrecedence: bulk\r\n", "Info", Auto.LIST),
        ("From: a@b.example\r\nList-Id: <l.example>\r\n", "Info", Auto.LIST),
        ("From: MAILER-DAEMON@b.example\r\n", "Undelivered Mail Returned to Sender", Auto.BOUNCE),
        ("From: a@b.example\r\nReturn-Path: <>\r\n", "Non remis : Info", Auto.BOUNCE),
        ("From: a@b.example\r\nX-Failed-Recipients: x@y.example\r\n", "Info", Auto.BOUNCE),
        ("From: a@b.example\r\nX-Claimpost-Loop: 1\r\nAuto-Submitted: auto-replied\r\n", "Accusé", Auto.OWN),
    ],
)
def test_a_mail_shows_by_its_headers_that_no_person_wrote_it(opener: Opener, head: str, subject: str, kind: Auto | None) -> None:
    assert opener.unit(plain(subject, "Je suis absent.", head=head)).auto == kind


@pytest.mark.parametrize(("report", "kind"), [("delivery-status", Auto.BOUNCE), ("disposition-notification", Auto.AUTO_REPLY)])
def test_a_report_says_what_it_is(opener: Opener, report: str, kind: Auto) -> None:
    raw = f"From: x@y.example\r\nSubject: Info\r\nContent-Type: multipart/report; report-type={report}; boundary=lim\r\n\r\n"
    body = f"--lim\r\n\r\nVoir\r\n--lim\r\nContent-Type: message/{report}\r\n\r\nStatus: 5.1.1\r\n--lim--\r\n"

    assert opener.unit((raw + body).encode()).auto == kind


def test_a_machine_that_sends_papers_is_heard(opener: Opener) -> None:
    head = "From: plateforme@experts.example\r\nAuto-Submitted: auto-generated\r\n"

    assert opener.unit(mail("Rapport *C502100001*", text("Ci-joint"), file(PDF, "application/pdf", "rapport.pdf"), head=head)).auto is None


def test_a_person_on_the_road_with_an_annex_is_no_machine(opener: Opener) -> None:
    raw = mail("Absent ce jour, voici le devis", text("Je suis en déplacement"), file(PDF, "application/pdf", "devis.pdf"))

    assert opener.unit(raw).auto is None
