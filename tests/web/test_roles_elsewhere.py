"""Who sees what of which paper where it is not looked at on its task: by the API, in search, on the page of a claim."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from core import codec
from core.judgements import Judgement, Opinion
from storage import models
from tests.web.api import Program, token
from tests.web.builders import NOON
from tests.web.conftest import LogIn
from tests.web.reading import page, text
from tests.web.roles import PAPER, PEOPLE, everybody, hand, paper
from tests.web.test_roles import CLASSES, OPENED, ROLES, SUBJECT

SPACES = str.maketrans("\xa0\u202f", "  ")


def status(program: Program, address: str) -> int:
    """How an address answers; what it streams is closed."""
    answer = program.get(address)
    answer.close()
    found: int = answer.status_code
    return found


@pytest.mark.parametrize("kind", CLASSES)
def test_a_token_opens_with_a_reason_what_its_person_could_open_on_the_desk(kind: str, log_in: LogIn) -> None:
    made = paper(CLASSES[kind][0], classes=CLASSES[kind][1])
    hand()
    everybody(log_in)
    address = f"/documents/{made.items[PAPER].pk}"

    programs = [Program(token(User.objects.get(username=PEOPLE[role][0]))) for role in ROLES]
    answered = {end: tuple(status(program, f"{address}{end}?reason=x") for program in programs) for end in ("", "/text", "/file")}

    assert answered == dict.fromkeys(answered, tuple(200 if status == 200 else 404 for status in OPENED[kind]))


def test_a_token_reads_money_as_its_person_does(log_in: LogIn) -> None:
    made = paper("devis", own_text="Total 2 841,20 EUR")
    everybody(log_in)
    addresses = (f"/tasks/{made.task.pk}", f"/documents/{made.items[PAPER].pk}", f"/documents/{made.items[PAPER].pk}/text")

    told = {}
    for role in ("handler", "operator"):
        program = Program(token(User.objects.get(username=PEOPLE[role][0])))
        told[role] = [str(program.get(address).json()) for address in addresses]

    secrets = ("2841.20", "2 841,20", "BE68")
    assert [any(secret in answer for secret in secrets) for answer in told["handler"]] == [True] * 3
    assert [any(secret in answer for secret in secrets) for answer in told["operator"]] == [False] * 3


def test_the_title_that_a_token_is_told_is_that_of_its_persons_list(log_in: LogIn) -> None:
    paper("certificat_medical_initial")
    everybody(log_in)

    lists = {"handler": "mine", "operator": "everyone"}
    programs = {role: Program(token(User.objects.get(username=PEOPLE[role][0]))) for role in lists}
    titles = {
        role: programs[role].get(f"/tasks?of={of}", **{"Accept-Language": "en"}).json()["tasks"][0]["title"] for role, of in lists.items()
    }

    assert titles["operator"] == "Medical document received (restricted)" != titles["handler"]


def test_search_quotes_money_as_the_person_sees_it(handler: Client, operator: Client) -> None:
    paper("devis")

    found = {name: page(client, "/search/?q=total").translate(SPACES) for name, client in (("handler", handler), ("operator", operator))}

    assert ["<mark>total</mark>" in html for html in found.values()] == [True, True]
    assert ["2 841,20" in html for html in found.values()] == [True, False]


def test_search_quotes_no_paper_of_a_doubted_sender_but_to_the_handler(handler: Client, operator: Client) -> None:
    paper("courrier_tiers", warnings=("sender_unknown",))

    assert ["<mark>" in page(client, "/search/?q=total") for client in (handler, operator)] == [True, False]


def test_search_quotes_what_tells_of_somebodys_health_to_the_handler_only(handler: Client, operator: Client, supervisor: Client) -> None:
    paper("certificat_medical_initial", subject=SUBJECT, own_text="Ci-joint le certificat")

    found = [page(client, "/search/?q=certificat") for client in (handler, operator, supervisor)]

    assert [html.count('class="title"') for html in found] == [1, 1, 1]
    assert ["<mark>" in html for html in found] == [True, False, False]


def test_the_page_of_a_claim_tells_of_each_paper_what_the_person_may_know(handler: Client, operator: Client) -> None:
    for kind in ("piece_identite", "certificat_medical_initial", "devis"):
        paper(kind)

    said = [text(page(client, "/claims/C502100001/").partition('id="papers"')[2]) for client in (handler, operator)]

    assert [words in said[0] for words in ("Pièce d’identité", "Médical", "Devis", "Certificat")] == [True, True, True, False]
    assert [words in said[1] for words in ("Pièce d’identité", "Identité", "Médical", "Devis")] == [False, True, True, True]
    assert [one.count(PAPER) for one in said] == [1, 1]


def test_a_correction_of_an_amount_is_masked_as_the_amount_is(handler: Client, operator: Client) -> None:
    made = paper("devis")
    said = Judgement(fact=1, opinion=Opinion.CORRECTED, correction="3999.99", actor="h.lambert", at=NOON)
    models.Reading.objects.filter(item=made.items[PAPER]).update(judged=[codec.dump(said)])
    address = f"/tasks/{made.task.pk}/?item={made.items[PAPER].pk}"

    shown = [page(client, address).translate(SPACES) for client in (handler, operator)]

    assert ["3999.99" in html or "3 999,99" in html for html in shown] == [True, False]


def test_a_list_is_not_narrowed_to_a_medical_type_for_whom_only_a_badge_is(operator: Client, supervisor: Client) -> None:
    paper("devis")
    address = "/?of=everyone&type=certificat_medical_initial"

    shown = [page(client, address) for client in (operator, supervisor)]

    assert ['value="certificat_medical_initial"' in html for html in shown] == [False, True]
    assert [html.count('class="title"') for html in shown] == [1, 0]


def test_a_task_is_handed_over_to_nobody_who_has_no_tasks(log_in: LogIn) -> None:
    made = paper("devis")
    operator = everybody(log_in)["operator"]
    log_in("both", "administrators", "handlers")
    address = f"/tasks/{made.task.pk}/hand-over"

    offered = [name for name in (*(said[0] for said in PEOPLE.values()), "both") if f'"{name}"' in page(operator, address)]
    operator.post(f"{address}/now", {"to": "a.beheer"})
    kept = models.Task.objects.get().handler
    operator.post(f"{address}/now", {"to": "both"})

    assert offered == ["n.peeters", "o.simon", "s.willems", "both"]
    assert (kept, models.Task.objects.get().handler) == ("h.lambert", "both")
