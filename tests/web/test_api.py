"""The API: every operation, who may use it, and what it answers."""

import pytest
from django.test import Client
from django.utils import timezone

from core.api import SCOPES
from storage import models
from tests.web import office
from tests.web.api import Program, code, token
from tests.web.builders import File, Made, Sent, body, pdf, person, send

PAPERS = (
    File(name="r.pdf", content=pdf("Rapport"), type="rapport_expertise", pages=("Rapport",), facts=office.FACTS),
    File(name="cmi.pdf", content=pdf("CMI"), type="certificat_medical_initial", pages=("Fracture du poignet",), facts=office.FACTS[:1]),
)


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    return send(Sent(files=PAPERS))


def operations(made: Made) -> list[tuple[str, str, str, object]]:
    """Every operation: the scope that it needs, how and where it is asked for, and with what."""
    task, item = made.task.pk, made.items["r.pdf"].pk
    return [
        ("", "GET", "/me", None),
        ("tasks:read", "GET", "/tasks", None),
        ("tasks:read", "GET", f"/tasks/{task}", None),
        ("tasks:read", "GET", f"/tasks/{task}/candidates", None),
        ("tasks:read", "GET", "/claims/C502100001", None),
        ("tasks:write", "POST", f"/tasks/{task}/done", None),
        ("tasks:write", "POST", f"/tasks/{task}/reopen", None),
        ("tasks:write", "POST", f"/tasks/{task}/stamps", {"stamp": "ack_sent_at"}),
        ("tasks:write", "POST", f"/tasks/{task}/stamps/1/back", None),
        ("triage:write", "POST", f"/tasks/{task}/assign", {"claim": "C502100001"}),
        ("triage:write", "POST", f"/tasks/{task}/dismiss", {"why": "spam"}),
        ("triage:write", "GET", f"/tasks/{task}/correction?how=move&claim=C502100017", None),
        ("triage:write", "POST", f"/tasks/{task}/correct", {"how": "move", "claim": "C502100017", "why": "misplaced"}),
        ("triage:write", "POST", f"/tasks/{task}/undo", None),
        ("documents:read", "GET", f"/documents/{item}", None),
        ("documents:read", "GET", f"/documents/{item}/text", None),
        ("documents:read", "GET", f"/documents/{item}/file", None),
        ("numbers:read", "GET", "/mailboxes", None),
        ("numbers:read", "GET", "/failures", None),
        ("numbers:read", "GET", "/statistics", None),
        ("numbers:read", "GET", "/statistics/months?year=2026", None),
        ("failures:write", "POST", "/failures/job/1/retry", None),
        ("webhooks:write", "GET", "/webhooks", None),
        ("webhooks:write", "POST", "/webhooks", {"url": "https://receiver.example/", "events": ["task.done"]}),
        ("webhooks:write", "POST", "/webhooks/1/pause", None),
        ("webhooks:write", "GET", "/deliveries", None),
        ("webhooks:write", "POST", "/deliveries/1/resend", None),
    ]


def ask(program: Program, method: str, path: str, content: object) -> str:
    answer = program.get(path) if method == "GET" else program.post(path, content)
    answer.close()
    return code(answer)


def test_every_operation_of_the_description_is_in_the_table(made: Made) -> None:
    from web.api.schema import described

    many = sum(len(methods) for methods in described()["paths"].values())

    assert len(operations(made)) == many


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_it_has_the_scope_for_and_nothing_else(scope: str, made: Made) -> None:
    program = Program(token(person("root", superuser=True), [scope]))

    refused = {(needed, path): ask(program, method, path, content) for needed, method, path, content in operations(made)}

    open_to_it = {path: said for (needed, path), said in refused.items() if needed in {scope, ""}}
    assert "scope_missing" not in open_to_it.values()
    assert {said for (needed, path), said in refused.items() if path not in open_to_it} == {"scope_missing"}


@pytest.mark.parametrize(
    ("groups", "allowed"),
    [
        ((), {"/me", "/tasks", "task", "done", "reopen", "stamps", "documents", "claims"}),
        (("supervisors",), {"/me", "/tasks", "task", "done", "reopen", "documents", "claims", "candidates", "numbers"}),
    ],
)
def test_a_token_never_may_more_than_its_person(groups: tuple[str, ...], allowed: set[str], made: Made) -> None:
    program = Program(token(person("h.lambert" if not groups else "s.willems", *groups)))

    refused = [path for _scope, method, path, content in operations(made) if ask(program, method, path, content) == "not_allowed"]

    task = f"/tasks/{made.task.pk}"
    corrections = [f"{task}/assign", f"{task}/dismiss", f"{task}/correction?how=move&claim=C502100017", f"{task}/correct", f"{task}/undo"]
    hooks = ["/webhooks", "/webhooks", "/webhooks/1/pause", "/deliveries", "/deliveries/1/resend"]
    numbers = ["/mailboxes", "/failures", "/statistics", "/statistics/months?year=2026", "/failures/job/1/retry"]
    stamps = [f"{task}/stamps", f"{task}/stamps/1/back"]
    shut = [
        *corrections,
        *hooks,
        *([] if "numbers" in allowed else [*numbers, f"{task}/candidates"]),
        *([] if "stamps" in allowed else stamps),
    ]
    assert sorted(refused) == sorted(shut)


def test_another_handlers_task_does_not_exist(made: Made) -> None:
    program = Program(token(person("n.peeters")))
    paths = [path for _scope, _method, path, _content in operations(made) if str(made.task.pk) in path.split("/") or "documents" in path]

    assert {code(program.get(path)) for path in paths if path.count("/") == 2} == {"not_found"}
    assert code(program.post(f"/tasks/{made.task.pk}/done")) == "not_found"
    assert models.Task.objects.get().state == "open"


def test_a_session_opens_nothing(made: Made, operator: Client) -> None:
    answers = [operator.get(f"/api/v1/tasks/{made.task.pk}"), operator.post(f"/api/v1/tasks/{made.task.pk}/done")]

    assert [(answer.status_code, code(answer)) for answer in answers] == [(401, "not_authenticated")] * 2


def test_a_task_tells_what_its_page_shows(made: Made) -> None:
    program = Program(token(person("h.lambert")))
    stolen = send(Sent(claim="C502100300"))

    told = program.get(f"/tasks/{made.task.pk}", **{"Accept-Language": "en"}).json()
    needs = program.get(f"/tasks/{stolen.task.pk}").json()["checklist"]

    papers = {paper["name"]: (paper["type"], paper["restricted"], paper["facts"] and len(paper["facts"])) for paper in told["documents"]}
    assert (told["claim"], told["title"], told["insured"]) == ("C502100001", "Expert report received", "DUPONT Jean")
    assert told["decision"]["sentence"].startswith("Reference *C502100001* between asterisks in the subject")
    assert (papers["r.pdf"], papers["cmi.pdf"]) == (("rapport_expertise", False, 5), ("certificat_medical_initial", True, None))
    assert (told["received"]["text"][:7], "report_copy" in {clock["id"] for clock in told["clocks"]}) == ("Bonjour", True)
    assert (needs["kind"], {need["state"] for need in needs["papers"] if need["need"] == "required"}) == ("theft_home", {"missing"})


def test_what_waits_is_assigned_corrected_and_undone(installation: object) -> None:
    assert installation
    waits = office.waiting(timezone.now())
    program = Program(token(person("o.simon", "operators")))

    listed = [task["id"] for task in program.get("/tasks?kind=triage").json()["tasks"]]
    proposed = [one["claim"] for one in program.get(f"/tasks/{waits.task.pk}/candidates").json()["candidates"]]
    given = program.post(f"/tasks/{waits.task.pk}/assign", {"claim": proposed[0]}).json()
    foreseen = program.get(f"/tasks/{given['task']}/correction?how=move&claim=C502100231").json()
    moved = program.post(f"/tasks/{given['task']}/correct", {"how": "move", "claim": "C502100231", "why": "misplaced"}).json()
    back = program.post(f"/tasks/{moved['task']}/undo").json()

    assert (waits.task.pk in listed, proposed, given["claim"]) == (True, ["C502100001", "C502100017"], "C502100001")
    assert [one["claim"] for one in foreseen["after"]] == ["C502100231"]
    assert {"code": "handler_changes", "who": "h.lambert", "at": None, "claim": "C502100231", "other": "n.peeters"} in foreseen[
        "consequences"
    ]
    assert (moved["claim"], back["claim"]) == ("C502100231", "C502100001")


@pytest.mark.parametrize(
    ("path", "content", "status", "said"),
    [
        ("done", None, 409, "already_done"),
        ("assign", {"claim": "C502100001"}, 409, "already_done"),
        ("correct", {"how": "move", "claim": "C999", "why": "misplaced"}, 409, "claim_not_found"),
        ("correct", {"how": "move", "claim": "C502100017"}, 422, "invalid"),
        ("undo", None, 409, "nothing_to_undo"),
        ("stamps", {"stamp": "nonsense"}, 409, "stamp_unknown"),
        ("stamps", {"stamp": "ack_sent_at", "at": 5}, 422, "invalid"),
        ("dismiss", {"why": "because"}, 422, "invalid"),
        ("nonsense", None, 404, "not_found"),
    ],
)
def test_what_is_refused_has_the_code_that_the_page_translates(
    path: str, content: object, status: int, said: str, installation: object
) -> None:
    assert installation
    task = send(Sent(state="done")).task.pk

    answer = Program(token(person("o.simon", "operators"))).post(f"/tasks/{task}/{path}", content, **{"Accept-Language": "nl"})

    assert (answer.status_code, code(answer), answer.headers["Content-Language"]) == (status, said, "nl")
    assert answer.json()["title"] != said


def test_a_restricted_document_is_opened_with_a_scope_and_a_reason_which_is_recorded(made: Made) -> None:
    who = person("h.lambert")
    paper = f"/documents/{made.items['cmi.pdf'].pk}"
    without = [code(Program(token(who, ["documents:read"])).get(f"{paper}{end}?reason=x")) for end in ("", "/text", "/file")]
    program = Program(token(who))

    silent = [code(program.get(f"{paper}{end}?reason=%20")) for end in ("", "/text", "/file")]
    text = program.get(f"{paper}/text?reason=Bodily+injury").json()
    file = body(program.get(f"{paper}/file?reason=Bodily+injury"))

    assert (set(without), set(silent)) == ({"scope_missing"}, {"reason_needed"})
    assert (text["pages"][0]["text"], file[:4]) == ("Fracture du poignet", b"%PDF")
    seen = models.Event.objects.filter(item_id=made.items["cmi.pdf"].pk).order_by("pk")
    assert [(event.what, event.actor, event.why, event.data["said"]) for event in seen] == [
        ("viewed", "h.lambert", "other", "Bodily injury"),
        ("downloaded", "h.lambert", "other", "Bodily injury"),
    ]


def test_a_file_that_comes_in_pieces_is_one_download(made: Made) -> None:
    program = Program(token(person("h.lambert")))
    paper = f"/documents/{made.items['cmi.pdf'].pk}/file?reason=court"

    pieces = [body(program.get(paper, Range=span)) for span in ("bytes=0-3", "bytes=4-7", "bytes=8-11")]

    assert (pieces[0], [len(piece) for piece in pieces]) == (b"%PDF", [4, 4, 4])
    assert models.Event.objects.filter(what="downloaded").count() == 1


def test_a_mail_is_as_restricted_as_what_is_in_it(made: Made) -> None:
    root = models.Item.objects.get(mail=made.mail, path="0")
    program = Program(token(person("h.lambert")))

    refused, given = code(program.get(f"/documents/{root.pk}/file")), program.get(f"/documents/{root.pk}/file?reason=court")
    given.close()

    assert (refused, given.status_code) == ("reason_needed", 200)


def test_a_list_is_paged_by_cursor_and_new_rows_change_nothing(installation: object) -> None:
    assert installation
    now = timezone.now()
    for number in range(5):
        send(Sent(claim=f"C5021{number:05}", received_at=now))
    program = Program(token(person("h.lambert")))

    first = program.get("/tasks?limit=2").json()
    send(Sent(claim="C502199999"))
    second = program.get(f"/tasks?limit=2&cursor={first['next']}").json()
    third = program.get(f"/tasks?limit=2&cursor={second['next']}").json()

    seen = [task["claim"] for page in (first, second, third) for task in page["tasks"]]
    assert seen == [f"C5021{number:05}" for number in (4, 3, 2, 1, 0)] + (["C502199999"] if len(seen) == 6 else [])
    assert [code(program.get(f"/tasks?cursor={bad}")) for bad in ("nonsense", "WzEsMl0", "%00")] == ["cursor_invalid"] * 3


def test_a_page_never_has_more_rows_than_the_setting(installation: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installation
    monkeypatch.setenv("CLAIMPOST_API_ROWS", "2")
    for number in range(3):
        send(Sent(claim=f"C5021{number:05}"))

    page = Program(token(person("h.lambert"))).get("/tasks?limit=1000").json()

    assert (len(page["tasks"]), page["next"] is not None) == (2, True)


def test_numbers_failures_and_statistics(installation: object) -> None:
    assert installation
    office.mailboxes(timezone.now())
    program = Program(token(person("s.willems", "supervisors")))

    boxes = {box["name"]: (box["on_server"], box["balanced"]) for box in program.get("/mailboxes").json()["mailboxes"]}
    failed = program.get("/failures").json()["failures"]
    tried = [program.post(f"/failures/{one['sort']}/{one['id']}/retry").status_code for one in failed]
    sheet = program.get("/statistics/mailboxes?year=2026").json()

    assert boxes == {"sinistres@assureur.example": (1284, True), "schade@assureur.example": (1, False)}
    assert [(one["sort"], one["problem"]) for one in failed] == [("job", "crashed"), ("delivery", "too_big")]
    assert (tried, program.get("/failures").json()["failures"]) == ([200, 200], [])
    assert (sheet["columns"], sheet["complete"]) == (["mailbox", "mails", "quarantined"], True)
    assert models.Event.objects.get(what="exported").actor == "s.willems"


def test_too_much_at_once_is_stopped(installation: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installation
    monkeypatch.setenv("CLAIMPOST_API_REQUESTS", "2")
    monkeypatch.setenv("CLAIMPOST_API_BODY_BYTES", "50")
    who = person("h.lambert")
    program = Program(token(who))

    answers = [program.get("/me") for _ in range(3)]
    large = Program(token(who)).post("/tasks/1/stamps", {"stamp": "x" * 60})

    assert [(answer.status_code, code(answer)) for answer in answers[1:]] == [(200, ""), (429, "too_many_requests")]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert code(large) == "body_too_big"
