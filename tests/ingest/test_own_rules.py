"""The rules of the house reach the router from their rows."""

import pytest

from core.errors import Misconfigured
from core.own_rules import read
from ingest import services
from storage import models, rules
from tests.ingest.way import NOW, deliver
from tests.whole import mails

GLASS = read("branch:sinistres@assureur.example:glass")
BY = {"actor": "o.leclerc", "now": NOW}


def test_a_rule_holds_for_mails_that_are_decided_after_it_was_added(hands: services.Services) -> None:
    before = deliver(mails.letter(1, serial=1), hands)
    added = [rules.add("glass", GLASS, **BY) for _ in range(2)]

    after = deliver(mails.letter(1, serial=2), hands)

    assert (added, before[0].warnings, after[0].warnings) == ([True, False], [], ["other_branch"])


def test_a_rule_that_is_switched_off_or_removed_holds_no_longer(hands: services.Services) -> None:
    rules.add("glass", GLASS, **BY)
    models.RoutingRule.objects.update(enabled=False)

    (task,) = deliver(mails.letter(1, serial=1), hands)

    assert (task.warnings, rules.enabled(), rules.remove("glass", **BY), rules.remove("glass", **BY)) == ([], (), True, False)


@pytest.mark.usefixtures("hands")
def test_whoever_adds_or_removes_one_leaves_a_trace() -> None:
    rules.add("glass", GLASS, **BY)
    rules.remove("glass", **BY)

    found = [(row.what, row.actor, row.data["name"]) for row in models.Event.objects.filter(what__startswith="rule_")]
    assert found == [("rule_added", "o.leclerc", "glass"), ("rule_removed", "o.leclerc", "glass")]


def test_a_row_that_was_written_by_hand_and_does_not_fit_is_refused(hands: services.Services) -> None:
    models.RoutingRule.objects.create(name="x", kind="foreign_number", where="autre.example", what=".*")

    with pytest.raises(Misconfigured, match="rule_number"):
        rules.enabled()
    assert hands.settings.home.is_dir()
