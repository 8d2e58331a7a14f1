"""The tasks that a decision opens."""

from datetime import datetime

import pytest

from core.errors import Problem
from core.papers import Document, DocumentType
from core.values import Kind
from router.book import Book
from router.options import Options
from router.protocols import State
from router.tasks import TaskPlan, plan_tasks
from tests.router.world import REGISTER, STRANGER, WEDNESDAY, claim, decided, part, reading, tree, unit

PER_ITEM = Options(tasks_per="item")


def _tasks(*members: object, **fields: object) -> tuple[TaskPlan, ...]:
    return decided(tree(*members), **fields).tasks


def test_one_task_lists_both_documents_and_takes_the_stricter_time() -> None:
    readings = {"0.1": reading(kind="devis"), "0.2": reading(kind="facture_reparation")}

    (task,) = _tasks(unit(subject="*C502100001* - DUPONT Jean"), part("0.1", "a.pdf"), part("0.2", "b.pdf"), readings=readings)

    assert task == TaskPlan(
        unit="0",
        kind="claim",
        claim="C502100001",
        title="devis",
        document_type="devis",
        items=("0.1", "0.2"),
        insured="DUPONT Jean",
        handler="h.lambert",
        handler_email="h.lambert@assureur.example",
        priority="normal",
        due_at=datetime.fromisoformat("2026-03-06T17:00:00+01:00"),
        because="devis",
    )


def test_the_most_pressing_paper_in_a_scan_gives_the_title() -> None:
    documents = (Document(pages=(1,), type=DocumentType(id="devis")), Document(pages=(2,), type=DocumentType(id="citation")))

    (task,) = _tasks(unit(subject="*C502100001*"), part("0.1", "s.pdf"), readings={"0.1": reading(documents=documents)})

    assert (task.title, task.priority, task.due_at.isoformat()) == ("citation", "urgent", "2026-03-04T14:11:00+01:00")


def test_the_earliest_time_wins_over_the_strongest_type() -> None:
    readings = {"0.1": reading(kind="rapport_expertise"), "0.2": reading(kind="autre")}

    (task,) = _tasks(unit(subject="*C502100001*"), part("0.1", "a.pdf"), part("0.2", "b.pdf"), readings=readings)

    assert (task.title, task.because, task.due_at.day) == ("rapport_expertise", "autre", 5)


@pytest.mark.parametrize(("media_type", "title"), [("image/jpeg", "photo"), ("video/mp4", "video"), ("application/pdf", "autre")])
def test_before_a_document_is_read_its_media_type_tells_what_it_may_be(media_type: str, title: str) -> None:
    (task,) = _tasks(unit(subject="*C502100001*"), part("0.1", "a", media_type=media_type))

    assert task.title == title


@pytest.mark.parametrize(
    ("fields", "title", "priority"),
    [
        ({"own_text": "Merci de me rappeler"}, "message", "normal"),
        ({"quoted_text": "Objet : devis"}, "message", "normal"),
        ({"own_text": " \n"}, "no_content", "low"),
    ],
)
def test_a_mail_without_documents_is_a_message_or_nothing(fields: dict[str, str], title: str, priority: str) -> None:
    logo = part("0.1", "image001.png", Kind.DECORATION)

    (task,) = _tasks(unit(subject="*C502100001*", **fields), logo)

    assert (task.title, task.document_type, task.priority, task.items) == (title, "", priority, ("0",))


def test_a_mail_with_another_in_it_is_not_empty() -> None:
    outer, _ = _tasks(unit(subject="*C502100001*"), unit("0.1", subject="*C502100017*"))

    assert outer.title == "message"


def test_a_container_that_cannot_be_opened_is_a_document() -> None:
    locked = part("0.1", "docs.zip", Kind.CONTAINER, problem=Problem.NEEDS_PASSWORD)
    opened = part("0.2", "plans.zip", Kind.CONTAINER, problem=Problem.TRUNCATED)

    (task,) = _tasks(unit(subject="*C502100001*"), locked, opened, part("0.2.1", "plan.pdf"))

    assert task.items == ("0.1", "0.2.1")


def test_a_closed_claim_is_the_title() -> None:
    (task,) = _tasks(unit(subject="*C502100003* BOULANGE"), part("0.1", "facture.pdf"))

    assert (task.title, task.warnings) == ("claim_closed", ("claim_closed",))


@pytest.mark.parametrize(("sender", "handler_only"), [("info@courtier-martin.example", False), (STRANGER, True)])
def test_what_a_stranger_sends_only_the_handler_sees(sender: str, handler_only: bool) -> None:  # noqa: FBT001 - a column
    (task,) = _tasks(unit(subject="*C502100001*", sender=sender))

    assert task.handler_only is handler_only


def test_every_document_may_have_a_task_of_its_own() -> None:
    tasks = _tasks(unit(subject="*C502100001*"), part("0.1", "a.pdf"), part("0.2", "b.pdf"), options=PER_ITEM)

    assert [(task.key, task.items) for task in tasks] == [("0:C502100001:0.1", ("0.1",)), ("0:C502100001:0.2", ("0.2",))]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("citation",), [("", ("0.1",), "urgent")]),
        (("citation", "devis"), [("", ("0.2",), "normal"), ("0.1", ("0.1",), "urgent")]),
        (("devis", "citation", "jugement"), [("", ("0.1",), "normal"), ("0.2", ("0.2",), "urgent"), ("0.3", ("0.3",), "urgent")]),
        (("citation", "jugement"), [("0.1", ("0.1",), "urgent"), ("0.2", ("0.2",), "urgent")]),
        (("devis", "facture_reparation"), [("", ("0.1", "0.2"), "normal")]),
    ],
)
def test_an_urgent_document_is_a_task_of_its_own(kinds: tuple[str, ...], expected: list[tuple[str, tuple[str, ...], str]]) -> None:
    papers = {f"0.{place}": kind for place, kind in enumerate(kinds, 1)}
    parts = [part(path, f"{path}.pdf") for path in papers]

    found = _tasks(unit(subject="*C502100001*"), *parts, readings={path: reading(kind=kind) for path, kind in papers.items()})

    assert [(task.item, task.items, task.priority) for task in found] == expected


def test_what_the_claim_has_already_stays_listed_beside_an_urgent_document() -> None:
    one = tree(unit(subject="*C502100001*"), part("0.1", "a.pdf"), part("0.2", "b.pdf"))
    readings = {"0.1": reading(kind="devis"), "0.2": reading(kind="citation")}
    (verdict,) = decided(one, readings=readings).units

    (task,) = plan_tasks(verdict, one, readings, REGISTER, options=Options(), now=WEDNESDAY, known={"C502100001": frozenset({"0.1"})})

    assert (task.item, task.items, task.title) == ("0.2", ("0.2", "0.1"), "citation")


def test_a_message_has_one_task_even_then() -> None:
    assert [task.key for task in _tasks(unit(subject="*C502100001*", own_text="x"), options=PER_ITEM)] == ["0:C502100001"]


def test_a_split_gives_every_claim_its_documents() -> None:
    tasks = _tasks(unit(subject="documents"), part("0.1", "C502100001_devis.pdf"), part("0.2", "C502100017_devis.pdf"))

    assert [(task.key, task.items) for task in tasks] == [("0:C502100001", ("0.1",)), ("0:C502100017", ("0.2",))]


@pytest.mark.parametrize(
    ("subject", "kind", "priority", "because", "due"),
    [
        ("photos", "triage", "normal", "triage", "2026-03-04T14:11:00+01:00"),
        ("on a volé ma voiture", "triage", "high", "triage", "2026-03-04T14:11:00+01:00"),
        ("*T502100417*", "hold", "normal", "draft", "2026-03-11T17:00:00+01:00"),
    ],
)
def test_what_waits_has_a_task_too(subject: str, kind: str, priority: str, because: str, due: str) -> None:
    (task,) = _tasks(unit(subject=subject, own_text="x"))

    assert (task.kind, task.claim, task.priority, task.because, task.due_at.isoformat()) == (kind, "", priority, because, due)
    assert task.key == f"0:{kind}"


def test_an_urgent_paper_in_triage_stays_urgent() -> None:
    (task,) = _tasks(unit(subject="on a volé ma voiture"), part("0.1", "a.pdf"), readings={"0.1": reading(kind="citation")})

    assert (task.kind, task.title, task.priority) == ("triage", "citation", "urgent")


class Forgetful(Book):
    """A register that knows of a claim, but may not show it."""

    def get_claim(self, number: str) -> None:  # noqa: ARG002 - the operation's shape
        return None


def test_a_claim_we_may_not_see_gets_its_task_without_names() -> None:
    register = Forgetful([claim("C502100001", state=State.RESTRICTED)])

    (task,) = _tasks(unit(subject="*C502100001*", own_text="x"), register=register)

    assert (task.claim, task.insured, task.handler, task.handler_only) == ("C502100001", "", "", True)


@pytest.mark.parametrize(
    ("date", "warned"),
    [
        ("2026-03-03T09:11:00+00:00", False),
        ("2026-03-03T09:10:59+00:00", True),
        ("2026-03-05T09:11:00+00:00", False),
        ("2026-03-05T09:11:01+00:00", True),
        ("", False),
    ],
)
def test_a_date_far_from_the_receipt_is_warned_of(date: str, warned: bool) -> None:  # noqa: FBT001
    (task,) = _tasks(unit(subject="*C502100001*", date=datetime.fromisoformat(date) if date else None))

    assert ("date_far_from_receipt" in task.warnings) is warned


def test_an_old_mail_inside_a_new_one_is_no_wonder() -> None:
    old = unit(path="0.1", subject="*C502100001*", date=datetime.fromisoformat("2025-01-01T09:11:00+00:00"))

    (task,) = (task for task in _tasks(unit(subject="Courrier du jour"), old) if task.unit == "0.1")

    assert "date_far_from_receipt" not in task.warnings


def test_a_house_says_how_far_a_date_may_be() -> None:
    late = unit(subject="*C502100001* DUPONT", date=datetime.fromisoformat("2026-03-02T09:11:00+00:00"))

    assert [_tasks(late, options=Options(date_hours=hours))[0].warnings for hours in (48, 47)] == [(), ("date_far_from_receipt",)]


@pytest.mark.parametrize(("unsure", "warnings"), [((2,), ("to_be_split",)), ((), ())])
def test_a_scan_that_may_hold_a_further_paper_is_to_be_split(unsure: tuple[int, ...], warnings: tuple[str, ...]) -> None:
    scan = reading(kind="devis", documents=(Document(pages=(1, 2), type=DocumentType(id="devis", confidence=0.9), unsure=unsure),))

    (task,) = _tasks(unit(subject="*C502100001* DUPONT"), part("0.1", "scan.pdf"), readings={"0.1": scan})

    assert task.warnings == warnings
