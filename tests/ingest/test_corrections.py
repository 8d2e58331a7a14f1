"""A person puts right where a mail, or a part of it, was placed; and takes that back."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from ingest import consequences, corrections, grounds, operations, services
from ingest.corrections import AlsoFile, Move, Share, Split
from storage import corrections as kept
from storage import events, models
from tests.ingest.way import NOW, deliver
from tests.whole import mails

BOSS = "o.leclerc"


def two_papers(serial: int, number: int | None = 1) -> EmailMessage:
    mail = mails.letter(number, serial=serial)
    mail.add_attachment(f"FACTURE no {serial}\nTotal : 300,00 EUR\n", filename=f"facture-{serial}.txt")
    return mail


def standing(mail_id: int) -> dict[tuple[str, str], list[str]]:
    """Claims and states of the alive tasks of a mail, each with the names of its papers."""
    alive = models.Task.objects.filter(unit__mail=mail_id).exclude(state="cancelled").order_by("pk")
    return {(task.claim, task.state): [item.name for item in task.items.all()] for task in alive}


def paper(task: models.Task, name: str) -> int:
    return task.items.get(name=name).pk


def test_a_task_is_moved_to_another_claim_and_its_handler(hands: services.Services) -> None:
    (task,) = deliver(two_papers(1), hands)

    made = corrections.correct(task.pk, Move(claim=mails.claim(2)), BOSS, "concerns_other", hands)

    moved = models.Task.objects.get(pk=made)
    assert standing(task.unit.mail_id) == {(mails.claim(2), "open"): ["devis-1.txt", "facture-1.txt"]}
    assert (moved.handler, moved.insured, moved.title, moved.warnings) == ("m.janssens", "ASSURE2 Jean", task.title, [])
    assert [(row.actor, row.rule) for row in task.unit.verdicts.all()][-1] == (BOSS, "moved")
    assert events.trail(unit_id=task.unit_id)[-1].why == "concerns_other"


def test_one_document_goes_to_another_claim_and_the_rest_stays(hands: services.Services) -> None:
    (task,) = deliver(two_papers(2), hands)

    back = corrections.correct(task.pk, Move(claim=mails.claim(2), items=(paper(task, "facture-2.txt"),)), BOSS, "concerns_several", hands)

    assert back == task.pk
    assert standing(task.unit.mail_id) == {
        (mails.claim(1), "open"): ["devis-2.txt"],
        (mails.claim(2), "open"): ["facture-2.txt"],
    }


def test_a_document_is_filed_in_another_claim_too(hands: services.Services) -> None:
    (task,) = deliver(two_papers(3), hands)

    corrections.correct(task.pk, AlsoFile(claim=mails.claim(3), items=(paper(task, "devis-3.txt"),)), BOSS, "concerns_several", hands)

    assert standing(task.unit.mail_id) == {
        (mails.claim(1), "open"): ["devis-3.txt", "facture-3.txt"],
        (mails.claim(3), "open"): ["devis-3.txt"],
    }


@pytest.mark.parametrize("number", [1, None], ids=["of a claim", "in triage"])
def test_a_mail_is_split_over_claims(number: int | None, hands: services.Services) -> None:
    (task,) = deliver(two_papers(4, number), hands)
    shares = (
        Share(item=paper(task, "devis-4.txt"), claim=mails.claim(2)),
        Share(item=paper(task, "facture-4.txt"), claim=f" *{mails.claim(3).lower()}* "),
    )

    corrections.correct(task.pk, Split(shares=shares), BOSS, "concerns_several", hands)

    open_ones = {key: names for key, names in standing(task.unit.mail_id).items() if key[0]}
    assert open_ones == {(mails.claim(2), "open"): ["devis-4.txt"], (mails.claim(3), "open"): ["facture-4.txt"]}
    assert task.unit.verdicts.last().value["outcome"] == "split"


def test_a_done_task_that_gets_a_document_is_open_again(hands: services.Services) -> None:
    (task,) = deliver(two_papers(5), hands)
    other = corrections.correct(task.pk, AlsoFile(claim=mails.claim(2), items=(paper(task, "devis-5.txt"),)), BOSS, "misplaced", hands)
    second = models.Task.objects.get(unit=task.unit, claim=mails.claim(2))
    operations.close(second.pk, "m.janssens", hands)

    corrections.correct(other, Move(claim=mails.claim(2), items=(paper(task, "facture-5.txt"),)), BOSS, "misplaced", hands)

    assert standing(task.unit.mail_id)[mails.claim(2), "open"] == ["devis-5.txt", "facture-5.txt"]


@pytest.mark.parametrize(
    ("correction", "why", "code"),
    [
        (lambda _: Move(claim="C502199999"), "misplaced", "claim_not_found"),
        (lambda _: Move(claim=mails.claim(1)), "misplaced", "same_claim"),
        (lambda _: AlsoFile(claim=mails.claim(1)), "misplaced", "same_claim"),
        (lambda _: Move(claim=mails.claim(2)), "", "reason_missing"),
        (lambda _: Move(claim=mails.claim(2), items=(99999,)), "misplaced", "no_such_document"),
        (lambda _: Split(shares=()), "misplaced", "no_such_document"),
        (
            lambda task: Split(shares=tuple(Share(item=item.pk, claim="") for item in task.items.all())),
            "misplaced",
            "document_without_claim",
        ),
    ],
    ids=["no claim", "its own", "there already", "no reason", "foreign document", "nothing", "no claim given"],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    correction: Callable[[models.Task], corrections.Correction], why: str, code: str, hands: services.Services
) -> None:
    (task,) = deliver(two_papers(6), hands)
    before = standing(task.unit.mail_id)

    with pytest.raises(grounds.Refused) as refused:
        corrections.correct(task.pk, correction(task), BOSS, why, hands)

    assert (refused.value.code, standing(task.unit.mail_id), task.unit.verdicts.count()) == (code, before, 1)


def test_what_was_moved_cannot_be_moved_from_where_it_was(hands: services.Services) -> None:
    (task,) = deliver(two_papers(7), hands)
    corrections.correct(task.pk, Move(claim=mails.claim(2)), BOSS, "misplaced", hands)

    with pytest.raises(grounds.Refused) as refused:
        corrections.correct(task.pk, Move(claim=mails.claim(3)), "p.maes", "misplaced", hands)

    assert refused.value.code == "already_done"


UNDOABLE: dict[str, Callable[[models.Task], corrections.Correction]] = {
    "move": lambda _: Move(claim=mails.claim(2)),
    "one document": lambda task: Move(claim=mails.claim(2), items=(task.items.last().pk,)),
    "also filed": lambda _: AlsoFile(claim=mails.claim(2)),
    "split": lambda task: Split(shares=tuple(Share(item=item.pk, claim=mails.claim(2 + at)) for at, item in enumerate(task.items.all()))),
}


@pytest.mark.parametrize("correction", UNDOABLE.values(), ids=UNDOABLE)
@pytest.mark.parametrize("done", [False, True], ids=["open", "done"])
def test_a_correction_is_undone_to_the_last_paper(
    correction: Callable[[models.Task], corrections.Correction],
    done: bool,  # noqa: FBT001 - a column of the table
    hands: services.Services,
) -> None:
    (task,) = deliver(two_papers(8), hands)
    if done:
        operations.close(task.pk, "h.lambert", hands)
    before = standing(task.unit.mail_id)
    made = corrections.correct(task.pk, correction(task), BOSS, "misplaced", hands)

    corrections.undo(made, "p.maes", hands)

    rows = list(task.unit.verdicts.all())
    assert standing(task.unit.mail_id) == before
    assert (rows[-1].actor, rows[-1].value, len(rows)) == ("p.maes", rows[0].value, 3)
    assert events.trail(unit_id=task.unit_id)[-1].what == "undone"


def test_an_assignment_and_a_dismissal_are_undone_to_triage(hands: services.Services) -> None:
    (first,) = deliver(mails.letter(None, serial=9), hands)
    (second,) = deliver(mails.letter(None, serial=10), hands)
    operations.assign(first.pk, mails.claim(1), BOSS, hands)
    operations.dismiss(second.pk, BOSS, "spam", hands)

    corrections.undo(first.pk, BOSS, hands)
    corrections.undo(second.pk, BOSS, hands)

    assert [standing(task.unit.mail_id) for task in (first, second)] == [{("", "open"): ["devis-9.txt"]}, {("", "open"): ["devis-10.txt"]}]


def test_what_others_have_built_on_is_not_undone(hands: services.Services) -> None:
    (task,) = deliver(two_papers(11), hands)
    made = corrections.correct(task.pk, Move(claim=mails.claim(2)), BOSS, "misplaced", hands)
    operations.close(made, "m.janssens", hands)

    with pytest.raises(grounds.Refused) as refused:
        corrections.undo(made, BOSS, hands)

    assert (refused.value.code, corrections.undoable(task.unit)) == ("built_on", None)


def test_only_the_last_correction_is_undone_and_only_once(hands: services.Services) -> None:
    (task,) = deliver(two_papers(12), hands)
    made = corrections.correct(task.pk, Move(claim=mails.claim(2)), BOSS, "misplaced", hands)
    corrections.undo(made, BOSS, hands)

    with pytest.raises(grounds.Refused) as refused:
        corrections.undo(task.pk, BOSS, hands)

    assert refused.value.code == "nothing_to_undo"


def test_the_person_learns_first_who_saw_it_what_was_done_and_who_gets_it(hands: services.Services) -> None:
    (task,) = deliver(two_papers(13), hands)
    seen = paper(task, "devis-13.txt")
    for actor, item in (("n.peeters", seen), (BOSS, seen), ("x.y", paper(task, "facture-13.txt"))):
        events.record("viewed", actor=actor, at=NOW, mail_id=task.unit.mail_id, item_id=item)
    operations.close(task.pk, "h.lambert", hands)

    planned = corrections.plan(task.pk, Move(claim=mails.claim(2), items=(seen,)), hands)

    assert consequences.consequences(planned, BOSS, hands) == (
        consequences.Consequence(code="seen", who="n.peeters", at=NOW),
        consequences.Consequence(code="could_be_seen", who="h.lambert", at=NOW, claim=mails.claim(1)),
        consequences.Consequence(code="task_was_done", who="h.lambert", at=NOW, claim=mails.claim(1)),
        consequences.Consequence(code="handler_changes", who="h.lambert", other="m.janssens", claim=mails.claim(2)),
    )
    assert standing(task.unit.mail_id) == {(mails.claim(1), "done"): ["devis-13.txt", "facture-13.txt"]}


def test_the_person_learns_first_who_was_told_of_the_claim(hands: services.Services) -> None:
    (task,) = deliver(two_papers(9), hands)
    answer = {"mail": task.unit.mail, "identity": "x", "to": "sinistres@courtier-martin.example", "language": "fr", "planned_at": NOW}
    models.Outgoing.objects.create(kind="full", state="sent", claim=task.claim, message_id="<1@x>", sent_at=NOW, **answer)
    models.Outgoing.objects.create(kind="second", state="planned", claim=task.claim, message_id="<2@x>", **answer)

    planned = corrections.plan(task.pk, Move(claim=mails.claim(2)), hands)

    found = [one for one in consequences.consequences(planned, BOSS, hands) if one.code == "acknowledged"]
    assert found == [consequences.Consequence(code="acknowledged", who="sinistres@courtier-martin.example", at=NOW, claim=task.claim)]


def test_filing_also_elsewhere_takes_nothing_from_anybody(hands: services.Services) -> None:
    (task,) = deliver(two_papers(14), hands)
    events.record("viewed", actor="n.peeters", at=NOW, mail_id=task.unit.mail_id)

    planned = corrections.plan(task.pk, AlsoFile(claim=mails.claim(2)), hands)

    found = consequences.consequences(planned, BOSS, hands)
    assert [(one.code, one.other) for one in found] == [("handler_gets", "m.janssens")]


def test_a_closed_claim_is_said_to_be_closed_and_a_restricted_one_is_refused(hands: services.Services) -> None:
    file = hands.settings.home / "claims.csv"
    file.write_text(
        file.read_text()
        .replace(f"{mails.claim(2)},open", f"{mails.claim(2)},closed")
        .replace(f"{mails.claim(3)},open", f"{mails.claim(3)},restricted")
    )
    (task,) = deliver(two_papers(15), hands)

    planned = corrections.plan(task.pk, Move(claim=mails.claim(2)), hands)
    with pytest.raises(grounds.Refused) as refused:
        corrections.plan(task.pk, Move(claim=mails.claim(3)), hands)

    assert ("claim_closed", refused.value.code) == (consequences.consequences(planned, BOSS, hands)[1].code, "claim_restricted")


def test_every_kind_of_correction_can_be_undone() -> None:
    assert set(corrections._RULES.values()) | {"assigned", "dismissed"} == set(kept.CORRECTIONS)
