"""Why a mail is where it is: one sentence first, and every rule that was asked below it."""

from dataclasses import fields

import pytest
from django.test import Client

from core import codec
from core.values import Said, Step, Verdict
from router.facts import Facts
from router.grammar import default
from tests.web.builders import Sent, send
from tests.web.reading import page, text
from web.words import codes, reasons, trail

STEPS = (
    Step(rule="sender_auth_failed", saw=("sender=L",), said=Said.PASSED),
    Step(rule="not_delimited.L", saw=("carrier=subject", "form=bare", "delimited=no"), said=Said.WARNED),
    Step(rule="route", saw=(), said=Said.DECIDED),
)


def test_the_page_of_a_task_tells_every_rule_that_was_asked_and_what_it_saw(handler: Client) -> None:
    made = send(Sent())
    row = made.task.verdict
    row.value = {**row.value, "trail": codec.dump(STEPS), "rules_version": "1-0a1b2c3d4e5f"}
    row.save()

    read = text(page(handler, f"/tasks/{made.task.pk}/"))

    for words in (
        "Comment cela a été décidé",
        "expéditeur : Intervenant authentifié ne s’applique pas",
        "endroit de la référence : dans l’objet du mail; forme de la référence : sans astérisques; entre astérisques : Non s’applique",
        "Attribué au sinistre s’applique : décide",
        "Règles 1-0a1b2c3d4e5f",
    ):
        assert words in read


def test_every_fact_and_every_rule_has_words() -> None:
    values = {value for rule in default().rules for condition in rule.conditions for value in condition.values if isinstance(value, str)}

    assert {field.name for field in fields(Facts)} - set(trail.FACTS) == set()
    assert values - {"L", "O", "U", "X"} - set(trail.VALUES) == set()
    assert {rule.name.partition(".")[0] for rule in default().rules} - set(reasons.REASONS) - set(codes.OUTCOMES) == set()
    assert set(Said) == set(trail.SAID)


@pytest.mark.parametrize("value", [{}, {"trail": []}])
def test_a_verdict_from_before_there_were_trails_is_shown_without(value: dict[str, object], handler: Client) -> None:
    made = send(Sent())
    row = made.task.verdict
    row.value = {key: found for key, found in row.value.items() if key not in {"trail", "rules_version"}} | value
    row.save()

    assert "Comment cela a été décidé" not in text(page(handler, f"/tasks/{made.task.pk}/"))
    assert codec.load(Verdict, row.value).trail == ()
