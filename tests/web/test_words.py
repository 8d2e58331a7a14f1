import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from django.utils import translation

from core.classes import CLASSES
from core.errors import Problem
from core.judgements import Opinion
from core.precedents import Precedent
from core.values import Auto, Carrier, Form, Kind, Outcome, Reference, SenderClass, Verdict
from extractors.names import issuers, people
from ingest import corrections, runner
from router.checklist import State
from router.kinds import kinds
from router.losses import Standing
from router.tasks import MISDATED
from storage import corrections as kept
from storage import hands, judgements, stamps, tasks, tending, threads
from storage.desk import Viewer
from storage.models import Task
from web import words
from web.locale_tools import LANGUAGES, catalogue, marked, untranslated
from web.templatetags.privacy import full_title_for
from web.words import checklist, codes, documents, facts, reasons, roles

ROOT = Path(__file__).parents[2]

SUBJECT = Reference(
    value="C502100001", kind="claim", carrier=Carrier.SUBJECT, form=Form.EXACT, path="0", raw="*C502100001*", delimited=True
)
INNER = Reference(
    value="C502100001", kind="claim", carrier=Carrier.SUBJECT, form=Form.EXACT, path="0.1", raw="*C502100001*", delimited=True
)
REPAIRED = Reference(value="C502100001", kind="claim", carrier=Carrier.OWN_TEXT, form=Form.REPAIRED, path="0", raw="*C5O21OOOO1*")
NAMED = Reference(value="C502100001", kind="claim", carrier=Carrier.FILE_NAME, form=Form.BARE, path="0.1", raw="C502100001")


BEFORE = Precedent(claim="C502100001", actor="o.leclerc", at=datetime(2026, 3, 2, 10, tzinfo=UTC), unit=7, tie="thread")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_marked_word_is_translated(language: str) -> None:
    assert untranslated(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_nothing_that_is_not_marked(language: str) -> None:

    known = {entry.msgid for entry in polib.pofile(str(catalogue(language)))}

    assert known - {message.text for message in marked()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    file = catalogue(language)

    written = {entry.msgid: entry.msgstr_plural or entry.msgstr for entry in polib.pofile(str(file))}
    compiled = {entry.msgid: entry.msgstr_plural or entry.msgstr for entry in polib.mofile(str(file.with_suffix(".mo")))}

    assert compiled == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_the_source_fills_in(language: str) -> None:
    slot = re.compile(r"%\(\w+\)s")

    wrong = [
        entry.msgid
        for entry in polib.pofile(str(catalogue(language)))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text and sorted(slot.findall(text)) != sorted(slot.findall(entry.msgid))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("values", "table"),
    [
        (Problem, codes.PROBLEMS),
        (Kind, codes.KINDS),
        (Outcome, codes.OUTCOMES),
        (Carrier, reasons.CARRIERS),
        (Carrier, reasons.INNER_CARRIERS),
        (Form, reasons.FORMS),
        (SenderClass, reasons.SENDERS),
        (SenderClass, reasons.BADGES),
        (Auto, reasons.REASONS),
        (Task.State.values, codes.STATES),
        (Task.Kind.values, codes.TASK_KINDS),
        (State, checklist.STATES),
        (Standing, checklist.STANDINGS),
        (runner.STEPS, codes.STEPS),
        (threads.TRIED, codes.EVENTS),
        ((*kept.CORRECTIONS, kept.UNDONE, tasks.FOLDED, hands.STAMPED, hands.TAKEN_BACK), codes.EVENTS),
        ((tending.HANDED, tending.SNOOZED, tending.WOKEN, tending.NOTED, judgements.RETAKEN, judgements.RETYPED), codes.EVENTS),
        ([f"fact_{opinion}" for opinion in Opinion], codes.EVENTS),
        ((stamps.HANDED_OVER, MISDATED), reasons.REASONS),
        (corrections.REASONS, reasons.REASONS),
    ],
)
def test_every_value_of_a_closed_set_has_words(values: type, table: dict[str, str]) -> None:
    assert [str(value) for value in values if str(value) not in table] == []


def test_every_event_that_is_recorded_has_words() -> None:
    sources = [file.read_text(encoding="utf-8") for name in ("storage", "ingest", "web") for file in (ROOT / name).rglob("*.py")]

    recorded = {code for source in sources for code in re.findall(r"""record\(\s*"([a-z_]+)\"""", source)}

    assert ("opened" in recorded, recorded - set(codes.EVENTS)) == (True, set())


def yaml_of(path: str) -> Any:  # noqa: ANN401 - YAML is what it is
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_every_document_type_has_a_name_a_title_and_its_classes() -> None:
    types = yaml_of("extractors/data/document_types.yaml")["document_types"]

    assert {row["id"] for row in types} == set(documents.TYPES)
    assert set(documents.TYPES) <= set(documents.TITLES)
    assert {row["id"]: above for row in types if (above := {code for code in row["sens"] if code > "P1"})} == {
        kind: set(classes) for kind, classes in CLASSES.items()
    }


def test_every_field_of_a_document_has_a_name() -> None:
    fields = {name for row in yaml_of("extractors/data/document_types.yaml")["document_types"] for name in row.get("fields") or {}}
    formats = set(yaml_of("extractors/data/field_formats.yaml")["field_formats"]) - {"free_text", "yes_no"}

    assert (fields | formats) - set(facts.FACTS) == set()


def test_everything_that_a_kind_of_claim_needs_has_words() -> None:
    rows = yaml_of("router/data/claim_kinds.yaml")["claim_kinds"]
    tables = (("must_hold", checklist.HELD), ("checks", checklist.CHECKS), ("advice", checklist.ADVICE), ("tell", checklist.TELL))
    wordless = {code for row in rows for key, table in tables for code in row[key] if code not in table}
    since = {row["declare"]["from"] for row in rows if row["declare"]["n"]}
    police = {row["police"]["what"] for row in rows if row["police"]}

    assert (wordless, {row["id"] for row in rows}, police) == (set(), set(checklist.KINDS), set(checklist.POLICE))
    assert since == set(checklist.SINCE)


def test_every_part_of_a_named_person_has_words() -> None:
    assert {*people.LABELS, *people.PHRASES, *issuers.TRADES} - {"", *roles.ROLES} == set()


def test_every_reason_of_a_rule_has_words() -> None:
    rules = yaml_of("router/data/reference.yaml")["routing"]

    assert {why for rule in rules for why in rule.get("why") or ()} - set(reasons.REASONS) == set()


def test_every_flag_of_a_kind_of_claim_has_words() -> None:
    flags = {code for kind in kinds().values() for code in kind.flags} - {"always"}

    assert flags - set(reasons.REASONS) == set()


def test_everything_that_a_sender_may_want_has_words() -> None:
    assert set(yaml_of("router/data/intents.yaml")) - set(reasons.INTENTS) == set()


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert (words.warning("brand_new_reason"), words.title("brand_new_title")) == ("Brand_new_reason", "Brand_new_title")


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (
            Verdict(path="0.1", outcome=Outcome.ROUTE, claims=("C502100001",), references=(INNER,), sender_class=SenderClass.LINKED),
            "Référence *C502100001* entre astérisques dans l’objet du mail joint ; expéditeur : intervenant de ce sinistre, authentifié.",
        ),
        (
            Verdict(
                path="0", outcome=Outcome.ROUTE_WARN, claims=("C502100001",), references=(REPAIRED,), why=("sender_not_authenticated",)
            ),
            (
                "Référence C502100001, écrite « C5O21OOOO1 » et corrigée, dans le message ; "
                "l’adresse de l’expéditeur n’a pas pu être authentifiée."
            ),
        ),
        (
            Verdict(path="0", outcome=Outcome.ROUTE_WARN, claims=("C502100001",), references=(NAMED,), sender_class=SenderClass.OTHER),
            "Référence C502100001 dans un nom de fichier ; expéditeur : connu, mais étranger à ce sinistre.",
        ),
        (
            Verdict(path="0", outcome=Outcome.TRIAGE, why=("no_reference",)),
            "Aucune référence n’a été trouvée ; expéditeur : inconnu.",
        ),
        (
            Verdict(path="0", outcome=Outcome.TRIAGE, why=("reference_not_found",), references=(SUBJECT,), sender_class=SenderClass.LINKED),
            (
                "Aucun sinistre ne porte ce numéro ; référence *C502100001* entre astérisques dans l’objet du mail ; "
                "expéditeur : intervenant de ce sinistre, authentifié."
            ),
        ),
        (Verdict(path="0", outcome=Outcome.IGNORE, why=("carries_units",)), "Ce mail ne fait que transporter d’autres mails."),
        (
            Verdict(path="0", outcome=Outcome.ROUTE, claims=("C502100001",), why=("assigned",), rule="assigned"),
            "Attribué par une personne.",
        ),
        (Verdict(path="0", outcome=Outcome.IGNORE), ""),
        (
            Verdict(path="0", outcome=Outcome.ROUTE_WARN, claims=("C502100001",), why=("assigned_before",), precedent=BEFORE),
            "Un mail précédent de ce fil a été attribué par o.leclerc le 02/03/2026 ; expéditeur : inconnu.",
        ),
    ],
)
def test_a_verdict_is_told_in_one_sentence(verdict: Verdict, sentence: str) -> None:
    with translation.override("fr"):
        assert words.reason_sentence(verdict) == sentence


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "C502100001 – DUPONT Jean – Rapport d’expertise reçu"),
        ("nl", "C502100001 – DUPONT Jean – Expertiseverslag ontvangen"),
        ("de", "C502100001 – DUPONT Jean – Gutachten eingegangen"),
        ("en", "C502100001 – DUPONT Jean – Expert report received"),
    ],
)
def test_a_task_is_called_by_claim_insured_and_what_arrived(language: str, title: str) -> None:
    task = Task(claim="C502100001", insured="DUPONT Jean", title="rapport_expertise")

    with translation.override(language):
        assert full_title_for(task, Viewer(name="h.lambert")) == title
