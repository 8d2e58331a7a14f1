"""The API answers as it is described, whatever it is asked: schemathesis asks it."""

import re

import pytest
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, checks

from storage import models
from tests.databases import ON_BOTH
from tests.web import office
from tests.web.api import code, token
from tests.web.builders import File, Sent, pdf, person, send
from web.api.schema import described
from web.wsgi import application

EXAMPLES = 3
"""Requests of each operation that fit its description, and as many that do not."""

LEFT_OUT = [checks.ignored_auth, checks.negative_data_rejection]
"""They take our token, and the ids of what there is, for what they made up themselves."""


@pytest.fixture
def secret(installation: object) -> str:
    """A token that may everything, on an office with tasks, papers and failures."""
    assert installation
    now = timezone.now()
    office.waiting(now)
    office.mailboxes(now)
    send(Sent(files=(File(name="r.pdf", content=pdf("Rapport"), type="rapport_expertise", facts=office.FACTS),)))
    send(Sent(claim="C502100017", files=(File(name="cmi.pdf", content=pdf("CMI"), type="certificat_medical_initial"),), state="done"))
    models.Webhook.objects.create(url="https://receiver.example/", secret="x", events=["task.done"], made_by="root", made_at=now)
    return token(person("root", superuser=True))


def real(name: str) -> list[int]:
    """Ids of what there is."""
    kind = {"task_id": models.Task, "document_id": models.Item, "webhook_id": models.Webhook, "failure_id": models.Job}.get(name)
    return list(kind.objects.values_list("pk", flat=True)) if kind else []


@ON_BOTH
# The client of schemathesis leaves files open that it has read to their end.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed file:ResourceWarning")
def test_no_request_is_answered_with_an_error_of_ours(secret: str) -> None:
    schema = schemathesis.openapi.from_dict(described())
    schema.app = application
    asked: dict[str, int] = {}

    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:

            @hypothesis_settings(
                max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
            )
            @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
            def ask(case: Case, data: st.DataObject) -> None:
                for name in case.path_parameters or ():
                    if (ids := real(name)) and data.draw(st.booleans()):
                        case.path_parameters[name] = data.draw(st.sampled_from(ids))
                answer = case.call(headers={"Authorization": f"Bearer {secret}"})
                asked[str(answer.status_code)] = asked.get(str(answer.status_code), 0) + 1
                case.validate_response(answer, excluded_checks=LEFT_OUT)

            ask()

    assert (asked["200"] > 0, asked["422"] > 0, [status for status in asked if status >= "500"]) == (True, True, [])


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/api/v1/nonsense", 404, "not_found"),
        ("PUT", "/api/v1/tasks", 405, "method_not_allowed"),
        ("GET", f"/api/v1/documents/1/file?{'a=b&' * 1001}", 400, "invalid"),
        ("GET", "/api/v1/tasks?limit=0", 422, "invalid"),
        ("GET", "/api/v1/claims/C999", 404, "not_found"),
    ],
)
def test_whatever_goes_wrong_is_answered_as_problem_details(method: str, path: str, status: int, said: str, secret: str) -> None:
    answer = Client().generic(method, path, headers={"Authorization": f"Bearer {secret}"})

    assert (answer.status_code, code(answer), set(answer.json()) >= {"type", "title", "status", "code"}) == (status, said, True)


def test_our_own_fault_is_told_as_problem_details_too(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from web.api import whole_task

    monkeypatch.setattr(whole_task, "build", None)
    client = Client(raise_request_exception=False)

    answer = client.get(f"/api/v1/tasks/{real('task_id')[0]}", headers={"Authorization": f"Bearer {secret}"})

    assert (answer.status_code, code(answer)) == (500, "failed")


def test_the_description_is_for_who_is_logged_in_or_has_a_token(secret: str, handler: Client) -> None:
    answers = [
        Client().get("/api/openapi.json"),
        handler.get("/api/openapi.json"),
        Client().get("/api/openapi.json", headers={"Authorization": f"Bearer {secret}"}),
    ]

    assert [answer.status_code for answer in answers] == [401, 200, 200]
    assert answers[1].json()["openapi"] == "3.1.0"


def test_the_reference_explains_every_operation_type_and_problem(handler: Client) -> None:
    html = handler.get("/api/").content.decode()

    names = [one["operationId"] for methods in described()["paths"].values() for one in methods.values()]
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert [name for name in names if f'id="{name}"' not in html] == []
    assert [link for link in links if f'id="{link}"' not in html] == []
    assert 'id="already_done"' in html
