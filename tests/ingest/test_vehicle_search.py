"""The thirty days in which a stolen vehicle may be found."""

from dataclasses import replace

import pytest

from ingest import clocks, stamping
from ingest.known import Known
from ingest.services import Services
from router.clocks import State
from router.systems import connect
from tests.databases import ON_BOTH
from tests.ingest.clock_hands import later, on, paper
from tests.ingest.way import deliver
from tests.whole import mails


def stolen(hands: Services, kind: str = "vehicle_theft") -> Services:
    """The office, whose claims are of this kind."""
    register = hands.settings.register
    assert register is not None
    register.write_text(register.read_text("utf-8").replace(",auto,", f",{kind},"), "utf-8")
    return replace(hands, register=connect(register))


@ON_BOTH
@pytest.mark.parametrize(
    ("kind", "paper_type", "found_on", "day", "state"),
    [
        ("vehicle_theft", "plainte_pv", None, 3, State.RUNNING),
        ("vehicle_theft", "plainte_recepisse", None, 27, State.WARN),
        ("vehicle_theft", "plainte_pv", None, 32, State.OVERDUE),
        ("vehicle_theft", "plainte_pv", 12, 32, State.MET),
        ("vehicle_theft", "plainte_pv", 31, 32, State.MISSED),
        ("theft_home", "plainte_pv", None, 32, State.VOID),
        ("vehicle_theft", "devis", None, 32, None),
    ],
)
def test_the_clock_of_a_stolen_vehicle(
    kind: str, paper_type: str, found_on: float | None, day: float, state: State | None, hands: Services
) -> None:
    hands = stolen(hands, kind)
    (task,) = deliver(mails.letter(1), hands)
    paper(task, paper_type)
    if found_on is not None:
        stamping.stamp(task.pk, "search_ended_at", on(found_on), "h.lambert", later(hands, days=day))

    assert {one.id: one.state for one in clocks.of_task(task, later(hands, days=day))}.get("vehicle_search") is state


@pytest.mark.parametrize(("kind", "offered"), [("vehicle_theft", True), ("theft_home", False)])
def test_the_end_of_a_search_is_stamped_where_a_vehicle_was_stolen(kind: str, offered: bool, hands: Services) -> None:  # noqa: FBT001 - a column
    hands = stolen(hands, kind)
    (task,) = deliver(mails.letter(1), hands)

    assert ("search_ended_at" in stamping.names(task, Known(hands, exact=False))) is offered
