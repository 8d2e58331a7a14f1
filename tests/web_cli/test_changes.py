"""What an administrator changes later: people and mailboxes."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from storage.models import Event, Mailbox
from tests.databases import Database
from tests.web_cli.command import Ran, claimpost

OLD, NEW = "a-long-enough-one", "another-long-one"

Run = Callable[..., Ran]


@pytest.fixture
def run(database: Database) -> Run:
    """The command, on the database of the test."""

    def run(*words: str, given: str = "") -> Ran:
        return claimpost(*words, given=given, home=database.home, settings={"CLAIMPOST_DATABASE_URL": database.url})

    return run


@pytest.fixture
def mailbox(database: Database) -> Mailbox:
    assert database
    return Mailbox.objects.create(
        name="claims", host="old.example", user="u", secret="file:/old", since="2026-01-01", folders=["INBOX"], acknowledge=True
    )


def test_only_what_is_given_changes(mailbox: Mailbox, run: Run) -> None:
    before = Mailbox.objects.values().get()

    ran = run("mailbox", "set", "claims", "--host", "new.example", "--ca-file", "/etc/ssl/house.pem")

    assert ran.status == 0, ran.err
    assert Mailbox.objects.values().get(pk=mailbox.pk) == {**before, "host": "new.example", "ca_file": "/etc/ssl/house.pem"}


def test_every_column_can_be_changed(mailbox: Mailbox, run: Run) -> None:
    ran = run(
        *("mailbox", "set", "claims", "--port", "143", "--security", "starttls", "--user", "v", "--secret", "file:/new"),
        *("--auth", "oauth2", "--folder", "A", "--folder", "B", "--settle", "move", "--settle-target", "Done"),
        *("--since", "2026-02-03", "--no-acknowledge"),
    )

    mailbox.refresh_from_db()
    assert ran.status == 0, ran.err
    assert (mailbox.port, mailbox.security, mailbox.user, mailbox.secret, mailbox.auth) == (143, "starttls", "v", "file:/new", "oauth2")
    assert (mailbox.folders, mailbox.settle, mailbox.settle_target, str(mailbox.since), mailbox.acknowledge) == (
        ["A", "B"], "move", "Done", "2026-02-03", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("set", "claims"), 2),
        (("set", "claims", "--secret", "geheim"), 2),
        (("set", "other", "--host", "h"), 1),
        (("disable", "other"), 1),
        (("enable", "other"), 1),
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(words: tuple[str, ...], status: int, mailbox: Mailbox, run: Run) -> None:
    before = Mailbox.objects.values().get()

    ran = run("mailbox", *words)

    assert (ran.status, Mailbox.objects.values().get(pk=mailbox.pk)) == (status, before)


def test_a_mailbox_is_switched_off_and_on(mailbox: Mailbox, run: Run) -> None:
    seen = []
    for step in ("disable", "enable"):
        assert run("mailbox", step, "claims").status == 0
        mailbox.refresh_from_db()
        seen.append(mailbox.enabled)

    assert seen == [False, True]


def test_a_new_mailbox_takes_the_file_of_its_authority(run: Run) -> None:
    run("mailbox", "add", "x", "--host", "h.example", "--user", "u", "--secret", "file:/x", "--ca-file", "/etc/ssl/house.pem")

    assert Mailbox.objects.get().ca_file == "/etc/ssl/house.pem"


def test_a_new_password_ends_what_was_begun_with_the_old_one(run: Run) -> None:
    user = User.objects.create_user("h.lambert", password=OLD)
    client = Client()
    assert client.login(username="h.lambert", password=OLD)

    ran = run("user", "passwd", "h.lambert", "--password-stdin", given=f"{NEW}\n")

    user.refresh_from_db()
    assert (ran.status, user.check_password(NEW), client.get("/").status_code) == (0, True, 302)


@pytest.mark.parametrize(("name", "password"), [("h.lambert", "short"), ("nobody", NEW)])
def test_a_password_that_will_not_do_is_refused(name: str, password: str, run: Run) -> None:
    user = User.objects.create_user("h.lambert", password=OLD)

    ran = run("user", "passwd", name, "--password-stdin", given=f"{password}\n")

    user.refresh_from_db()
    assert (ran.status, user.check_password(OLD)) == (1, True)


def test_somebody_is_shut_out_at_once_and_let_in_again(run: Run) -> None:
    User.objects.create_user("h.lambert", password=OLD)
    client = Client()
    client.login(username="h.lambert", password=OLD)

    seen = [client.get("/").status_code]
    for step in ("disable", "enable"):
        assert run("user", step, "h.lambert").status == 0
        seen.append(client.get("/").status_code)

    assert (seen, run("user", "disable", "nobody").status) == ([200, 302, 200], 1)


def test_a_person_is_given_exactly_these_roles_and_it_is_recorded(run: Run) -> None:
    added = run("user", "add", "a.beheer", "--role", "operator", "--role", "administrator", "--password-stdin", given=f"{OLD}\n")

    ran = run("user", "roles", "a.beheer", "administrator", "medical_adviser")

    assert (added.status, ran.status, run("user", "roles", "a.beheer", "king").status) == (0, 0, 2)
    assert set(User.objects.get().groups.values_list("name", flat=True)) == {"administrators", "medical_advisers"}
    given = [row.data for row in Event.objects.filter(what="roles_given")]
    assert given == [
        {"to": "a.beheer", "roles": ["administrator", "operator"]},
        {"to": "a.beheer", "roles": ["administrator", "medical_adviser"]},
    ]
