"""People who have an answer sent after all that was withheld, and mails that they do it for."""

from ingest import releasing
from ingest.grounds import Refused
from ingest.services import Services
from storage import models
from storage.desk import Viewer
from tests.ingest.answers import answer
from tests.servers.smtp import Smtp
from tests.whole import mails

HANDLER = Viewer(name="h.lambert")
OTHER = Viewer(name="m.janssens")
OPERATOR = Viewer(name="o.simon", sees_all=True, may_assign=True)
SUPERVISOR = Viewer(name="s.willems", sees_all=True)
ROLES = (HANDLER, OTHER, OPERATOR, SUPERVISOR)


def task_of(mail: models.Mail) -> models.Task:
    return models.Task.objects.filter(unit__mail=mail).latest("pk")


def task_by_hand(mail: models.Mail, house: Services) -> None:
    """A task of the handler's, also where the mail opens none."""
    unit, verdict = mail.units.get(path="0"), models.Verdict.objects.filter(unit__mail=mail).latest("pk")
    fixed = {"kind": "claim", "claim": mails.claim(1), "handler": HANDLER.name, "opened_at": house.now()}
    models.Task.objects.create(key="by hand", unit=unit, verdict=verdict, **fixed)


def withhold(mail: models.Mail, reason: str) -> models.Outgoing:
    """The answer to a mail as if it had been withheld for this reason."""
    models.Job.objects.filter(step="send").delete()
    models.Outgoing.objects.filter(mail=mail).update(state="withheld", problem=reason, sent_at=None)
    return answer(mail)


def release(mail: models.Mail, who: Viewer, house: Services) -> str:
    """The state of the answer after it was released, or the code of the refusal."""
    try:
        return releasing.release(
            task_of(mail).pk, models.Outgoing.objects.filter(mail=mail).exclude(kind="digest").latest("pk").pk, who, house
        )
    except Refused as refused:
        return refused.code


def suspected(number: int | None = 1, *, serial: int = 1) -> bytes:
    mail = mails.letter(number, serial=serial)
    mail["X-Spam-Flag"] = "YES"
    return mail.as_bytes()


def forged() -> bytes:
    mail = mails.letter(1)
    mail.replace_header("Authentication-Results", "mx.claimpost.test; dmarc=fail header.from=courtier-horizon.example")
    return mail.as_bytes()


def subjects(smtp: Smtp) -> list[str]:
    return [str(taken.content["Subject"]) for taken in smtp.state.taken]


def told(mail: models.Mail) -> list[tuple[str, str, str]]:
    """Who had what released, and what became of it, after it was withheld."""
    rows = models.Event.objects.filter(mail_id=mail.pk, what__startswith="answer_").order_by("pk")
    return [(row.what, row.actor, row.why) for row in rows]
