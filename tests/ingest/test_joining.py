"""Mails of one sender that come within minutes: one task as long as nobody looked, each mail whole and movable by itself."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from ingest import corrections, operations, services
from ingest.corrections import Move
from storage import checks, desk, events, joining, models
from storage.desk import Viewer
from tests.databases import ON_BOTH
from tests.ingest.way import NOW, deliver
from tests.whole import mails

FORGED = "mx.claimpost.test; dmarc=none header.from=courtier-horizon.example"
SUMMONS = "CITATION À COMPARAÎTRE\nTribunal de police\nL'huissier de justice soussigné cite le prévenu à comparaître le 10 mars 2026.\n"
ALL = Viewer(name="", sees_all=True)


def later(hands: services.Services, minutes: float) -> services.Services:
    """The same office some minutes later."""
    return replace(hands, now=lambda: NOW + timedelta(minutes=minutes))


def one(mail: EmailMessage, hands: services.Services) -> models.Task:
    (task,) = deliver(mail, hands)
    return task


def listed() -> list[models.Task]:
    """What the list of open tasks shows."""
    return list(desk.claim_tasks(ALL, everyone=True, done=False, claim=""))


def pair(hands: services.Services) -> tuple[models.Task, models.Task]:
    """A task, and another that joined it."""
    lead = one(mails.letter(1, serial=1), hands)
    return lead, one(mails.letter(1, serial=2), later(hands, 9))


def fresh(task: models.Task) -> models.Task:
    return models.Task.objects.get(pk=task.pk)


@ON_BOTH
def test_mails_of_one_sender_within_minutes_are_one_task_on_the_list_and_on_both_trails(hands: services.Services) -> None:
    lead, task = pair(hands)

    assert (listed(), joining.joined_to(lead), desk.counts(Viewer(name="h.lambert")).mine) == ([lead], [task], 1)
    assert [events.trail(task_id=row.pk)[-1].what for row in (lead, task)] == ["joined", "joined"]
    assert [(count.type, count.count) for count in desk.types_by_task([lead], desk.joined(ALL, [lead]))[lead.pk]] == [("devis", 2)]
    assert checks.tables() == ()


def test_the_third_joins_the_first_and_not_the_second(hands: services.Services) -> None:
    lead, second = pair(hands)

    third = one(mails.letter(1, serial=3), later(hands, 10))

    assert joining.joined_to(lead) == [second, third]


@pytest.mark.parametrize(
    ("number", "minutes", "headers"),
    [
        (1, 11, {}),
        (3, 1, {}),
        (1, 1, {"From": "Autre <autre@courtier-horizon.example>"}),
        (1, 1, {"Authentication-Results": FORGED}),
    ],
    ids=["too late", "another claim", "another sender", "not proven"],
)
def test_what_is_not_the_same_senders_within_minutes_stands_by_itself(
    number: int, minutes: int, headers: dict[str, str], hands: services.Services
) -> None:
    deliver(mails.letter(1, serial=1), hands)
    second = mails.letter(number, serial=2)
    for name, value in headers.items():
        second.replace_header(name, value)

    deliver(second, later(hands, minutes))

    assert not models.Task.objects.exclude(joined_to=None).exists()


@ON_BOTH
def test_nothing_joins_what_somebody_looked_at(hands: services.Services) -> None:
    lead = one(mails.letter(1, serial=1), hands)
    joining.note_seen(lead, "h.lambert", NOW)
    joining.note_seen(lead, "h.lambert", NOW)

    task = one(mails.letter(1, serial=2), hands)

    assert (task.joined_to, [row.what for row in events.trail(task_id=lead.pk)]) == (None, ["task_opened", "seen"])


def test_nothing_joins_where_the_house_does_not_want_it(hands: services.Services) -> None:
    never = replace(hands, settings=replace(hands.settings, join_minutes=0))
    one(mails.letter(1, serial=1), never)

    assert one(mails.letter(1, serial=2), never).joined_to is None


def test_what_joined_is_done_and_opened_again_with_the_first(hands: services.Services) -> None:
    lead, task = pair(hands)

    operations.close(lead.pk, "h.lambert", hands)
    closed = fresh(task).state, listed()
    operations.reopen(lead.pk, "h.lambert", hands)

    assert (closed, fresh(task).state, listed()) == (("done", []), "open", [lead])


@ON_BOTH
def test_what_joined_is_moved_without_the_first_and_comes_back_as_a_task_of_its_own(hands: services.Services) -> None:
    lead, task = pair(hands)

    corrections.correct(task.pk, Move(claim=mails.claim(2)), "chief", "misplaced", hands)
    moved = {(row.claim, row.unit_id) for row in listed()}
    corrections.undo(task.pk, "chief", hands)

    assert moved == {(lead.claim, lead.unit_id), (mails.claim(2), task.unit_id)}
    assert set(listed()) == {lead, task}
    assert list(lead.items.values_list("mail", flat=True)) == [lead.unit.mail_id]


def test_when_the_first_is_moved_what_joined_it_stays_where_it_was(hands: services.Services) -> None:
    lead, task = pair(hands)

    corrections.correct(lead.pk, Move(claim=mails.claim(2)), "chief", "misplaced", hands)

    assert {(row.claim, row.unit_id) for row in listed()} == {(mails.claim(2), lead.unit_id), (task.claim, task.unit_id)}
    assert events.trail(task_id=task.pk)[-1].what == "parted"


def test_a_summons_leaves_the_task_it_was_opened_with_once_it_is_read(hands: services.Services) -> None:
    letter = mails.letter(1, serial=1)
    letter.add_attachment(SUMMONS, filename="piece.txt")

    common, urgent = deliver(letter, hands)

    assert [list(task.items.values_list("name", flat=True)) for task in (common, urgent)] == [["devis-1.txt"], ["piece.txt"]]
    assert [(task.title, task.priority) for task in (common, urgent)] == [("devis", "normal"), ("citation", "urgent")]


def test_a_summons_that_is_alone_in_its_mail_stands_by_itself_once_it_is_read(hands: services.Services) -> None:
    lead = one(mails.letter(1, serial=1), hands)
    letter = mails.letter(1, serial=2)
    del letter.get_payload()[1:]
    letter.add_attachment(SUMMONS, filename="piece.txt")

    task = one(letter, hands)

    assert (task.title, task.joined_to, set(listed())) == ("citation", None, {lead, task})


def test_a_paper_of_its_own_is_moved_and_brought_back_and_is_on_one_task_of_a_claim(hands: services.Services) -> None:
    letter = mails.letter(1, serial=1)
    letter.add_attachment(SUMMONS, filename="piece.txt")
    common, urgent = deliver(letter, hands)

    made = corrections.correct(urgent.pk, Move(claim=mails.claim(2)), "chief", "misplaced", hands)
    moved = {(row.claim, row.items.get().name) for row in listed()}
    corrections.undo(made, "chief", hands)

    assert moved == {(mails.claim(1), "devis-1.txt"), (mails.claim(2), "piece.txt")}
    assert {(row.pk, row.items.get().name) for row in listed()} == {(common.pk, "devis-1.txt"), (urgent.pk, "piece.txt")}
