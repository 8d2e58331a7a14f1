"""Who sees what of which paper: every class, every role, every way to its bytes."""

import pytest
from django.test import Client

from storage import models
from tests.web.builders import File, Sent, pdf, send
from tests.web.conftest import LogIn
from tests.web.reading import page, text
from tests.web.roles import PAPER, PEOPLE, SECRET, asked, everybody, hand, paper, ways

ROLES = ("handler", "supervisor", "operator", "adviser", "administrator", "colleague")

CLASSES = {
    "P1": ("courrier_tiers", ()),
    "P2": ("devis", ()),
    "P3": ("piece_identite", ()),
    "P4": ("certificat_medical_initial", ()),
    "P5": ("pv_police", ()),
    "P6": ("note_honoraires", ()),
    "P4 by a hint": ("devis", ("P1", "P2", "P4")),
    "P4 and P5": ("pv_police", ("P4",)),
}
BEFORE = {
    "P1": (200, 200, 200, 404, 404, 404),
    "P2": (200, 200, 200, 404, 404, 404),
    "P3": (403, 403, 403, 404, 404, 404),
    "P4": (403, 403, 403, 200, 404, 404),
    "P5": (200, 200, 403, 404, 404, 404),
    "P6": (200, 403, 403, 404, 404, 404),
    "P4 by a hint": (403, 403, 403, 200, 404, 404),
    "P4 and P5": (403, 403, 403, 403, 404, 404),
}
OPENED = {
    "P1": (200, 200, 200, 404, 404, 404),
    "P2": (200, 200, 200, 404, 404, 404),
    "P3": (200, 200, 403, 404, 404, 404),
    "P4": (200, 200, 200, 200, 404, 404),
    "P5": (200, 200, 403, 404, 404, 404),
    "P6": (200, 200, 403, 404, 404, 404),
    "P4 by a hint": (200, 200, 200, 200, 404, 404),
    "P4 and P5": (200, 200, 403, 403, 404, 404),
}


@pytest.mark.parametrize("kind", CLASSES)
def test_every_way_to_a_paper_is_as_open_as_its_class_says(kind: str, log_in: LogIn) -> None:
    made, clients = paper(CLASSES[kind][0], classes=CLASSES[kind][1]), everybody(log_in)
    hand()
    addresses = ways(made)

    before = {way: tuple(asked(clients[role], address) for role in ROLES) for way, address in addresses.items()}
    raw_before = tuple(asked(clients[role], f"/mails/{made.mail.pk}/raw") for role in ROLES)
    for client in clients.values():
        client.post(f"/items/{made.items[PAPER].pk}/reveal", {"why": "placing", "next": "/"})
    after = {way: tuple(asked(clients[role], address) for role in ROLES) for way, address in addresses.items()}
    raw_after = tuple(asked(clients[role], f"/mails/{made.mail.pk}/raw") for role in ROLES)

    assert before == dict.fromkeys(addresses, BEFORE[kind])
    assert after == dict.fromkeys(addresses, OPENED[kind])
    # The whole mail is for who sees all of it; an adviser never does.
    assert (raw_before, raw_after) == (_raw(BEFORE[kind]), _raw(OPENED[kind]))


def _raw(statuses: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(200 if status == 200 and role != "adviser" else 404 for role, status in zip(ROLES, statuses, strict=True))


@pytest.mark.parametrize(("kind", "expected"), [("courrier_tiers", (200, 200, 404, 404)), ("pv_police", (200, 403, 404, 404))])
def test_a_piece_of_a_page_is_as_open_as_the_page(kind: str, expected: tuple[int, ...], log_in: LogIn) -> None:
    made, clients = paper(kind), everybody(log_in)

    roles, at = ("handler", "operator", "adviser", "colleague"), f"/items/{made.items[PAPER].pk}"
    found = {way: tuple(asked(clients[role], f"{at}/{way}") for role in roles) for way in ("piece/0", "page/1")}

    assert found == dict.fromkeys(found, expected)


def test_a_person_with_two_roles_sees_what_either_sees(log_in: LogIn) -> None:
    made = paper("certificat_medical_initial")
    hand()

    both = log_in("dr.claes", "medical_advisers", "operators")

    assert asked(both, ways(made)["view"]) == 200


def test_who_is_only_an_administrator_has_no_claims_even_under_a_handlers_name(log_in: LogIn) -> None:
    made = paper("devis")

    names = [log_in("h.lambert", *groups) for groups in (("administrators",),)]

    assert [asked(client, ways(made)["view"]) for client in names] == [404]
    models.Task.objects.update(handler="both")
    assert asked(log_in("both", "administrators", "handlers"), ways(made)["view"]) == 200


REASONS = {
    "no reason": ({}, False),
    "an unknown one": ({"why": "curiosity"}, False),
    "another, without words": ({"why": "other"}, False),
    "another, in words": ({"why": "other", "said": "Demande du médiateur"}, True),
    "one of the list": ({"why": "complaint"}, True),
}


@pytest.mark.parametrize("given", REASONS)
def test_a_supervisor_opens_a_medical_paper_with_a_reason_that_is_recorded(given: str, supervisor: Client) -> None:
    form, opens = REASONS[given]
    made, other = paper("certificat_medical_initial"), paper("rapport_medical")
    item = made.items[PAPER].pk

    supervisor.post(f"/items/{item}/reveal", {**form, "next": f"/tasks/{made.task.pk}/"})

    assert (asked(supervisor, ways(made)["view"]), asked(supervisor, ways(other)["view"])) == (200 if opens else 403, 403)
    found = models.Event.objects.filter(what="viewed").values_list("actor", "item_id", "why", "data")
    said = {"said": form["said"]} if "said" in form else {}
    assert list(found) == ([("s.willems", item, form["why"], said)] if opens else [])


def test_a_reason_in_own_words_is_cut_and_one_session_opens_no_other(supervisor: Client, log_in: LogIn) -> None:
    made = paper("certificat_medical_initial")
    supervisor.post(f"/items/{made.items[PAPER].pk}/reveal", {"why": "other", "said": "x" * 5000})

    assert len(models.Event.objects.get(what="viewed").data["said"]) == 200
    assert asked(log_in("v.second", "supervisors"), ways(made)["view"]) == 403


def test_the_cover_asks_for_a_reason_and_says_how_long_it_counts(supervisor: Client, handler: Client) -> None:
    made = paper("certificat_medical_initial")
    address = f"/tasks/{made.task.pk}/?item={made.items[PAPER].pk}"

    shown = {name: page(client, address) for name, client in (("supervisor", supervisor), ("handler", handler))}

    for html in shown.values():
        assert ("jusqu’à votre déconnexion" in text(html), 'name="why"' in html, SECRET in html) == (True, True, False)
    # Who handles the claim has the usual reason chosen already; nobody else may claim to.
    assert ["Je gère ce sinistre" in text(html) for html in shown.values()] == [False, True]


def test_an_operator_sees_of_a_medical_paper_that_it_is_one_and_of_an_identity_paper_the_same(operator: Client) -> None:
    medical = File(name="Certificat Dupont.pdf", content=pdf("x"), type="certificat_medical_initial", language="nl", pages=("a", "b"))
    identity = File(name="carte Dupont.pdf", content=pdf("y"), type="piece_identite")
    made = send(Sent(files=(medical, identity, File(name="pv.pdf", content=pdf("z"), type="pv_police"))))

    html = page(operator, f"/tasks/{made.task.pk}/?item={made.items['Certificat Dupont.pdf'].pk}")

    read = text(html)
    assert [name in html for name in ("Certificat Dupont", "carte Dupont", "pv.pdf")] == [False, False, True]
    for words in ("Certificat médical initial", "Pièce d’identité"):
        assert words not in read
    assert ("Médical" in read, "Identité" in read, "Procès-verbal" in read or "PV" in read) == (True, True, True)


def test_an_operator_reads_money_masked_and_its_look_is_recorded(operator: Client, handler: Client) -> None:
    made = paper("devis", own_text=f"Bonjour, {SECRET}")
    address = f"/tasks/{made.task.pk}/?item={made.items[PAPER].pk}"

    shown = page(operator, address).replace("\xa0", " ").replace("\u202f", " ")
    asked(operator, ways(made)["view"])
    operator.get(ways(made)["view"]).close()

    assert [secret in shown for secret in ("BE68", "2 841,20", "2841.20", "•••• 7034")] == [False, False, False, True]
    assert models.Event.objects.get(what="viewed").actor == "o.simon"
    assert "2 841,20" in page(handler, address).replace("\xa0", " ").replace("\u202f", " ")


SUBJECT = "Certificat médical de M. Dupont *C502100001*"


def test_a_subject_that_tells_of_somebodys_health_is_neutral_in_lists_and_titles(operator: Client, supervisor: Client) -> None:
    made = paper("certificat_medical_initial", subject=SUBJECT, claim="", kind="triage", title="no_reference")

    for client in (operator, supervisor):
        listed, opened = page(client, "/triage/"), page(client, f"/triage/{made.task.pk}/")
        heads = opened.partition("<h1>")[2].partition("</h1>")[0] + opened.partition("<title>")[2].partition("</title>")[0]
        assert ("Dupont" in listed, "Courriel avec un document médical" in listed) == (False, True)
        assert ("Dupont" in heads, "Courriel avec un document médical" in heads) == (False, True)
        assert "Certificat" not in text(listed)


def test_money_in_a_subject_is_masked_in_lists(operator: Client) -> None:
    paper("devis", subject=f"Virement {SECRET}", claim="", kind="triage")

    listed = page(operator, "/triage/")

    assert ("BE68" in listed, "2 841,20" in listed, "•••• 7034" in listed) == (False, False, True)


def test_the_types_of_medical_papers_are_no_more_than_medical_in_lists(handler: Client, operator: Client) -> None:
    paper("certificat_medical_initial")

    assert [page(client, f"/{query}").count('class="chip">Médical') for client, query in ((handler, ""), (operator, "?of=everyone"))] == [
        1,
        1,
    ]
    assert "Pièce médicale reçue (accès restreint)" in text(page(operator, "/?of=everyone"))


def test_papers_of_a_doubted_sender_are_the_handlers_alone_until_he_confirms_him(log_in: LogIn) -> None:
    made, clients = paper("devis", warnings=("sender_unknown",)), everybody(log_in)
    known = paper("devis", warnings=("not_delimited",))
    roles = ("handler", "operator", "supervisor")

    before = [asked(clients[role], ways(made)["view"]) for role in roles]
    refused = clients["operator"].post(f"/tasks/{made.task.pk}/sender").status_code
    shown = page(clients["supervisor"], f"/tasks/{made.task.pk}/")
    clients["handler"].post(f"/tasks/{made.task.pk}/sender")
    after = [asked(clients[role], ways(made)["view"]) for role in roles]

    assert (before, refused, after) == ([200, 403, 403], 403, [200] * 3)
    assert (SECRET in shown, "lui seul ouvre ces documents" in text(shown)) == (False, True)
    assert [asked(clients[role], ways(known)["view"]) for role in roles] == [200] * 3
    clients["handler"].post(f"/tasks/{made.task.pk}/sender")
    assert models.Event.objects.filter(what="sender_confirmed").count() == 1


def test_papers_of_a_doubted_sender_whose_claim_has_no_handler_are_not_locked_away(operator: Client) -> None:
    made = paper("devis", warnings=("sender_unknown",), handler="")

    assert asked(operator, ways(made)["view"]) == 200


def test_every_role_of_the_table_is_one_that_a_command_gives() -> None:
    from web.accounts import GROUPS

    assert {group for _, *groups in PEOPLE.values() for group in groups} == set(GROUPS.values()) - {"handlers"}


@pytest.mark.parametrize("kind", ["pv_police", "constat_auto"])
def test_a_page_that_shows_what_a_paper_that_needs_care_says_is_a_look_at_it(kind: str, handler: Client) -> None:
    made = send(Sent(files=(File(name="pv.docx", content=b"PK", media_type="application/msword", type=kind, pages=("Audition",)),)))
    address = f"/tasks/{made.task.pk}/?item={made.items['pv.docx'].pk}"

    shown = [page(handler, address) for _ in range(2)]

    assert ["Audition" in html for html in shown] == [True, True]
    found = models.Event.objects.filter(what="viewed").values_list("actor", "item_id")
    assert list(found) == [("h.lambert", made.items["pv.docx"].pk)]


def test_a_mail_that_is_shown_with_another_says_by_itself_that_its_sender_is_doubted(handler: Client) -> None:
    lead, other = paper("courrier_tiers"), paper("devis", warnings=("sender_unknown",))
    models.Task.objects.filter(pk=other.task.pk).update(joined_to=lead.task)

    before = page(handler, f"/tasks/{lead.task.pk}/")
    handler.post(f"/tasks/{other.task.pk}/sender")

    doubts = [html.count("J’ai vérifié l’expéditeur") for html in (before, page(handler, f"/tasks/{lead.task.pk}/"))]
    assert doubts == [1, 0]
