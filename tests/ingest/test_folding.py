"""Header lines as they go out are read again as they were meant."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from itertools import product

from ingest.folding import POLICY

NAMES = (
    "MÜLLER Karl",
    "Éva",
    "François de la Tour d’Auvergne",
    "Ø",
    "a é b ï c",
    "Société coopérative à responsabilité limitée",
)


def test_a_subject_with_accents_loses_nothing() -> None:
    for words, one, other in product(("Accusé de réception", "Empfangsbestätigung", "Acknowledgement"), NAMES, NAMES):
        for pause in (" ", " - ", " & ", ", "):
            subject = f"{words} *C502100001*{pause}{one} {other}"
            mail = EmailMessage()
            mail["Subject"] = subject

            sent = mail.as_bytes(policy=POLICY)

            assert message_from_bytes(sent, policy=policy.default)["Subject"] == subject
            assert str(make_header(decode_header(message_from_bytes(sent)["Subject"]))) == subject
            assert max(map(len, sent.splitlines())) <= 78


def test_what_somebody_has_encoded_makes_no_header() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Acknowledgement =?utf-8?q?x=0D=0ABcc=3A_y?="

    assert message_from_bytes(mail.as_bytes(policy=POLICY)).keys() == ["Subject"]
