"""When tasks are due under a client's contract, from the mail to the row."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ingest import services
from storage import models
from tests.databases import ON_BOTH
from tests.ingest.way import deliver
from tests.whole import mails

CONTRACTS = f"""
contracts:
  Ville: {{claims: [{mails.claim(1)}], country: BG, clocks: {{report_copy: {{target: PT8H}}}}}}
"""
REPORT = "RAPPORT D'EXPERTISE\nRapport définitif de l'expert\nVéhicule expertisé le 2 mars 2026\nMontant des dommages : 1 210,00 EUR\n"


@pytest.fixture
def contracted(hands: services.Services) -> services.Services:
    """The installation with a contract for its first claim."""
    file = hands.settings.home / "contracts.yaml"
    file.write_text(CONTRACTS, "utf-8")
    return replace(hands, settings=replace(hands.settings, contracts=file))


@ON_BOTH
def test_the_country_of_the_contract_says_which_days_count(contracted: services.Services) -> None:
    # On 3 March offices are closed in Bulgaria, and open in Belgium.
    (theirs,), (ours,) = (deliver(mails.letter(number, serial=number), contracted) for number in (1, 2))

    due = [(task.because, task.due_at.isoformat()) for task in (theirs, ours) if task.due_at]
    assert due == [("devis", "2026-03-05T16:00:00+00:00"), ("devis", "2026-03-04T16:00:00+00:00")]


@ON_BOTH
def test_a_final_report_is_due_when_the_clock_of_its_copy_ends(contracted: services.Services) -> None:
    tasks = []
    for number in (1, 2):
        mail = mails.letter(number, serial=number)
        (devis,) = mail.iter_attachments()
        devis.set_content(REPORT, filename="rapport.txt", disposition="attachment")
        tasks += deliver(mail, contracted)

    assert [(task.title, task.because) for task in tasks] == [
        ("rapport_expertise", "report_copy"),
        ("rapport_expertise", "rapport_expertise"),
    ]
    assert models.Task.objects.get(pk=tasks[0].pk).due_at == tasks[0].unit.mail.received_at + timedelta(hours=8)
