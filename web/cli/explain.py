"""`claimpost explain MAIL --register claims.csv --rule ...`: what a rule of the house would change about a mail."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from core.errors import Misconfigured
from core.own_rules import OwnRule, read
from core.settings import EMBEDDED
from core.settings import read as read_settings
from ingest.options import options
from router.mail import MailDecision, decide_mail
from router.systems import connect
from web.cli import office, output, shapes
from web.cli.decide import NoHistory, readings_of
from web.cli.opening import EXISTING, open_file, workbench
from web.cli.rule import checked


def _rules(_context: click.Context, _parameter: click.Parameter, written: tuple[str, ...]) -> tuple[OwnRule, ...]:
    try:
        return tuple(checked(read(text)) for text in written)
    except Misconfigured as error:
        raise click.BadParameter(str(error)) from error


@click.command("explain")
@click.argument("mail", type=EXISTING)
@click.option("--register", type=EXISTING, required=True, help="CSV file of the claims that exist.")
@click.option(
    "--rule", "rules", multiple=True, required=True, callback=_rules, metavar="KIND:WHERE:WHAT", help="A rule to try; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def command(mail: Path, *, register: Path, rules: tuple[OwnRule, ...], as_json: bool) -> None:
    """Decide MAIL by the rules of the house that hold, then with one that is not there yet too, and show both. Nothing is kept."""
    holding = _in_force()
    with workbench() as bench:
        tree = open_file(mail, bench)
        now = datetime.now(UTC)
        readings = readings_of(tree, bench, received_at=now)
        claims = connect(register)
        before, after = (
            decide_mail(tree, readings, claims, NoHistory(), options(bench.settings, tried), now=now)
            for tried in (holding, (*holding, *rules))
        )
    if as_json:
        answer = {"without": shapes.verdicts(before.units), "with": shapes.verdicts(after.units)}
        output.answer({**answer, "changed": answer["without"] != answer["with"]})
    else:
        output.console().print(
            output.table(
                "Without and with the rule", ("path", "rule", "outcome", "claims", "why", "sender", "proposed"), _rows(before, after)
            )
        )


def _in_force() -> tuple[OwnRule, ...]:
    """The rules of the installation; none where there is no installation yet.

    Raises:
        Failed: its tables are older, or its database does not answer.
        Misconfigured: somebody wrote a row by hand that does not fit.
    """
    settings = read_settings(os.environ)
    if not settings.database_url and not (settings.home / EMBEDDED).exists():
        return ()
    office.ready()
    from storage import rules

    return rules.enabled()


def _rows(before: MailDecision, after: MailDecision) -> list[tuple[str, ...]]:
    return [
        (
            one.path,
            name,
            one.outcome,
            ", ".join(one.claims),
            ", ".join(one.why),
            one.sender_class,
            ", ".join(found.number for found in one.candidates),
        )
        for pair in zip(before.units, after.units, strict=True)
        for name, one in zip(("without", "with"), pair, strict=True)
    ]
