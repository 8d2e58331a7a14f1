import pytest

from core.content import Content, Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Tree, Unit
from parsers.apart import Level, open_here
from parsers.opening import Opened, Opening
from parsers.passwords import BLANK, blanked, candidates, reworded
from parsers.tree import Source, walk
from tests.ingest.locked import WORD, locked_zip
from tests.parsers.build import PDF, Opener, file, mail, text


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("Bonjour,\nle mot de passe : Sinistre2024\nMerci", "Sinistre2024"),
        ("Mot de passe du fichier zip : « Hiver-24! ».", "Hiver-24!"),
        ("Wachtwoord is: Schade!24.", "Schade!24"),
        ("Das Passwort lautet Unfall-77", "Unfall-77"),
        ("mdp=abc123, merci", "abc123"),
        ("Please open it with password 'x y z' today", "x y z"),
        ("Password: *Bold99*", "Bold99"),
        ("Mot de passe :\nSinistre2024\nMerci", "Sinistre2024"),
        ("> Le mot de passe est :\n> Hiver!", "Hiver!"),
        ("Le mot de passe Hiver-24! ouvre tout", "Hiver-24!"),
        ("Voici de quoi l'ouvrir : Sinistre2024", "Sinistre2024"),
    ],
)
def test_the_likeliest_candidate_is_what_the_sender_meant(text: str, password: str) -> None:
    assert candidates((text,), limit=5)[0] == password


@pytest.mark.parametrize("text", ["Merci de votre passage.", "Pas de mot de passe", "mot de passe :", "", "Compassion : oui"])
def test_other_words_offer_nothing(text: str) -> None:
    assert candidates((text,), limit=5) == ()


def test_there_are_never_more_than_the_limit() -> None:
    assert len(candidates(tuple(f"mdp : secret{number}" for number in range(100)), limit=20)) == 20


@pytest.mark.parametrize(
    "text",
    [
        "Notre code sinistre : C502100001",
        "Mot de passe : C502100001",
        "Mot de passe C 502 100 001 merci",
        "mdp : T50.2100.001",
        "code client : 88123",
        "code postal : 1000",
        "Mot de passe :\nBien à vous",
        "Le mot de passe suit demain",
        "Mot de passe : Printemps",
    ],
)
def test_what_is_no_password_stays_readable(text: str) -> None:
    said = Unit(path="0", own_text=text, subject="Dossier Printemps")

    assert blanked(said, ("C502100001", "Printemps", "zz")) == said


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mdp : Hiver, merci", f"mdp : {BLANK} merci"),
        ("Mot de passe :\nSinistre2024\nMerci", f"Mot de passe :\n{BLANK}\nMerci"),
        ("Passwort :\r\n> Unfall-77", f"Passwort :\r\n> {BLANK}"),
        ("mot de passe Sinistre2024 pour C502100001", f"mot de passe {BLANK} pour C502100001"),
        ("mot de passe zip1 : abc", f"mot de passe zip1 : {BLANK}"),
        ("Wachtwoord 'x y z'", f"Wachtwoord '{BLANK}'"),
    ],
)
def test_what_stands_behind_a_word_for_password_is_blanked(text: str, left: str) -> None:
    assert blanked(Unit(path="0", own_text=text), ()).own_text == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Voici de quoi l'ouvrir : Sinistre2024", f"Voici de quoi l'ouvrir : {BLANK}"),
        ("Sinistre2024\n(deux fois Sinistre2024.)", f"{BLANK}\n(deux fois {BLANK}.)"),
        ("Le fichier s'ouvre avec Sinistre-2024", f"Le fichier s'ouvre avec {BLANK}"),
        ("PIN=4711 et non 47110", f"PIN={BLANK} et non 47110"),
    ],
)
def test_what_opened_something_is_blanked_wherever_it_stands(text: str, left: str) -> None:
    unit = blanked(Unit(path="0", own_text=text, quoted_text=text, signature=text), ("Sinistre2024", "4711"))

    assert (unit.own_text, unit.quoted_text, unit.signature) == (left, left, left)


@pytest.mark.parametrize(
    ("kept", "copy", "left"),
    [
        ("Clé : Hiver24, merci\nA", f"Clé : {BLANK}, merci\nA", f"Clé : {BLANK}, merci\nA"),
        ("Clé : Hiver24", f"Autre : {BLANK}", "Clé : Hiver24"),
        ("Clé : Hiver24", f"Clé {BLANK}", f"Clé {BLANK}"),
        ("Clé : Hiver24 ou Ete25 !", f"Clé : {BLANK} ou {BLANK} !", f"Clé : {BLANK} ou {BLANK} !"),
        ("Clé : Hiver24", f"Clé {BLANK} ou {BLANK}", "Clé : Hiver24"),
        (f"Clé : {BLANK}", f"Clé : Hiver24 {BLANK}", f"Clé : {BLANK}"),
        ("Clé : Hiver24", f"Clé : {BLANK}\n", "Clé : Hiver24"),
        ("Clé : Hiver24", "Clé : Ete25", "Clé : Hiver24"),
    ],
)
def test_of_another_copy_of_a_text_only_the_blanks_are_taken_over(kept: str, copy: str, left: str) -> None:
    assert reworded(kept, copy) == left


LOCKED = mail("Constat", text("Bonjour"), file(locked_zip(), "application/zip", "pieces.zip"))
TELLING = mail("Accès", text(f"Pour ouvrir : {WORD}"), file(PDF, "application/pdf", "plan.pdf"))
SILENT = mail("Envoi", text("Bonjour"), file(locked_zip("autre"), "application/zip", "autre.zip"))


def lent(opener: Opener, *mails: bytes, limits: Limits | None = None, level: Level = open_here) -> Tree:
    """A locked mail, opened with the words of others."""
    hints = tuple(map(opener.spool.keep, mails))
    source = Source(content=opener.spool.keep(LOCKED), declared_type="message/rfc822", hints=hints)
    return walk(source, spool=opener.spool, limits=limits or Limits(), level=level)


def test_another_mail_opens_what_is_locked_and_is_told_without_its_word(opener: Opener) -> None:
    tree = lent(opener, mail("Autre", text("Merci")), TELLING)

    assert ([part.name for part in tree.parts][-1], tree.hints) == (
        "facture.txt",
        ((), (Unit(path="0", own_text=f"Pour ouvrir : {BLANK}"),)),
    )
    assert WORD not in repr(tree)


def test_what_is_read_of_other_mails_leaves_nothing_in_the_spool(opener: Opener) -> None:
    before = lent(opener)
    files = sorted(path.stat().st_size for path in opener.spool.folder.rglob("*"))

    with Spool(opener.spool.folder.parent) as other:
        lent(Opener(other), SILENT, SILENT)
        left = sorted(path.stat().st_size for path in other.folder.rglob("*"))

    assert (len(before.parts), left) == (4, sorted([*files, len(SILENT), len(SILENT)]))


def test_other_mails_are_read_within_the_time_of_the_one_that_is_opened(opener: Opener) -> None:
    assert lent(opener, TELLING, limits=Limits(open_seconds=0)).parts[0].problem == Problem.TIMED_OUT


def test_of_other_mails_only_the_texts_are_opened_within_little_room(opener: Opener) -> None:
    opened: list[tuple[str, int]] = []

    def watched(media_type: str, content: Content, opening: Opening) -> Opened:
        opened.append((media_type, opening.limits.bytes_out))
        return open_here(media_type, content, opening)

    lent(opener, SILENT, limits=Limits(text_bytes=5_000, bytes_out=90_000), level=watched)

    assert opened[:2] == [("message/rfc822", 20_000), ("text/plain", 20_000)]
    assert [media_type for media_type, room in opened if room == 90_000] == ["message/rfc822", "text/plain", "application/zip"]
    assert len(opened) == 5
