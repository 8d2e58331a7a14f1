"""The table of mails with the outcome that each must have, the whole way: from the bytes of the mail to the task and the answer."""

import csv
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from router.neighbours import NEAR
from router.systems.claims_csv import COLUMNS
from storage import models
from tests.databases import SqliteTemplate
from tests.router.world import MARTIN, PEETERS, STRANGER, TABLE
from tests.servers.smtp import Smtp
from tests.whole.scenarios.house import House, Letter
from web.demo import mime
from web.demo.letters import File
from web.demo.papers.sheet import Sheet
from web.demo.people import OFFICE

CASES: list[dict[str, Any]] = [*TABLE["cases"], *TABLE["elsewhere"]]
THREAD = "<thread@courtier-martin.example>"
KINDS = {"route": "claim", "route_warn": "claim", "split": "claim", "triage": "triage", "hold": "hold"}
PICTURE = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00" + bytes([8] * 64) + b"\xff\xc0\x00\x0b\x08"
    b"\x00\x08\x00\x08\x01\x01\x11\x00\xff\xc4\x00\x14\x00\x01" + bytes(15) + b"\x00\xff\xc4\x00\x14\x10\x01" + bytes(15) + b"\x00\xff"
    b"\xda\x00\x08\x01\x01\x00\x00?\x00\x7f\xff\xd9"
)


@pytest.fixture(scope="module")
def house(sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One office for all cases, where the thread of some of them has begun."""
    home = tmp_path_factory.mktemp("table")
    with Smtp() as smtp, sqlite_template.copy(home) as database:
        made = House(database, _register(home / "claims.csv"), smtp)
        made.receive(_written(MARTIN, "pass", "Info *C502100001*", "Bonjour,\n\nUne question suit.", THREAD))
        yield made


def _register(path: Path) -> Path:
    """The claims of the fixture as a claims system writes them."""
    fixture = TABLE["fixture"]
    rows = [
        {
            "number": number,
            "state": row["state"],
            "insured": f"{row['insured']} Jean",
            "broker_email": f"info@{row['broker']}",
            "former_numbers": ";".join(old for old, new in fixture["aliases"].items() if new == number),
            "handler": "h.lambert",
        }
        for number, row in fixture["claims"].items()
    ]
    rows += [{"number": number, "state": "draft", "broker_email": f"info@{broker}"} for number, broker in fixture["drafts"].items()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _written(  # noqa: PLR0913 - what a mail says, by name
    sender: str, proof: str, subject: str, words: str, message_id: str, *, answers: str = "", files: tuple[File, ...] = ()
) -> bytes:
    """The bytes of a mail; a subject that is ASCII stands in it as it is."""
    head = [
        ("Return-Path", f"<{sender}>"),
        ("Authentication-Results", f"mx.claimpost.test; dmarc={proof} header.from={sender.partition('@')[2]}"),
        ("From", mime.address("Service sinistres", sender)),
        ("To", OFFICE),
        ("Subject", mime.encoded_words(subject)),
        ("Message-ID", message_id),
        ("MIME-Version", "1.0"),
    ]
    if answers:
        head.append(("In-Reply-To", answers))
    text = mime.text(words)
    pieces = (text, *(mime.attached(file.content, file.name, file.media_type) for file in files))
    return mime.entity(mime.several("mixed", "=_limite", *pieces) if files else text, *head)


def _mail(case: dict[str, Any]) -> bytes:
    dutch = "C502100002" in case["r"]
    linked, other = (PEETERS, MARTIN) if dutch else (MARTIN, PEETERS)
    sender = {"L": linked, "O": other, "U": STRANGER, "X": linked}[case["f"]]
    own = case.get("own", "") + (" Je déclare le sinistre." if case.get("declaration") else "")
    quoted = f"\n\n-----Message d'origine-----\n{case['quoted']}" if "quoted" in case else ""
    return _written(
        sender,
        "fail" if case["f"] == "X" else "pass",
        case["s"],
        own + quoted,
        f"<{case['n']}@ailleurs.example>",
        answers=THREAD if "thread" in case else "",
        files=tuple(_file(name, case.get("ocr", "")) for name in case.get("files", ["scan.pdf"] if "ocr" in case else [])),
    )


def _file(name: str, words: str) -> File:
    if name.endswith(".jpg"):
        return File(name=name, media_type="image/jpeg", content=PICTURE + name.encode())
    sheet = Sheet("Courrier", "")
    sheet.lines(words or f"Pièce du dossier, {len(name)} signes.", "Madame, Monsieur, veuillez trouver ci-dessous ce que vous demandiez.")
    return File(name=name, media_type="application/pdf", content=sheet.done())


def _received(case: dict[str, Any], house: House) -> Letter:
    """The mail of the case; what waits gets its answer when the time for it is over."""
    away = house.register.with_suffix(".away")
    if case.get("down"):
        house.register.rename(away)
    letter = house.receive(_mail(case))
    if case["o"] == "hold":
        house.wait(minutes=31)
    if case.get("down"):
        away.rename(house.register)
    return letter


@pytest.mark.parametrize("case", CASES, ids=[f"{case['n']}: {case['s']!a}" for case in CASES])
def test_a_mail_comes_out_as_the_table_says(case: dict[str, Any], house: House) -> None:
    letter = _received(case, house)

    assert letter.verdict == (case["o"], tuple(case["r"]), tuple(case["why"]))
    claims = case["r"] if case["o"] in {"route", "route_warn", "split"} else [""]
    # The table knows no other claims of the sender; that one of his has almost this number is said on the task, and no reason.
    told = [tuple(code for code in task.warnings if code != NEAR) for task in letter.tasks]
    assert [(task.kind, task.claim, said) for task, said in zip(letter.tasks, told, strict=True)] == [
        (KINDS[case["o"]], claim, tuple(case["why"])) for claim in claims
    ]
    (answer,) = letter.answers
    full = case["f"] == "L" and case["o"] in {"route", "route_warn"}
    sent = _sent(house, letter)
    if case["f"] == "X":
        assert (answer.state, answer.problem, sent) == ("withheld", "sender_auth_failed", [])
    else:
        assert (answer.state, answer.kind, len(sent)) == ("sent", "full" if full else "neutral", 1)
        assert _tells(sent[0], letter) == full


def _sent(house: House, letter: Letter) -> list[EmailMessage]:
    """The answers to this mail that went out; those to mails of other cases may have waited until now."""
    (row,) = models.Outgoing.objects.filter(mail=letter.row)
    return [one.content for one in house.smtp.state.taken if row.message_id and one.content["Message-ID"] == row.message_id]


def _tells(sent: EmailMessage, letter: Letter) -> bool:
    """Whether the answer names a claim; else it names the number of the mail only."""
    body = sent.get_body(("plain",))
    assert body is not None
    subject, claim = sent["Subject"], letter.verdict[1][:1]
    whole = subject + str(body.get_content()).replace("par exemple *C502100001*", "")
    assert (letter.row.number in subject) != (bool(claim) and f"*{claim[0]}*" in subject)
    return any(number in whole for number in ("DUPONT", "PEETERS", "h.lambert", *claim))


def test_nothing_but_the_draft_is_left_to_look_at(house: House) -> None:
    house.work()

    assert {job.step for job in models.Job.objects.all()} <= {"watch"}
    assert models.Mail.objects.exclude(state=models.Mail.State.OPENED).count() == 0
