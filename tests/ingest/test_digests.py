"""The one mail a day about those that were too many to be answered one by one."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from ingest import digests, operations
from ingest.services import Services
from storage import jobs, models
from storage.models import Outgoing
from tests.databases import ON_BOTH
from tests.ingest.answers import TEXTS, answering, at, receive, stranger, work, written
from tests.servers.smtp import Smtp
from tests.whole import mails

EVENING = {"hours": 12}
"""From the moment of the tests to after the digest's hour."""


def digest() -> Outgoing:
    return Outgoing.objects.get(kind="digest")


def killed_at(call: int) -> Callable[..., None]:
    """What ends a job, and the process instead at its call number `call`."""
    finish, calls = jobs.finish, itertools.count(1)

    def last(step: str, *targets: int) -> None:
        if next(calls) == call:
            raise KeyboardInterrupt
        finish(step, *targets)

    return last


def many(house: Services, smtp: Smtp, *, language: str = "fr", **answers: object) -> tuple[Services, list[models.Mail]]:
    """Four mails of a broker, of which the first is answered."""
    few = answering(house, smtp.port, **({"per_claim": 1} | answers))
    return few, [receive(written(TEXTS[language], serial), few) for serial in range(4)]


@ON_BOTH
def test_mails_that_were_too_many_are_named_in_one_mail_a_day(house: Services, smtp: Smtp) -> None:
    few, held = many(house, smtp)
    early = len(smtp.state.taken)

    work(at(few, **EVENING))
    work(at(few, hours=40))

    _, mail = smtp.state.taken
    body = mail.content.get_body(("plain",))
    assert body is not None
    assert (early, digest().state, mail.to, mail.content["Subject"]) == (1, "sent", [mails.BROKER], "Accusé de réception - 02/03/2026")
    assert [line for line in body.get_content().splitlines() if line.startswith("M-")] == [
        f"{one.number} - reçu le 02/03/2026 à 11:00 - *{mails.claim(1)}*" for one in held[1:]
    ]
    assert {name: mail.content[name] for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "In-Reply-To", "Message-ID")} == {
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "In-Reply-To": None,
        "Message-ID": digest().message_id,
    }
    assert (list(digest().listed.values_list("mail_id", flat=True)), models.Job.objects.count()) == ([one.pk for one in held[1:]], 0)


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "ontvangen op 02/03/2026 om 11:00"), ("de", "02.03.2026, 11:00 Uhr"), ("en", "received on")]
)
def test_a_digest_speaks_the_language_of_the_mails(language: str, said: str, house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp, language=language)

    work(at(few, **EVENING))

    assert (digest().language, digest().text.count(said)) == (language, 3)


def test_a_stranger_is_told_numbers_and_times_only(house: Services, smtp: Smtp) -> None:
    few = answering(house, smtp.port, per_sender=1)
    for serial in range(3):
        receive(stranger(serial), few)

    work(at(few, **EVENING))

    assert [word for word in (mails.claim(1), "ASSURE1", "Devis") if word in digest().text + digest().html] == []
    assert digest().text.count("reçu le 02/03/2026") == 2


def test_a_mail_that_was_moved_since_is_named_without_its_claim(house: Services, smtp: Smtp) -> None:
    few, held = many(house, smtp)
    last = models.Verdict.objects.filter(unit__mail=held[1]).latest("pk")
    last.pk, last.value = None, last.value | {"claims": [mails.claim(2)]}
    last.save()

    work(at(few, **EVENING))

    assert [mails.claim(1) in line for line in digest().text.splitlines() if line.startswith("M-")] == [False, True, True]
    assert mails.claim(2) not in digest().text


@pytest.mark.parametrize("now", ["restricted", "gone", "another_broker", "down"])
def test_a_claim_that_its_sender_may_not_know_any_more_is_not_named(now: str, house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp)
    register = house.settings.register
    assert register is not None
    said = register.read_text("utf-8")
    changed = {
        "restricted": said.replace("open", "restricted"),
        "gone": said.splitlines()[0] + "\n",
        "another_broker": said.replace(mails.BROKER, "autre@ailleurs.example"),
    }
    register.write_text(changed.get(now, said), "utf-8")
    if now == "down":
        register.unlink()

    work(at(few, **EVENING))

    assert (digest().text.count("M-"), mails.claim(1) in digest().text) == (3, False)


def test_a_neutral_answer_that_was_one_too_many_names_no_claim_in_the_digest(house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp)
    Outgoing.objects.filter(problem="many_for_claim").update(kind="neutral")

    work(at(few, **EVENING))

    assert (digest().text.count("M-"), mails.claim(1) in digest().text) == (3, False)


def test_a_digest_that_was_switched_off_before_it_went_leaves_its_mails_to_the_next(house: Services, smtp: Smtp) -> None:
    few, held = many(house, smtp)
    later = at(few, **EVENING)
    digests.plan_digest(held[1].pk, later)
    work(answering(later, smtp.port, mode="off"))
    off, tied = digest().state, digest().listed.count()

    digests.plan_digest(held[1].pk, at(few, hours=36))

    assert (off, tied, digest().state, digest().listed.count()) == ("withheld", 0, "planned", 3)


@ON_BOTH
def test_a_digest_is_planned_once_however_often_its_step_runs(house: Services, smtp: Smtp) -> None:
    few, held = many(house, smtp)
    later = at(few, **EVENING)
    for mail in held * 2:
        jobs.add("digest", mail.pk, later.now())
        digests.plan_digest(mail.pk, later)

    work(replace(later, settings=replace(later.settings, readers=4)))

    assert (Outgoing.objects.filter(kind="digest").count(), len(smtp.state.taken)) == (1, 2)


def test_a_worker_that_dies_over_a_digest_leaves_it_to_the_next(house: Services, smtp: Smtp, monkeypatch: pytest.MonkeyPatch) -> None:
    few, held = many(house, smtp)
    later = at(few, **EVENING)
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "finish", killed_at(2))
        with pytest.raises(KeyboardInterrupt):
            digests.plan_digest(held[1].pk, later)
    left = (Outgoing.objects.filter(kind="digest").count(), models.Job.objects.filter(step="digest").count())

    work(later)

    assert (left, digest().state, len(smtp.state.taken)) == ((0, 3), "sent", 2)


def test_a_digest_that_comes_late_moves_the_next_one_to_its_own_day(house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp)
    next_noon = {"hours": 25}
    work(at(few, **next_noon))
    receive(written(TEXTS["fr"], 20, number=1), answering(at(few, **next_noon), smtp.port, per_claim=0))
    work(at(few, hours=35))
    same_day = Outgoing.objects.filter(kind="digest").count()

    work(at(few, hours=59))

    assert (same_day, Outgoing.objects.filter(kind="digest").count()) == (1, 2)


@pytest.mark.parametrize("off", ["house", "mailbox"])
def test_what_is_switched_off_sends_no_digest(off: str, house: Services, smtp: Smtp) -> None:
    few, held = many(house, smtp)
    if off == "mailbox":
        box = models.Mailbox.objects.create(name="claims", acknowledge=False)
        for mail in held:
            mail.deliveries.update(mailbox=box, uid=mail.pk)

    work(answering(at(few, **EVENING), smtp.port, mode="off" if off == "house" else "on"))

    assert (Outgoing.objects.filter(kind="digest").exists(), models.Job.objects.exists(), len(smtp.state.taken)) == (False, False, 1)


def test_a_dry_run_writes_the_digest_and_sends_nothing(house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp, mode="dry_run")

    work(at(few, **EVENING))

    assert (digest().state, "*C502100001*" in digest().text, smtp.state.taken) == ("dry_run", True, [])


def test_a_digest_names_so_many_and_counts_the_rest(house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp, digest_lines=2)

    work(at(few, **EVENING))

    lines = digest().text.splitlines()
    assert (len([line for line in lines if line.startswith("M-")]), "Autres messages non listés : 1." in lines) == (2, True)


def test_a_mail_that_came_through_two_mailboxes_is_named_once(house: Services, smtp: Smtp) -> None:
    none = answering(house, smtp.port, per_sender=0)
    raw = written(TEXTS["fr"]).as_bytes()
    for way in (b"b", b"c"):
        receive(b"Received: from a by " + way + b"; Mon, 02 Mar 2026 10:00:00 +0100\n" + raw, none)

    work(at(none, **EVENING))

    assert (digest().text.count("M-"), digest().listed.count()) == (1, 2)


def test_a_digest_counts_for_no_limit_and_its_reply_is_about_no_claim(house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp, per_sender=2)
    work(at(few, **EVENING))

    receive(written(TEXTS["fr"], 9, number=2), at(few, **EVENING))

    assert smtp.state.taken[-1].content["Subject"].startswith(f"Accusé de réception *{mails.claim(2)}*")
    assert few.history.thread_claims([digest().message_id]) == ()


def test_our_digest_that_comes_back_is_not_answered(house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp)
    work(at(few, **EVENING))
    body = smtp.state.taken[1].content.get_body(("plain",))
    assert body is not None

    echo = receive(written(body.get_content(), serial=30), at(few, hours=48))

    assert (Outgoing.objects.get(mail=echo).problem, len(smtp.state.taken)) == ("own_text", 2)


def test_a_digest_that_the_server_refuses_is_sent_again_when_a_person_wants_it(house: Services, smtp: Smtp) -> None:
    few, _ = many(house, smtp)
    smtp.state.rcpt = "550 5.1.1 no such user"
    work(at(few, **EVENING))
    refused = digest()
    smtp.state.rcpt = ""

    operations.retry("answer", refused.pk, "o.simon", at(few, **EVENING))
    work(at(few, **EVENING))

    assert (refused.state, digest().state, len(smtp.state.taken)) == ("refused", "sent", 2)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-02T16:59:00+00:00", "2026-03-02T17:00:00+00:00"),
        ("2026-03-02T17:00:00+00:00", "2026-03-03T17:00:00+00:00"),
        ("2026-03-28T18:00:00+00:00", "2026-03-29T16:00:00+00:00"),
    ],
)
def test_a_digest_is_due_at_its_hour_of_the_wall_clock(now: str, due: str, house: Services) -> None:
    mail = receive(mails.letter(1), house)

    digests.expect(mail.pk, replace(house, now=lambda: datetime.fromisoformat(now)))

    assert models.Job.objects.get(step="digest").due_at == datetime.fromisoformat(due)
