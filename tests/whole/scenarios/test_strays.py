"""A broker's mail with papers of another claim in it, from the mailbox to the page of its task."""

from django.test import Client

from core import codec
from core.values import Verdict
from ingest import corrections
from ingest.corrections import Move
from storage import models
from tests.web.builders import person
from tests.web.reading import page, text
from tests.whole.scenarios import post
from tests.whole.scenarios.house import House
from tests.whole.scenarios.post import SCENE, estimate, invoice, mail, pdf
from web.accounts import SUPERVISORS
from web.demo.papers import reports

OTHER = "paper_names_other_claim"
SUBJECT = "Info complémentaire *C502100001* - DUPONT Jean"


def _read(task: models.Task) -> str:
    client = Client()
    client.force_login(person("s.willems", SUPERVISORS))
    client.cookies["django_language"] = "en"
    return text(page(client, f"/tasks/{task.pk}/"))


def test_papers_of_another_claim_are_named_on_the_task_and_in_its_verdict(house: House) -> None:
    report = pdf("rapport.pdf", reports.assessment(SCENE.case("C502100017")))

    letter = house.receive(mail(SUBJECT, post.OWN, estimate("C502100001"), invoice("C502100017"), report))

    assert letter.verdict == ("route", ("C502100001",), ())
    assert (letter.task.files, letter.task.warnings) == (("devis.pdf", "facture.pdf", "rapport.pdf"), (OTHER,))
    (task,) = letter.rows
    (verdict,) = (codec.load(Verdict, row.value) for row in task.unit.verdicts.all())
    assert [(one.claim, one.by) for one in verdict.strays] == [("C502100017", "plate"), ("C502100017", "number")]
    assert [step.rule for step in verdict.trail[-3:]] == ["route", OTHER, OTHER]
    read = _read(task)
    assert "facture.pdf , page 1: this paper has the number plate of claim C502100017." in read
    assert "rapport.pdf , page 1: this paper names claim C502100017." in read


def test_papers_of_the_claim_itself_warn_of_nothing(house: House) -> None:
    letter = house.receive(mail(SUBJECT, post.OWN, estimate(), invoice()))

    assert (letter.task.warnings, letter.verdicts[0].strays) == ((), ())


def test_a_paper_that_was_moved_to_its_claim_warns_no_more(house: House) -> None:
    letter = house.receive(mail(SUBJECT, post.OWN, estimate("C502100001"), invoice("C502100017"), invoice("C502100010", "autre.pdf")))
    (task,) = letter.rows
    moved = Move(claim="C502100017", items=(task.items.get(name="facture.pdf").pk,))

    corrections.correct(task.pk, moved, "s.willems", "concerns_other", house.hands)

    assert [(one.claim, one.files, one.warnings) for one in letter.tasks] == [
        ("C502100001", ("devis.pdf", "autre.pdf"), (OTHER,)),
        ("C502100017", ("facture.pdf",), ()),
    ]
