"""The whole way: what a mail says is found on its task, and nothing of what needs care."""

from email.message import EmailMessage
from threading import Event

import pytest
from django.db import transaction

from core import finding
from core.classes import counting, is_guarded
from core.roles import Role, Sight, sight
from extractors.types import types
from ingest import corrections, operations, runner, searching, services
from ingest.corrections import Move
from storage import checks, lists, models, search
from storage.desk import Viewer
from storage.lists import Filters
from tests.databases import ON_BOTH, Database
from tests.ingest.way import deliver, hands_of, hold
from tests.whole import mails

pytestmark = ON_BOTH

EVERYBODY = Viewer(name="", sees_all=True)


@pytest.fixture
def hands(database: Database) -> services.Services:
    return hands_of(database)


def found(typed: str, viewer: Viewer = EVERYBODY) -> list[str]:
    """The claims of the tasks that are found, newest first."""
    return [task.claim for task in lists.found(viewer, finding.query(typed), Filters(), ("open", "done"))]


def with_paper(text: str, name: str = "lettre.txt") -> EmailMessage:
    mail = mails.letter(1, serial=1)
    mail.add_attachment(text, filename=name)
    return mail


@pytest.mark.parametrize(
    "typed",
    [
        "Info complémentaire",
        "Courtier Horizon",
        "sinistres@courtier-horizon.example",
        "veuillez trouver",
        "devis-1.txt",
        "DEVIS DE REPARATION",
        "1 210,00",
        "1210.00",
        mails.claim(1),
        f"*{mails.claim(1)}*",
        "ASSURE1",
        "50001456",
    ],
)
def test_a_mail_is_found_by_its_words_its_papers_and_its_claim(typed: str, hands: services.Services) -> None:
    deliver(mails.letter(1, serial=1), hands)

    assert found(typed) == [mails.claim(1)]


def test_a_handler_finds_what_is_the_own_only(hands: services.Services) -> None:
    deliver(mails.letter(1, serial=1), hands)
    deliver(mails.letter(2, serial=2), hands)

    assert {name: found("devis", Viewer(name=name)) for name in ("h.lambert", "m.janssens", "n.peeters")} == {
        "h.lambert": [mails.claim(1)],
        "m.janssens": [mails.claim(2)],
        "n.peeters": [],
    }


def test_what_a_handler_lost_to_a_correction_he_does_not_find(hands: services.Services) -> None:
    (task,) = deliver(mails.letter(1, serial=1), hands)

    corrections.correct(task.pk, Move(claim=mails.claim(2)), "o.simon", "wrong_number", hands)
    moved = [found("devis", Viewer(name=name)) for name in ("h.lambert", "m.janssens")]
    corrections.undo(task.pk, "o.simon", hands)

    assert moved == [[], [mails.claim(2)]]
    assert [found("devis", Viewer(name=name)) for name in ("h.lambert", "m.janssens")] == [[mails.claim(1)], []]
    assert list(searching.differing()) == []


def test_what_waits_in_triage_is_found_by_operators_and_by_its_handler_once_it_is_assigned(hands: services.Services) -> None:
    (task,) = deliver(mails.letter(None, serial=1), hands)

    before = (found("devis"), found("devis", Viewer(name="h.lambert")))
    operations.assign(task.pk, mails.claim(1), "o.simon", hands)

    assert before == ([""], [])
    assert found("devis", Viewer(name="h.lambert")) == [mails.claim(1)]


MEDICAL = "CERTIFICAT MEDICAL INITIAL\nJe soussigné, docteur en médecine, certifie avoir examiné la victime.\nFracture du scaphoïde.\n"
IDENTITY = "Lettre\nNuméro national : 85.07.30-033.28\nBonjour, ceci est un renseignement rarissime.\n"
JUDICIAL = "PROCES-VERBAL D'AUDITION\nPolice locale\nPV n° BR.12.L3.004567/2026\nLe prévenu déclare une version rarissime.\n"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        (MEDICAL, "scaphoïde"),
        (MEDICAL, "victime"),
        (IDENTITY, "rarissime"),
        (IDENTITY, "85.07.30-033.28"),
        (IDENTITY, "85073003328"),
        (JUDICIAL, "rarissime"),
    ],
)
def test_what_a_paper_says_that_needs_care_is_never_found(text: str, typed: str, hands: services.Services) -> None:
    deliver(with_paper(text), hands)

    assert (found(typed), found("devis"), found("lettre.txt")) == ([], [mails.claim(1)], [])


@pytest.mark.parametrize("typed", ["BE68539007547034", "BE68 5390 0754 7034", "5390", "539007547034", "BE68*"])
def test_an_account_is_found_by_its_last_four_signs_only(typed: str, hands: services.Services) -> None:
    mail = with_paper("Facture\nIBAN BE68 5390 0754 7034\nTotal : 300,00 EUR\n", name="facture.txt")
    mail.replace_header("Subject", f"*{mails.claim(1)}* compte BE68539007547034")

    deliver(mail, hands)

    assert (found(typed), found("7034")) == ([], [mails.claim(1)])


def test_a_password_that_is_blanked_in_a_mail_is_not_found_any_more(hands: services.Services) -> None:
    (task,) = deliver(mails.letter(1, serial=1), hands)
    unit = models.Unit.objects.get(pk=task.unit_id)
    unit.value["own_text"] = "Bonjour, voici le devis."
    unit.save()

    with transaction.atomic():
        searching.keep(unit.mail_id)

    assert (found("annexe"), found("voici")) == ([], [mails.claim(1)])


def test_the_index_agrees_after_every_step_of_the_whole_way(hands: services.Services) -> None:
    for mail in (mails.parcel(), mails.letter(1, serial=3), mails.letter(None, serial=4), with_paper(MEDICAL)):
        deliver(mail, hands)

    assert models.SearchEntry.objects.count() == models.Task.objects.exclude(state="cancelled").count() > 3
    assert (list(searching.differing()), checks.tables()) == ([], ())


def test_papers_are_found_as_soon_as_all_of_a_mail_is_read_also_on_a_task_that_was_done_meanwhile(hands: services.Services) -> None:
    held = hold(mails.letter(1, serial=1), hands)
    from ingest import pipeline

    pipeline.open_mail(held, hands)
    pipeline.route_mail(held, hands)
    before = found("reparation")
    operations.close(models.Task.objects.get().pk, "h.lambert", hands)
    runner.work(hands, Event(), until_idle=True)

    assert (before, found("reparation")) == ([], [mails.claim(1)])


def test_an_index_that_was_lost_is_noticed_and_made_anew(hands: services.Services) -> None:
    (task,) = deliver(mails.letter(1, serial=1), hands)
    search.forget([task.pk])

    noticed = (list(searching.differing()), [finding.code for finding in checks.tables()])
    made = sum(searching.complete())

    assert noticed == ([task.pk], ["not_searchable"])
    assert (made, sum(searching.complete()), sum(searching.rebuild()), found("devis")) == (1, 0, 1, [mails.claim(1)])


def test_a_word_that_changed_behind_our_back_is_noticed(hands: services.Services) -> None:
    (task,) = deliver(mails.letter(1, serial=1), hands)
    models.Task.objects.filter(pk=task.pk).update(insured="PEETERS An")

    assert list(searching.differing()) == [task.pk]


def test_what_needs_care_on_a_page_is_what_is_not_searched(database: Database) -> None:
    assert database
    levels = ("P1", "P2", "P3", "P4", "P5", "P6")
    cases = [(kind, hints) for kind in (*types(), "", "of nowhere") for hints in ((), *((level,) for level in levels), ("P1", "P3"))]

    lists = (Role.HANDLER, Role.OPERATOR, Role.SUPERVISOR)
    at_once = {case for case in cases if all(sight({role}, counting(*case)) >= Sight.MASKED for role in lists)}

    assert [case for case in cases if is_guarded(*case) == (case in at_once)] == []
