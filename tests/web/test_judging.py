"""What a person says of what was read: right, wrong, not there; where it stands on its page; and what a document is."""

import io
from collections.abc import Sequence

import pytest
from django.test import Client
from PIL import Image

from core import codec
from core.judgements import Judgement
from core.limits import Limits
from core.pages import Box, Fact
from core.values import Reading
from storage import models
from tests.databases import ON_BOTH
from tests.web.builders import File, Made, Sent, pdf, send
from tests.web.reading import page, text

FACTS = (
    Fact(kind="amount_gross", value="2841.20", raw="2 841,20 EUR", box=Box(x0=60, y0=70, x1=160, y1=86), confidence=0.97),
    Fact(kind="report_date", value="2026-03-02", raw="02/03/2026"),
    Fact(kind="iban", value="BE68539007547034", raw="BE68 5390 0754 7034"),
    Fact(kind="plate", value="1-ABC-123", raw="1-ABC-123"),
)


def sent(facts: Sequence[Fact] = FACTS, kind: str = "rapport_expertise") -> Made:
    """A mail with one document, its page as large as A4."""
    made = send(Sent(title=kind, files=(File(name="r.pdf", content=pdf("Rapport", "Total 2 841,20 EUR"), type=kind, facts=facts),)))
    row = models.Reading.objects.get()
    row.value["pages"][0] |= {"width": 595.0, "height": 842.0}
    row.save()
    return made


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    return sent()


def say(client: Client, made: Made, **data: object) -> str:
    """The page after a person said something of a fact."""
    item = made.items["r.pdf"].pk
    return client.post(f"/tasks/{made.task.pk}/items/{item}/facts", data, follow=True).content.decode()


def judged() -> list[tuple[int, str, str, str]]:
    found = [codec.load(Judgement, one) for one in models.Reading.objects.get().judged]
    return [(one.fact, str(one.opinion), one.correction, one.actor) for one in found]


def told(what: str) -> tuple[str, dict[str, object]]:
    event = models.Event.objects.get(what=what)
    return event.actor, event.data


def test_a_fact_is_accepted_by_a_click(made: Made, handler: Client) -> None:
    html = say(handler, made, accept="0")

    assert (judged(), 'class="fact accepted"' in html) == ([(0, "accepted", "", "h.lambert")], True)
    about = {"fact": 0, "kind": "amount_gross", "role": "", "page": 1, "confidence": 0.97, "read": "2841.20", "old": "", "new": ""}
    assert told("fact_accepted") == ("h.lambert", about)
    assert "Lecture confirmée" in text(html)


@ON_BOTH
def test_a_corrected_fact_shows_what_was_read_beside_it(made: Made, handler: Client) -> None:
    html = say(handler, made, correct="0", value="2 814,20")

    assert judged() == [(0, "corrected", "2814.20", "h.lambert")]
    assert ("2 814,20 €" in plain(html), "<del" in html, 'data-value="2814.20"' in html) == (True, True, True)
    actor, data = told("fact_corrected")
    assert (actor, data["read"], data["old"], data["new"]) == ("h.lambert", "2841.20", "", "2814.20")
    assert codec.load(Reading, models.Reading.objects.get().value).facts == FACTS


def plain(html: str) -> str:
    return text(html).replace("\xa0", " ").replace("\u202f", " ")


def test_a_second_correction_takes_the_place_of_the_first_and_keeps_it_in_the_trail(made: Made, handler: Client, operator: Client) -> None:
    say(handler, made, correct="3", value="1-ABD-123")
    say(operator, made, correct="3", value="1-ABE-123")

    assert judged() == [(3, "corrected", "1-ABE-123", "o.simon")]
    last = models.Event.objects.filter(what="fact_corrected").last()
    assert last is not None
    assert (last.data["old"], last.data["new"]) == ("1-ABD-123", "1-ABE-123")


def test_a_rejected_fact_is_taken_back(made: Made, handler: Client) -> None:
    rejected = say(handler, made, reject="3")
    back = say(handler, made, back="3")

    assert ('class="fact rejected"' in rejected, 'class="fact rejected"' in back, judged()) == (True, False, [])
    assert told("fact_opinion_taken_back")[1]["read"] == "1-ABC-123"
    assert "Il n’y a rien à annuler." in text(say(handler, made, back="3"))


def test_what_is_masked_is_neither_copied_nor_told_by_an_event(made: Made, handler: Client) -> None:
    html = say(handler, made, correct="2", value="BE71096123456769")

    shown = html.split('class="read"')[0]
    assert ("BE68539007547034" in shown, "BE71096123456769" in shown, "•••• 6769" in shown) == (False, False, True)
    data = told("fact_corrected")[1]
    assert (data["read"], data["new"], judged()[0][2]) == ("", "", "BE71096123456769")


def test_of_a_paper_that_needs_care_no_event_repeats_a_value(handler: Client) -> None:
    made = sent(kind="certificat_medical_initial")
    item = made.items["r.pdf"].pk
    handler.post(f"/items/{item}/reveal", {"next": "/"})

    say(handler, made, correct="3", value="1-ABD-123")
    say(handler, made, back="3")

    data = models.Event.objects.filter(item_id=item, what__startswith="fact_").values_list("data", flat=True)
    assert [(one["read"], one["old"], one["new"]) for one in data] == [("", "", "")] * 2


@pytest.mark.parametrize(
    ("number", "written", "kept"),
    [
        ("0", "1.234,5", "1234.50"),
        ("0", "1 234", "1234.00"),
        ("0", "1.234", "1234.00"),
        ("0", "-12.3 €", "-12.30"),
        ("1", "2026-03-05", "2026-03-05"),
        ("3", "  1-XYZ-987 ", "1-XYZ-987"),
    ],
)
def test_a_correction_is_kept_in_the_form_of_its_kind(number: str, written: str, kept: str, made: Made, handler: Client) -> None:
    say(handler, made, correct=number, value=written)

    assert [correction for _, _, correction, _ in judged()] == [kept]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"correct": "0", "value": "beaucoup"}, "Indiquez un montant"),
        ({"correct": "0", "value": "NaN"}, "Indiquez un montant"),
        ({"correct": "1", "value": "2026-02-31"}, "Indiquez un jour."),
        ({"correct": "3", "value": " "}, "Indiquez une valeur."),
        ({"correct": "3", "value": "x" * (Limits().fact_characters + 1)}, "La valeur est trop longue."),
        ({"accept": "99"}, "Cela n’a pas été lu dans le document."),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(data: dict[str, str], said: str, made: Made, handler: Client) -> None:
    assert (said in text(say(handler, made, **data)), judged()) == (True, [])


@pytest.mark.parametrize("data", [{}, {"accept": "x"}, {"accept": ""}, {"delete": "1"}])
def test_a_form_that_is_none_of_ours_is_not_found(data: dict[str, str], made: Made, handler: Client) -> None:
    assert handler.post(f"/tasks/{made.task.pk}/items/{made.items['r.pdf'].pk}/facts", data).status_code == 404


@pytest.mark.parametrize("step", ["facts", "type"])
@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("supervisor", 403)])
def test_only_the_handler_and_operators_say_something(step: str, who: str, status: int, made: Made, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)

    answer = client.post(f"/tasks/{made.task.pk}/items/{made.items['r.pdf'].pk}/{step}", {"accept": "0", "type": "devis"})

    assert (answer.status_code, judged(), models.Reading.objects.get().type) == (status, [], "rapport_expertise")


def test_nothing_is_said_of_a_paper_of_another_mail(made: Made, handler: Client) -> None:
    other = send(Sent(files=(File(name="x.pdf", content=pdf("x"), type="devis", facts=FACTS),)))

    answer = handler.post(f"/tasks/{made.task.pk}/items/{other.items['x.pdf'].pk}/facts", {"accept": "0"}, follow=True)

    assert ("notice error" in answer.content.decode(), models.Event.objects.filter(what="fact_accepted").exists()) == (True, False)


def test_nothing_is_said_of_a_paper_that_was_not_opened(handler: Client) -> None:
    made = sent(kind="certificat_medical_initial")

    assert handler.post(f"/tasks/{made.task.pk}/items/{made.items['r.pdf'].pk}/facts", {"accept": "0"}).status_code == 403


@ON_BOTH
def test_a_document_gets_another_type_everywhere_and_back(made: Made, handler: Client) -> None:
    address = f"/tasks/{made.task.pk}/items/{made.items['r.pdf'].pk}/type"

    html = handler.post(address, {"type": "devis"}, follow=True).content.decode()
    listed = page(handler, "/")
    event = told("type_changed")
    handler.post(address, {"type": "rapport_expertise"})

    assert ("Devis reçu" in listed, "Rapport / PV d’expertise</li>" in listed, "<b>Devis</b>" in html) == (True, False, True)
    assert event == ("h.lambert", {"old": "rapport_expertise", "new": "devis", "read": "rapport_expertise"})
    assert "Rapport / PV d’expertise</li>" in page(handler, "/")


@pytest.mark.parametrize(("kind", "said"), [("nonsense", "Ce type de document n’existe pas."), ("rapport_expertise", "a déjà ce type")])
def test_a_type_that_does_not_fit_is_refused(kind: str, said: str, made: Made, handler: Client) -> None:
    answer = handler.post(f"/tasks/{made.task.pk}/items/{made.items['r.pdf'].pk}/type", {"type": kind}, follow=True)

    assert said in text(answer.content.decode())


def test_the_checklist_counts_a_paper_as_what_a_person_says_it_is(handler: Client) -> None:
    made = send(Sent(claim="C502100300", insured="NGUYEN Linh", files=(File(name="r.pdf", content=b"%PDF", type="courrier_tiers"),)))
    before = text(page(handler, f"/tasks/{made.task.pk}/"))

    handler.post(f"/tasks/{made.task.pk}/items/{made.items['r.pdf'].pk}/type", {"type": "plainte_pv"})
    after = text(page(handler, f"/tasks/{made.task.pk}/"))

    assert ("3 documents obligatoires manquent" in before, "2 documents obligatoires manquent" in after) == (True, True)


def test_a_fact_is_shown_where_it_stood(made: Made, handler: Client) -> None:
    item = made.items["r.pdf"].pk

    html = page(handler, f"/tasks/{made.task.pk}/?item={item}&fact=0")

    assert (f'href="/items/{item}/page/1"' in html, html.count('class="spot current"'), html.count('class="spot')) == (True, 1, 1)
    assert 'x="60.000" y="70.000" width="100.000" height="16.000"' in html


@pytest.mark.parametrize("asked", ["fact=3", "fact=99", "fact=x", "page=9"])
def test_what_has_no_place_is_shown_as_the_document(asked: str, made: Made, handler: Client) -> None:
    html = page(handler, f"/tasks/{made.task.pk}/?item={made.items['r.pdf'].pk}&{asked}")

    assert ('<svg class="sheet"' in html, "<iframe" in html) == (False, True)


def test_a_page_is_a_picture_for_who_may_see_the_item(made: Made, handler: Client, colleague: Client) -> None:
    address = f"/items/{made.items['r.pdf'].pk}/page"

    answer = handler.get(f"{address}/1")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (max(picture.size), picture.width < picture.height) == (1600, True)
    assert [handler.get(f"{address}/2").status_code, colleague.get(f"{address}/1").status_code] == [404, 404]


def test_no_page_of_a_guarded_paper_is_shown_before_it_is_opened(handler: Client) -> None:
    made = sent(kind="certificat_medical_initial")
    item, address = made.items["r.pdf"].pk, f"/tasks/{made.task.pk}/"

    refused = handler.get(f"/items/{item}/page/1").status_code
    shut = page(handler, f"{address}?item={item}&fact=0")
    handler.post(f"/items/{item}/reveal", {"next": address})

    assert (refused, "2841.20" in shut, '<svg class="sheet"' in shut) == (403, False, False)
    assert handler.get(f"/items/{item}/page/1").status_code == 200
