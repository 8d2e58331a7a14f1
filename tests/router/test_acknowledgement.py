"""Whether a mail is answered, to whom, in which language, and how much the answer tells."""

import pytest

from core import own_rules
from core.papers import Received
from core.values import Address, Auto, Header
from router.acknowledgement import Acknowledgement
from router.book import Book
from router.language import language_of
from router.options import Options
from router.protocols import State
from tests.router.world import MARTIN, PEETERS, STRANGER, Thread, claim, decided, part, proof, reading, tree, unit

OURS = Options(own_addresses=frozenset({"sinistres@assureur.example", "maison.example", "@filiale.example"}))


def _answer(**fields: object) -> Acknowledgement:
    return decided(tree(unit(**({"subject": "*C502100001*"} | fields))), options=OURS).acknowledgement


def test_the_broker_of_the_claim_gets_the_full_text() -> None:
    planned = _answer(own_text="Bonjour, veuillez trouver le devis")

    assert planned == Acknowledgement(send=True, to=MARTIN, language="fr", kind="full", claim="C502100001")


@pytest.mark.parametrize(
    "fields",
    [
        {"sender": STRANGER},
        {"sender": PEETERS},
        {"headers": ()},
        {"subject": "photos"},
        {"subject": "*T502100417*"},
        {"subject": "*C502100001* LEROY Anne"},
    ],
)
def test_everybody_else_gets_the_neutral_text(fields: dict[str, object]) -> None:
    answer = _answer(**fields)

    assert (answer.send, answer.kind) == (True, "neutral")


REFUSED = [
    ("Auto-Submitted", "auto-replied", "auto_submitted"),
    ("auto-submitted", "auto-generated; owner=x", "auto_submitted"),
    ("X-Autoreply", "yes", "auto_submitted"),
    ("Precedence", "Bulk", "precedence"),
    ("List-Id", "<x.example>", "mailing_list"),
    ("List-Unsubscribe", "<mailto:x@x.example>", "mailing_list"),
    ("X-Auto-Response-Suppress", "DR, OOF", "suppressed"),
    ("X-Auto-Response-Suppress", "All", "suppressed"),
    ("Content-Type", "multipart/report; report-type=delivery-status", "report"),
    ("X-Claimpost-Loop", "1", "own_mail"),
    ("X-Spam-Flag", "YES", "spam_verdict"),
    ("X-Spam-Status", "Yes, score=12.1 required=5.0\n tests=BAYES_99", "spam_verdict"),
    ("X-Spam", "Yes", "spam_verdict"),
    ("X-Spam-Action", "add header", "spam_verdict"),
    ("X-Bogosity", "Spam, tests=bogofilter", "spam_verdict"),
    ("X-Barracuda-Spam-Flag", "YES", "spam_verdict"),
    ("X-Proofpoint-Spam-Details", "rule=inbound_spam policy=inbound score=99", "spam_verdict"),
    ("X-MS-Exchange-Organization-SCL", "5", "spam_verdict"),
    ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;CTRY:BE;LANG:fr;SCL:5;SFV:SPM;H:mx.example;CAT:SPM;", "spam_verdict"),
    ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;SFV:NSPM;CAT:MALW;", "virus_verdict"),
    ("X-Virus-Status", "Infected (Eicar-Signature)", "virus_verdict"),
    ("X-Amavis-Alert", "INFECTED, message contains virus: Eicar", "virus_verdict"),
]


@pytest.mark.parametrize(("name", "value", "reason"), REFUSED)
def test_a_header_forbids_an_answer(name: str, value: str, reason: str) -> None:
    answer = _answer(headers=(*proof(), Header(name=name, value=value)))

    assert (answer.send, answer.to, answer.reason) == (False, "", reason)


CLEAN = [
    ("X-Spam-Flag", "NO"),
    ("X-Spam-Status", "No, score=-1.9 required=5.0 tests=BAYES_00"),
    ("X-Spam-Action", "no action"),
    ("X-Bogosity", "Ham, tests=bogofilter"),
    ("X-Proofpoint-Spam-Details", "rule=outbound_notspam policy=outbound score=0"),
    ("X-MS-Exchange-Organization-SCL", "-1"),
    ("X-MS-Exchange-Organization-SCL", "1"),
    ("X-Forefront-Antispam-Report", "CIP:192.0.2.1;SCL:1;SFV:NSPM;CAT:NONE;"),
    ("X-Virus-Status", "Clean"),
    ("X-Virus-Scanned", "yes, amavis at mx.example"),
    ("X-Amavis-Alert", "BAD HEADER SECTION, non-encoded 8-bit data"),
]


@pytest.mark.parametrize(
    ("name", "value"), [("Auto-Submitted", "No"), ("X-Auto-Response-Suppress", "DR, RN"), ("Precedence", "first-class"), *CLEAN]
)
def test_a_header_that_forbids_nothing_is_ignored(name: str, value: str) -> None:
    assert _answer(headers=(*proof(), Header(name=name, value=value))).send


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"return_path": ""}, "null_return_path"),
        ({"sender": ""}, "no_address"),
        ({"sender": "sinistres@assureur.example"}, "own_address"),
        ({"sender": "h.lambert@maison.example"}, "own_address"),
        ({"sender": "H.Lambert@Filiale.example"}, "own_address"),
        ({"headers": proof("fail")}, "sender_auth_failed"),
        ({"auto": Auto.AUTO_REPLY}, "auto_submitted"),
        ({"auto": Auto.BOUNCE}, "report"),
        ({"auto": Auto.LIST}, "mailing_list"),
        ({"auto": Auto.OWN}, "own_mail"),
    ],
)
def test_some_mails_are_never_answered(fields: dict[str, object], reason: str) -> None:
    assert _answer(**fields).reason == reason


@pytest.mark.parametrize("sender", ["x@autre-maison.example", "x@assureur.example", "maison.example@ailleurs.example"])
def test_a_domain_like_ours_is_not_ours(sender: str) -> None:
    assert _answer(sender=sender).reason is None


@pytest.mark.parametrize(
    "local",
    [
        "mailer-daemon",
        "postmaster",
        "no-reply",
        "noreply",
        "donotreply",
        "do-not-reply",
        "ne-pas-repondre",
        "nepasrepondre",
        "noreponse",
        "geen-antwoord",
        "nicht-antworten",
        "owner-liste",
        "liste-request",
        "bounce",
        "bounces+x=y",
    ],
)
def test_addresses_that_nobody_reads_are_not_answered(local: str) -> None:
    assert _answer(sender=f"{local}@courtier-martin.example").reason == "no_reply_address"


@pytest.mark.parametrize("local", ["norbert", "postman", "request", "bouncer"])
def test_addresses_that_look_alike_are_answered(local: str) -> None:
    assert _answer(sender=f"{local}@courtier-martin.example").send


@pytest.mark.parametrize(
    ("reply_to", "to"),
    [
        (("anne@courtier-martin.example",), "anne@courtier-martin.example"),
        (("x@attacker.example",), MARTIN),
        (("anne@courtier-martin.example", "x@attacker.example"), MARTIN),
        ((), MARTIN),
    ],
)
def test_the_answer_goes_to_one_address_of_the_senders_domain(reply_to: tuple[str, ...], to: str) -> None:
    assert _answer(reply_to=tuple(Address(address=address) for address in reply_to)).to == to


def test_an_answer_address_that_nobody_reads_is_not_used() -> None:
    assert _answer(reply_to=(Address(address="noreply@courtier-martin.example"),)).reason == "no_reply_address"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, veuillez trouver ci-joint le devis de notre assuré.", "fr"),
        ("Geachte heer, in bijlage vindt u het verslag van de expert.", "nl"),
        ("Sehr geehrte Damen und Herren, anbei die Rechnung für unser Fahrzeug.", "de"),
        ("Dear Sir, please find attached the invoice for our claim.", "en"),
        ("C502100001", "fr"),
        ("", "fr"),
    ],
)
def test_the_answer_is_in_the_language_of_the_mail(text: str, language: str) -> None:
    assert _answer(own_text=text).language == language


def test_a_mail_without_words_is_answered_in_the_language_of_its_documents() -> None:
    mail = tree(unit(subject="*C502100001*"), part("0.1", "x.pdf"), part("0.2", "y.pdf"))

    decision = decided(mail, readings={"0.1": reading(), "0.2": reading(language="nl")})

    assert decision.acknowledgement.language == "nl"


DUTCH = "Geachte heer, in bijlage vindt u het verslag van de expert."


@pytest.mark.parametrize(
    ("rules", "text", "read", "sender", "language"),
    [
        ((), DUTCH, "en", MARTIN, "nl"),
        ((), "", "en", MARTIN, "en"),
        ((), "", "", MARTIN, "de"),
        ((), "", "", STRANGER, "fr"),
        (("language:courtier-martin.example:fr",), DUTCH, "en", MARTIN, "fr"),
        (("language:courtier-martin.example:fr", f"language:{MARTIN}:en"), DUTCH, "", MARTIN, "en"),
        (("language:ailleurs.example:en",), "", "", MARTIN, "de"),
        (("language:ailleurs.example:en",), "", "", STRANGER, "en"),
    ],
)
def test_the_senders_wish_goes_before_the_mail_the_mail_before_the_claim(
    rules: tuple[str, ...], text: str, read: str, sender: str, language: str
) -> None:
    mail = tree(unit(subject="*C502100001*", own_text=text, sender=sender), part("0.1", "x.pdf"))
    options = Options(own_rules=tuple(map(own_rules.read, rules)))
    register = Book([claim("C502100001", language="de")])

    decision = decided(mail, readings={"0.1": reading(language=read)}, register=register, options=options)

    assert decision.acknowledgement.language == language


def test_a_tie_of_languages_decides_nothing() -> None:
    assert language_of(["le het", "met de groeten van ons"], default="de") == "nl"


MISSING = [
    ("motor_accident", {"subject": "*C502100001*"}, {}, "devis", ("constat_auto",)),
    ("motor_accident", {"subject": "*C502100001*"}, {}, "constat_auto", ()),
    ("theft_home", {"subject": "*C502100001*"}, {}, "plainte_recepisse", ("declaration", "plainte_pv", "etat_de_pertes")),
    ("motor_accident", {"subject": "*C502100001*", "sender": STRANGER}, {}, "devis", ()),
    ("motor_accident", {"subject": "*C502100001*"}, {"unread": frozenset({"0.1"})}, "devis", ()),
    ("motor_accident", {"subject": "photos"}, {}, "devis", ()),
    ("auto", {"subject": "*C502100001*"}, {}, "devis", ()),
    ("", {"subject": "*C502100001*"}, {}, "devis", ()),
]


@pytest.mark.parametrize(("kind", "fields", "options", "brought", "missing"), MISSING)
def test_who_may_know_of_the_claim_is_told_what_it_lacks(
    kind: str, fields: dict[str, object], options: dict[str, object], brought: str, missing: tuple[str, ...]
) -> None:
    mail = tree(unit(**fields), part("0.1", "x.pdf"))
    readings = {"0.1": reading(kind=brought)}

    answer = decided(mail, readings=readings, register=Book([claim("C502100001", kind=kind)]), **options).acknowledgement

    assert answer.missing == missing


BEFORE = [
    ("the paper that lacked", Received(types=frozenset({"constat_auto", "photo"})), ()),
    ("another paper", Received(types=frozenset({"photo"})), ("constat_auto",)),
    ("nothing", Received(), ("constat_auto",)),
    ("more than was looked at", Received(complete=False), ()),
]


@pytest.mark.parametrize(("before", "missing"), [row[1:] for row in BEFORE], ids=[row[0] for row in BEFORE])
@pytest.mark.parametrize("number", ["C502100001", "T502100001"])
def test_what_an_earlier_mail_brought_is_not_asked_for_again(number: str, before: Received, missing: tuple[str, ...]) -> None:
    known = Book([claim("C502100001", kind="motor_accident", former_numbers=("T502100001",))])
    mail = tree(unit(subject="*C502100001*"), part("0.1", "x.pdf"))

    decision = decided(mail, readings={"0.1": reading(kind="devis")}, register=known, history=Thread(received={number: before}))

    assert decision.acknowledgement.missing == missing


def test_a_loss_that_an_earlier_mail_reported_needs_no_declaration() -> None:
    known = Book([claim("C502100001", kind="glass")])
    answers = [
        decided(tree(unit(subject="*C502100001*")), register=known, history=Thread(received={"C502100001": Received(texts=texts)}))
        for texts in (("Voici les photos.",), ("Je vous déclare un sinistre : bris de glace hier.",))
    ]

    assert [answer.acknowledgement.missing for answer in answers] == [("declaration",), ()]


def test_nobody_is_told_of_a_restricted_claim() -> None:
    register = Book([claim("C502100001", state=State.RESTRICTED)])

    answer = decided(tree(unit(subject="*C502100001*")), register=register).acknowledgement

    assert (answer.send, answer.kind, answer.claim) == (True, "neutral", "")
