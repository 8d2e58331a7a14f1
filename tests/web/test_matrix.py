"""Every address of the desk, for every role, on the own task and on a colleague's; each refusal leaves an event."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from storage import models
from tests.web.builders import NOON, Made, Sent, keep, send
from tests.web.conftest import LogIn
from tests.web.roles import PAPER, PEOPLE, everybody, hand, paper

ROLES = ("nobody", "handler", "colleague", "operator", "supervisor", "adviser", "administrator")
REFUSED = (403, 404)


@dataclass(frozen=True, kw_only=True)
class Office:
    """What there is to ask for: a task of a handler, one with a medical paper, one that waits, and rows of every sort."""

    task: Made
    medical: Made
    waiting: Made
    answer: int
    job: int
    mail: int


@dataclass(frozen=True)
class Call:
    """How an address is asked, what it names, and how it answers each of the roles, in their order."""

    expected: str
    named: Callable[[Office], Mapping[str, object]] = lambda _: {}
    method: str = "get"
    form: Mapping[str, str] = field(default_factory=dict)


def post(expected: str, named: Callable[[Office], Mapping[str, object]] = lambda _: {}, **form: str) -> Call:
    return Call(expected, named, "post", form)


def task(office: Office) -> Mapping[str, object]:
    return {"task_id": office.task.task.pk}


def item(office: Office) -> Mapping[str, object]:
    return {"item_id": office.task.items[PAPER].pk}


def numbered(office: Office) -> Mapping[str, object]:
    return {**item(office), "number": 0}


def task_item(office: Office) -> Mapping[str, object]:
    return {**task(office), **item(office)}


def waiting(office: Office) -> Mapping[str, object]:
    return {"task_id": office.waiting.task.pk}


#                                nobody handler colleague operator supervisor adviser administrator
CALLS: Mapping[str, Call] = {
    "tasks": Call("                 302 200 200 200 200 302 302"),
    "tasks_fresh": Call("           302 200 204 204 204 204 204"),
    "search": Call("                302 200 200 200 200 200 200"),
    "claim": Call("                 302 200 404 200 200 404 404", lambda _: {"number": "C502100001"}),
    "task": Call("                  302 200 404 200 200 404 404", task),
    "task_done": post("             302 302 404 302 302 404 404", task),
    "task_reopen": post("           302 302 404 302 302 404 404", task),
    "task_next": Call("             302 302 404 302 302 404 404", task),
    "task_hand_over": Call("        302 200 404 200 403 404 404", task),
    "task_hand_over_now": post("    302 302 404 302 403 404 404", task, to="n.obody"),
    "task_snooze": post("           302 302 404 302 403 404 404", task, until=""),
    "task_wake": post("             302 302 404 302 403 404 404", task),
    "task_note": post("             302 302 404 302 403 404 404", task, text="..."),
    "task_reply": Call("            302 200 404 200 403 404 404", task),
    "item_fact": post("             302 302 404 302 403 404 404", task_item, accept="1"),
    "item_type": post("             302 302 404 302 403 404 404", task_item, type="courrier_tiers"),
    "task_correct": Call("          302 403 403 302 403 403 403", task),
    "task_correct_now": post("      302 403 403 302 403 403 403", task, claim="C502100017", why="misplaced"),
    "task_undo": post("             302 403 403 302 403 403 403", task),
    "task_undo_ask": Call("         302 403 403 302 403 403 403", task),
    "answer_form": Call("           302 200 404 200 200 404 404", lambda office: {**task(office), "outgoing_id": office.answer}),
    "answer_release": post("        302 302 404 302 302 404 404", lambda office: {**task(office), "outgoing_id": office.answer}),
    "task_stamp": post("            302 302 404 302 403 404 404", task),
    "task_stamp_back": post("       302 302 404 302 403 404 404", lambda office: {**task(office), "event_id": 999_999}),
    "task_who": Call("              302 200 404 200 200 404 200", task),
    "task_hand": post("             302 302 404 403 302 404 404", task, adviser="dr.claes"),
    "task_sender": post("           302 302 404 403 403 404 404", task),
    "triage": Call("                302 403 403 200 200 403 403"),
    "triage_one": Call("            302 403 403 200 200 403 403", waiting),
    "triage_assign": post("         302 403 403 302 403 403 403", waiting, claim="C502100001"),
    "triage_dismiss": post("        302 403 403 302 403 403 403", waiting, why="spam"),
    "item_file": Call("             302 200 404 200 200 404 404", item),
    "item_searchable": Call("       302 200 404 200 200 404 404", item, "head"),
    "item_view": Call("             302 200 404 200 200 404 404", item),
    "item_piece": Call("            302 200 404 200 200 404 404", numbered),
    "item_page": Call("             302 200 404 200 200 404 404", lambda office: {**item(office), "number": 1}),
    "item_picture": Call("          302 200 404 200 200 404 404", numbered),
    "item_copy": Call("             302 200 404 200 200 404 404", item),
    "item_reveal": post("           302 302 404 302 302 404 404", item, why="placing"),
    "mail_raw": Call("              302 200 404 200 200 404 404", lambda office: {"mail_id": office.task.mail.pk}),
    "medical": Call("               302 403 403 403 403 200 403"),
    "medical_task": Call("          302 403 403 403 403 200 403", lambda office: {"task_id": office.medical.task.pk}),
    "audit": Call("                 302 403 403 403 200 403 200"),
    "mailboxes": Call("             302 403 403 200 200 403 200"),
    "answer_seen": post("           302 403 403 302 302 403 302", lambda office: {"outgoing_id": office.answer}),
    "retry": post("                 302 403 403 302 302 403 302", lambda office: {"kind": "job", "target": office.job}),
    "mismatch": post("              302 403 403 302 302 403 302", lambda office: {"mail_id": office.mail}),
    "supervision": Call("           302 403 403 200 200 403 403"),
    "supervision_clocks": Call("    302 403 403 200 200 403 403"),
    "supervision_file": Call("      302 403 403 200 200 403 403", lambda _: {"code": "load", "kind": "csv"}),
    "statistics": Call("            302 403 403 200 200 403 200"),
    "statistics_file": Call("       302 403 403 200 200 403 200", lambda _: {"kind": "zip"}),
    "tokens": Call("                302 403 403 403 403 403 200"),
    "token_add": post("             302 403 403 403 403 403 302"),
    "token_revoke": post("          302 403 403 403 403 403 302", lambda _: {"token_id": 999_999}),
    "webhooks": Call("              302 403 403 403 403 403 200"),
    "webhook_add": post("           302 403 403 403 403 403 302"),
    "webhook_act": post("           302 403 403 403 403 403 302", lambda _: {"target": 999_999, "what": "pause"}),
    "api": Call("                   302 200 200 200 200 200 200"),
    "openapi": Call("               401 200 200 200 200 200 200"),
    "login": Call("                 200 302 302 302 302 302 302"),
    "logout": post("                302 302 302 302 302 302 302"),
    "set_language": post("          302 302 302 302 302 302 302", language="nl"),
    "health": Call("                200 200 200 200 200 200 200"),
}


@pytest.fixture
def office(installation: object) -> Office:
    assert installation
    made, medical = paper("courrier_tiers"), paper("certificat_medical_initial", claim="C502100300")
    hand("C502100300")
    waits = send(Sent(claim="", kind="triage", title="no_reference"))
    answer = models.Outgoing.objects.create(
        mail=made.mail, kind="full", state="refused", identity="x", to="x@y.example", claim="C502100001", language="fr",
        attached_sha256=keep(b"form"), attached_size=4, attached_name="pertes.pdf", planned_at=NOON,
    )  # fmt: skip
    job = models.Job.objects.create(step="read", target=1, due_at=NOON, tries=5, problem="crashed", stuck=True)
    return Office(
        task=made, medical=medical, waiting=waits, answer=answer.pk, job=job.pk, mail=made.mail.pk
    )  # fmt: skip


def names(resolver: URLResolver) -> Iterator[str]:
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield str(found.name)
        else:
            yield from names(found)


def test_every_address_is_in_the_table() -> None:
    pages = {name for name in names(get_resolver()) if not name.startswith("api_")}

    assert pages == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_an_address_answers_each_role_as_the_table_says_and_refusals_are_recorded(name: str, office: Office, log_in: LogIn) -> None:
    call, clients = CALLS[name], {"nobody": Client(), **everybody(log_in)}
    address = reverse(name, kwargs=dict(call.named(office)))

    answered = {}
    for role in ROLES:
        answer = getattr(clients[role], call.method)(address, dict(call.form))
        b"".join(answer)  # to its end, as a browser does: only then is what it streams closed
        answer.close()
        answered[role] = answer.status_code

    assert answered == dict(zip(ROLES, map(int, call.expected.split()), strict=True))
    found = models.Event.objects.filter(what="refused").values_list("actor", "data__address", "data__status")
    assert list(found) == [(PEOPLE[role][0], address, answered[role]) for role in ROLES if answered[role] in REFUSED]
