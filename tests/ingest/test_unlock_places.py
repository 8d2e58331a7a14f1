"""Papers that were locked land where their file went, and nowhere else."""

import io

import pyzipper

from ingest.services import Services
from storage import models
from tests.ingest.locked import WORD, answer, deliver, locked
from tests.whole import mails


def sealed(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(WORD.encode())
        archive.writestr(name, content)
    return packed.getvalue()


def test_each_paper_of_a_split_mail_goes_to_the_claim_of_its_own_file(hands: Services) -> None:
    mail = mails.letter(1, serial=1)
    mail.get_payload().pop()  # no paper but the locked ones
    del mail["Subject"]
    mail["Subject"] = "Documents"
    for number in (1, 2):
        content = sealed(f"devis {number}.txt", f"DEVIS n. {number}\nTotal TVAC : 100,00 EUR".encode())
        mail.add_attachment(content, maintype="application", subtype="zip", filename=f"{mails.claim(number)}.zip")
    first = deliver(mail, hands)
    before = set(models.Task.objects.filter(unit__mail=first).values_list("claim", flat=True))

    reply = answer()
    del reply["Subject"]
    reply["Subject"] = "RE: Documents"
    deliver(reply, hands)

    tasks = {task.claim: {item.name for item in task.items.all()} for task in models.Task.objects.filter(unit__mail=first, state="open")}
    assert before == {mails.claim(1), mails.claim(2)}
    assert {claim: {name for name in names if name.startswith("devis")} for claim, names in tasks.items()} == {
        mails.claim(1): {"devis 1.txt"},
        mails.claim(2): {"devis 2.txt"},
    }


def test_a_mail_in_triage_is_decided_again_with_what_came_out(hands: Services) -> None:
    paper = f"FACTURE DE REPARATION\nSinistre *{mails.claim(1)}*\nTotal TVAC : 300,00 EUR".encode()
    mail = locked(content=sealed("facture.txt", paper))
    del mail["Subject"]
    mail["Subject"] = "Pièces"
    first = deliver(mail, hands)
    before = models.Verdict.objects.filter(unit__mail=first).last()

    reply = answer()
    del reply["Subject"]
    reply["Subject"] = "RE: Pièces"
    deliver(reply, hands)

    after = models.Verdict.objects.filter(unit__mail=first).last()
    assert before is not None
    assert after is not None
    assert ("no_reference" in before.value["why"], "no_reference" in after.value["why"], after.value["claims"]) == (
        True,
        False,
        [mails.claim(1)],
    )
