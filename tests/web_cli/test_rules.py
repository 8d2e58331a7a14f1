"""Rules of the house at the terminal: added, listed, removed, and tried before."""

from pathlib import Path

import pytest

from tests.web_cli.command import claimpost

BORDER = {"CLAIMPOST_AUTHSERV_ID": "mx.assureur.example"}
MAIL = (
    b"Authentication-Results: mx.assureur.example; dmarc=pass header.from=autre-assureur.example\r\n"
    b"From: Autre assureur <gestion@autre-assureur.example>\r\nTo: auto@assureur.example\r\nSubject: Votre sinistre AB-12345/26\r\n"
    b"Message-ID: <1@autre-assureur.example>\r\nDate: Wed, 4 Mar 2026 10:11:00 +0100\r\n\r\nBonjour\r\n"
)
CLAIMS = "number,state,kind,insured,broker_ref,party_emails\nC502100001,open,glass,DUPONT Jean,AB-12345/26,gestion@autre-assureur.example\n"
NUMBERS = "foreign_number:autre-assureur.example:@@-#####/##"


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "mail.eml").write_bytes(MAIL)
    return tmp_path / "mail.eml"


def test_a_rule_is_tried_on_a_mail_before_it_is_added(mail: Path) -> None:
    ran = claimpost(
        "explain", mail, "--register", mail.parent / "claims.csv", "--rule", NUMBERS, "--json", home=mail.parent / "home", settings=BORDER
    )

    found = [(ran.json[name][0]["claims"], ran.json[name][0]["why"][-1]) for name in ("without", "with")]
    assert (found, ran.json["changed"]) == ([([], "no_reference"), (["C502100001"], "foreign_number")], True)


def test_a_person_reads_both_verdicts_in_a_table(mail: Path) -> None:
    ran = claimpost(
        "explain", mail, "--register", mail.parent / "claims.csv", "--rule", NUMBERS, home=mail.parent / "home", settings=BORDER
    )

    assert (ran.status, "without" in ran.out, "C502100001" in ran.out) == (0, True, True)


def test_a_rule_is_tried_beside_those_that_hold(mail: Path) -> None:
    home = mail.parent / "home"
    home.mkdir()
    assert claimpost("migrate", home=home).status == 0
    kind, where, what = NUMBERS.split(":")
    added = claimpost("rule", "add", "theirs", "--kind", kind, "--where", where, "--what", what, home=home)
    again = ("explain", mail, "--register", mail.parent / "claims.csv", "--rule", "branch:auto@assureur.example:motor_accident", "--json")

    ran = claimpost(*again, home=home, settings=BORDER)

    reasons = [ran.json[name][0]["why"] for name in ("without", "with")]
    assert (added.status, ["foreign_number" in why for why in reasons], ["other_branch" in why for why in reasons]) == (
        0,
        [True, True],
        [False, True],
    )


def test_where_nothing_is_installed_no_rule_holds_and_nothing_is_made(mail: Path) -> None:
    home = mail.parent / "home"

    ran = claimpost("explain", mail, "--register", mail.parent / "claims.csv", "--rule", NUMBERS, home=home, settings=BORDER)

    assert (ran.status, (home / "claimpost.sqlite3").exists()) == (0, False)


@pytest.mark.parametrize("rule", ["foreign_number:x.example:.*", "branch:auto@assureur.example:spaceships", "x"])
def test_a_rule_that_does_not_fit_is_not_tried(mail: Path, rule: str) -> None:
    ran = claimpost("explain", mail, "--register", mail.parent / "claims.csv", "--rule", rule)

    assert (ran.status, "rule_" in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_rules_are_added_once_listed_and_removed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert claimpost("migrate", home=home).status == 0
    rule = ("--kind", "branch", "--where", "auto@assureur.example", "--what", "glass,motor_accident")

    ran = [
        claimpost("rule", *words, home=home)
        for words in (
            ("add", "auto", *rule),
            ("add", "auto", *rule),
            ("add", "other", *rule[:5], "spaceships"),
            ("list",),
            ("remove", "auto"),
            ("remove", "auto"),
        )
    ]

    assert [one.status for one in ran] == [0, 1, 1, 0, 0, 1]
    assert ("rule_branch" in ran[2].err, "glass,motor_accident" in ran[3].out) == (True, True)
