"""The consistency checks: each fault is planted once, and nothing else is found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import F

from core.content import Content, Spool
from core.values import Kind, Outcome, Part, Tree, Verdict
from core.values import Unit as UnitValue
from ingest import searching
from storage import checks, decisions, events, items, jobs, ledger, models
from storage.checks import Finding
from storage.tasks import NewTask
from tests.databases import ON_BOTH
from tests.storage.conftest import Store

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def part(path: str, parent: str | None, kind: Kind, content: Content) -> Part:
    return Part(path=path, parent=parent, kind=kind, name="", media_type="text/plain", declared_type="", content=content)


def hold(raw: Content) -> int:
    """A mail as it comes in; the job to open it is left to do."""
    mail_id = ledger.take_file(raw, received_at=NOW, acknowledge=False, now=NOW).mail_id
    jobs.add("open", mail_id, NOW)
    return mail_id


def tree_of(raw: Content, paper: Content) -> Tree:
    """A mail with one paper."""
    return Tree(parts=(part("0", None, Kind.MAIL, raw), part("0.1", "0", Kind.DOCUMENT, paper)), units=(UnitValue(path="0"),))


def keep_mail(raw: Content, paper: Content, *, to_read: frozenset[str] = frozenset(), balanced: bool = True) -> int:
    """The same, opened."""
    mail_id = hold(raw)
    items.keep_tree(mail_id, replace(tree_of(raw, paper), balanced=balanced), to_read=to_read, now=NOW)
    return mail_id


def decide(mail_id: int, outcome: Outcome, plans: tuple[NewTask, ...]) -> None:
    decision = decisions.Decision(verdict=Verdict(path="0", outcome=outcome), tasks=plans)
    seen = decisions.Seen(openings=items.openings(mail_id))
    with transaction.atomic():
        decisions.keep(mail_id, [decision], seen=seen, watching=False, now=NOW)
        searching.keep(mail_id)


TRIAGE = NewTask(unit="0", claim="", kind="triage", title="message", items=("0.1",))


@pytest.fixture
def contents(spool: Spool) -> tuple[Content, Content]:
    return spool.keep(b"Subject: constat\r\n\r\n"), spool.keep(b"constat amiable")


@ON_BOTH
@pytest.mark.usefixtures("database")
def test_nothing_is_found_where_all_is_well(spool: Spool) -> None:
    paper = spool.keep(b"constat amiable")
    hold(spool.keep(b"just received"))
    keep_mail(spool.keep(b"being read"), paper, to_read=frozenset({"0.1"}))
    keep_mail(spool.keep(b"to be routed"), paper)
    decide(keep_mail(spool.keep(b"in triage"), paper), Outcome.TRIAGE, (TRIAGE,))
    decide(keep_mail(spool.keep(b"out of office"), paper), Outcome.IGNORE, ())
    decide(keep_mail(spool.keep(b"on hold"), paper), Outcome.HOLD, ())

    assert checks.tables() == ()


def lose_a_job() -> None:
    models.Job.objects.all().delete()


def lose_a_paper() -> None:
    models.Item.objects.filter(path="0.1").delete()


def lose_bytes_of_a_paper() -> None:
    models.Item.objects.filter(path="0.1").update(size=3)


def rename_the_root() -> None:
    models.Item.objects.filter(path="0").update(path="1")


def say_it_was_read() -> None:
    models.Item.objects.filter(path="0.1").update(state=models.Item.State.READ)


def lose_the_unit() -> None:
    models.Unit.objects.all().delete()


def lose_the_task() -> None:
    models.Task.objects.all().delete()


def lose_its_words() -> None:
    models.SearchEntry.objects.all().delete()


def hide_the_task() -> None:
    models.Task.objects.update(joined_to=F("pk"))


def lose_the_mail_of_the_delivery() -> None:
    models.Delivery.objects.update(mail=None)


def forget_to_settle() -> None:
    models.Delivery.objects.update(settled=models.Delivery.Settled.PENDING)


def make_stuck() -> None:
    models.Job.objects.update(stuck=True)


RECEIVED = {
    "mail_forgotten": (lose_a_job, "mail"),
    "mail_missing": (lose_the_mail_of_the_delivery, "delivery"),
    "not_settled": (forget_to_settle, "delivery"),
    "job_stuck": (make_stuck, "job"),
}
OPENED = {
    "parts_mismatch": (lose_a_paper, {("parts_mismatch", "mail")}),
    "a paper that shrank": (lose_bytes_of_a_paper, {("parts_mismatch", "mail")}),
    "root_missing": (rename_the_root, {("root_missing", "mail"), ("parent_missing", "item")}),
    "reading_missing": (say_it_was_read, {("reading_missing", "item")}),
    "unit_forgotten": (lose_a_job, {("unit_forgotten", "unit")}),
}
DECIDED = {
    "task_missing": (Outcome.TRIAGE, lose_the_task, {("task_missing", "unit")}),
    "task_hidden": (Outcome.TRIAGE, hide_the_task, {("task_hidden", "task")}),
    "not_searchable": (Outcome.TRIAGE, lose_its_words, {("not_searchable", "task")}),
    "unit_not_watched": (Outcome.HOLD, lose_a_job, {("unit_not_watched", "unit")}),
}


def found() -> set[tuple[str, str]]:
    return {(finding.code, finding.kind) for finding in checks.tables()}


@ON_BOTH
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("code", RECEIVED)
def test_a_fault_of_a_received_mail_is_found(code: str, contents: tuple[Content, Content]) -> None:
    plant, kind = RECEIVED[code]
    hold(contents[0])

    plant()

    assert found() == {(code, kind)}


@ON_BOTH
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("code", OPENED)
def test_a_fault_of_an_opened_mail_is_found(code: str, contents: tuple[Content, Content]) -> None:
    plant, expected = OPENED[code]
    keep_mail(*contents)

    plant()

    assert found() == expected


@ON_BOTH
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("code", DECIDED)
def test_a_fault_of_a_decided_unit_is_found(code: str, contents: tuple[Content, Content]) -> None:
    outcome, plant, expected = DECIDED[code]
    decide(keep_mail(*contents), outcome, (TRIAGE,))

    plant()

    assert found() == expected


@pytest.mark.usefixtures("database")
def test_what_the_count_from_outside_misses_is_recorded_and_found_until_somebody_looks(contents: tuple[Content, Content]) -> None:
    mail_id = keep_mail(*contents, balanced=False)
    recorded = models.Event.objects.get(what="parts_mismatch")

    before = found()
    events.record("mismatch_seen", actor="s.willems", at=NOW, mail_id=mail_id)

    assert (recorded.data["balanced"], before, found()) == (False, {("leaves_missing", "mail")}, set())


@pytest.mark.usefixtures("database")
def test_a_leaf_that_does_not_reach_the_tables_is_recorded_with_both_sums(contents: tuple[Content, Content]) -> None:
    mail_id = keep_mail(*contents)
    lose_a_paper()

    items.check_sum(models.Mail.objects.get(pk=mail_id), tree_of(*contents), NOW)

    data = models.Event.objects.get(what="parts_mismatch").data
    assert (data["leaves"], data["leaf_bytes"], data["kept_leaves"], data["kept_bytes"]) == (1, 15, 1, 20)
    assert (data["parts"], data["items"], data["balanced"]) == (2, 1, True)


@pytest.mark.usefixtures("database")
def test_a_unit_that_is_gone_is_found(contents: tuple[Content, Content]) -> None:
    keep_mail(*contents)
    models.Item.objects.update(unit=None)

    lose_the_unit()

    assert found() == {("unit_missing", "mail")}


@pytest.mark.usefixtures("database")
def test_a_paper_that_nobody_will_read_is_found(contents: tuple[Content, Content]) -> None:
    keep_mail(*contents, to_read=frozenset({"0.1"}))
    models.Job.objects.filter(step="read").delete()

    assert found() == {("item_forgotten", "item")}


@ON_BOTH
@pytest.mark.usefixtures("database")
def test_blobs_that_are_gone_or_changed_are_found(store: Store, contents: tuple[Content, Content]) -> None:
    raw, paper = contents
    mail_id = keep_mail(raw, paper)
    item_id = models.Item.objects.get(path="0.1").pk
    for content in contents:
        store.blobs.put(content)

    whole = [*checks.missing_blobs(store.blobs), *checks.damaged_blobs(store.blobs)]
    store.blobs.delete(raw.sha256)
    store.tamper(paper.sha256, b"CONSTAT AMIABLE")

    assert whole == []
    assert Finding(code="blob_missing", kind="mail", target=mail_id) in list(checks.missing_blobs(store.blobs))
    assert list(checks.damaged_blobs(store.blobs)) == [Finding(code="blob_damaged", kind="item", target=item_id)]
