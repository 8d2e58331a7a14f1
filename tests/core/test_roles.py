"""The matrix of domain section 8.1, as the domain's own table has it."""

import pytest

from core.classes import classes_of, counting
from core.roles import MATRIX, Role, Sight, is_open, shut, sight

LEVELS = ("P1", "P2", "P3", "P4", "P5", "P6")
TABLE = {
    Role.HANDLER: "whole whole request reason whole whole",
    Role.SUPERVISOR: "whole whole request reason whole reason",
    Role.OPERATOR: "whole masked badge hidden title title",
    Role.ADVISER: "nothing nothing nothing whole nothing nothing",
    Role.ADMINISTRATOR: "nothing nothing nothing nothing nothing nothing",
}


def test_the_matrix_says_what_the_domain_says() -> None:
    assert {role: " ".join(row[level].name.lower() for level in LEVELS) for role, row in MATRIX.items()} == TABLE


@pytest.mark.parametrize(
    ("roles", "levels", "seen"),
    [
        ((), ("P1",), Sight.NOTHING),
        ((Role.OPERATOR, Role.SUPERVISOR), ("P2",), Sight.WHOLE),
        ((Role.OPERATOR, Role.SUPERVISOR), ("P6",), Sight.REASON),
        ((Role.SUPERVISOR,), ("P5", "P6"), Sight.REASON),
        ((Role.OPERATOR,), ("P4", "P5"), Sight.BADGE),
        ((Role.ADVISER,), ("P4", "P5"), Sight.NOTHING),
        ((Role.ADVISER, Role.ADMINISTRATOR), ("P4",), Sight.WHOLE),
    ],
)
def test_several_roles_add_up_and_several_classes_take_the_strictest(roles: tuple[Role, ...], levels: tuple[str, ...], seen: Sight) -> None:
    assert sight(roles, levels) is seen


@pytest.mark.parametrize(
    ("seen", "opened", "shown"),
    [
        (Sight.WHOLE, False, True),
        (Sight.MASKED, False, True),
        (Sight.REQUEST, False, False),
        (Sight.REQUEST, True, True),
        (Sight.REASON, True, True),
        (Sight.HIDDEN, True, True),
        (Sight.TITLE, True, False),
        (Sight.BADGE, True, False),
        (Sight.NOTHING, True, False),
    ],
)
def test_what_was_opened_shows_its_pages_where_opening_is_allowed(seen: Sight, opened: bool, shown: bool) -> None:  # noqa: FBT001 - a case
    assert is_open(seen, opened=opened) is shown


def test_what_only_the_handler_opens_is_a_title_or_a_badge_for_others() -> None:
    assert [shut(seen) for seen in Sight] == [Sight.NOTHING, Sight.BADGE, Sight.TITLE, Sight.BADGE, *[Sight.TITLE] * 4]


@pytest.mark.parametrize(
    ("kind", "hints", "levels"),
    [
        ("courrier_tiers", None, {"P1"}),
        ("devis", None, {"P2"}),
        ("devis", ("P1", "P2", "P4"), {"P4"}),
        ("constat_auto", ("P1", "P3"), {"P1"}),
        ("permis_conduire", (), {"P3"}),
        ("courrier_tiers", ("P1", "P3"), {"P3"}),
        ("frais_medicaux", (), {"P4"}),
        ("pv_police", ("P4",), {"P4", "P5"}),
        ("", (), {"P1"}),
    ],
)
def test_a_paper_counts_by_the_classes_that_need_care(kind: str, hints: tuple[str, ...] | None, levels: set[str]) -> None:
    assert counting(kind, hints) == levels


def test_the_classes_of_a_paper_begin_with_those_of_its_type() -> None:
    assert classes_of("citation", ("P1", "P2", "P4")) == ("P5", "P3", "P4")
