"""The bytes of a mail or container are the bytes of all that is in it: they are no way round."""

import pytest
from django.test import Client
from django.utils import timezone

from core.values import Kind
from storage import models
from tests.web.builders import BROKER, File, Made, Sent, send
from tests.web.test_access import status

ZIP = File(name="all.zip", content=b"PK", media_type="application/zip", kind=Kind.CONTAINER)
MEDICAL = File(name="cmi.pdf", content=b"x", type="certificat_medical_initial", inside="0.1")


def forwarded(*, second: str) -> Made:
    """A colleague's mail inside one that a handler has a task on; `second` is who has the inner one."""
    made = send(Sent(subject="Suivi *C502100231*", claim="C502100231", handler=second, forwarded_by=BROKER, own_text="Privé"))
    outer = models.Unit.objects.get(mail=made.mail, path="0")
    task = models.Task.objects.create(
        key="outer", unit=outer, verdict=made.task.verdict, kind="claim", claim="C502100001", handler="h.lambert", title="message",
        opened_at=timezone.now(),
    )  # fmt: skip
    made.items["outer"] = models.Item.objects.get(mail=made.mail, path="0")
    task.items.add(made.items["outer"])
    return made


@pytest.mark.parametrize(("second", "expected"), [("n.peeters", 404), ("", 404), ("h.lambert", 200)])
def test_an_outer_mail_leaves_only_with_a_right_to_the_inner_one(second: str, expected: int, handler: Client, operator: Client) -> None:
    made = forwarded(second=second)
    addresses = (f"/items/{made.items['outer'].pk}/file", f"/mails/{made.mail.pk}/raw")

    assert [status(handler, address) for address in addresses] == [expected] * 2
    assert [status(operator, address) for address in addresses] == [200] * 2


@pytest.mark.parametrize("media_type", ["application/zip", "text/plain"])
def test_a_container_with_a_colleagues_mail_stays_shut(media_type: str, handler: Client) -> None:
    made = send(Sent(files=(File(name="all", content=b"Secret", media_type=media_type, kind=Kind.CONTAINER),)))
    container = made.items["all"]
    inner = models.Unit.objects.create(mail=made.mail, path="0.1.0", state="decided", value={})
    models.Item.objects.create(
        mail=made.mail,
        unit=inner,
        path="0.1.0",
        parent="0.1",
        position=9,
        kind="mail",
        media_type="message/rfc822",
        size=1,
        sha256="0" * 64,
    )

    answers = [status(handler, f"/items/{container.pk}/{how}") for how in ("file", "view")]
    page = handler.get(f"/tasks/{made.task.pk}/?item={container.pk}").content.decode()

    assert answers == [404, 404]
    assert ("Secret" in page, f"/items/{container.pk}/" in page) == (False, False)


def test_a_container_leaves_once_the_guarded_papers_in_it_are_revealed(handler: Client) -> None:
    made = send(Sent(files=(ZIP, MEDICAL)))
    addresses = [f"/items/{made.items['all.zip'].pk}/file", f"/mails/{made.mail.pk}/raw"]

    before = [status(handler, address) for address in addresses]
    handler.post(f"/items/{made.items['cmi.pdf'].pk}/reveal", {"next": "/"})
    after = [status(handler, address) for address in addresses]

    assert (before, after) == ([404, 404], [200, 200])


def test_who_takes_a_container_with_sensitive_papers_is_recorded(operator: Client) -> None:
    made = send(Sent(files=(ZIP, MEDICAL)))
    operator.post(f"/items/{made.items['cmi.pdf'].pk}/reveal", {"why": "placing"})

    status(operator, f"/items/{made.items['all.zip'].pk}/file")

    assert models.Event.objects.get(what="downloaded").item_id == made.items["all.zip"].pk


def test_a_container_of_plain_papers_leaves(handler: Client) -> None:
    made = send(Sent(files=(ZIP, File(name="devis.pdf", content=b"x", type="devis", inside="0.1"))))

    assert status(handler, f"/items/{made.items['all.zip'].pk}/file") == 200
