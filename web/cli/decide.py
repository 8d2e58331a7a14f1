"""`claimpost decide MAIL --register claims.csv`: what the pipeline would do with a mail, and why."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from core.papers import Received
from core.precedents import Earlier
from core.values import Reading, Tree
from ingest.options import is_read, options
from router.mail import MailDecision, decide_mail
from router.systems import connect
from web.cli import output, shapes
from web.cli.opening import EXISTING, Workbench, open_file, workbench


class NoHistory:
    """One mail on its own has no earlier mails."""

    def thread_claims(self, message_ids: Iterable[str]) -> tuple[str, ...]:
        """None."""
        del message_ids
        return ()

    def received(self, numbers: Iterable[str]) -> Received:
        """Nothing."""
        del numbers
        return Received()

    def assigned(self, **_like: object) -> Earlier:
        """None."""
        return Earlier()


@click.command("decide")
@click.argument("mail", type=EXISTING)
@click.option("--register", type=EXISTING, required=True, help="CSV file of the claims that exist.")
@click.option("--authserv-id", metavar="NAME", help="Whose Authentication-Results to trust; CLAIMPOST_AUTHSERV_ID by default.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]), help="Decide as of this moment, not now.")
@click.option("--explain", is_flag=True, help="Also print every rule that was asked, and what it saw.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def command(mail: Path, *, register: Path, authserv_id: str | None, at: datetime | None, explain: bool, as_json: bool) -> None:
    """Decide which claim MAIL belongs to: opens it, reads its documents, and applies the rules against the register.

    Nothing is kept and nothing is sent. Earlier mails of the same thread are not known here.
    """
    with workbench() as bench:
        settings = dataclasses.replace(bench.settings, authserv_id=authserv_id) if authserv_id else bench.settings
        tree = open_file(mail, bench)
        now = at or datetime.now(UTC)
        readings = readings_of(tree, bench, received_at=now)
        decision = decide_mail(tree, readings, connect(register), NoHistory(), options(settings), now=now)
    if as_json:
        output.answer(
            {
                "units": shapes.verdicts(decision.units),
                "tasks": [shapes.task(plan) for plan in decision.tasks],
                "acknowledgement": shapes.acknowledgement(decision.acknowledgement),
            }
        )
    else:
        _show(tree, readings, decision)
        if explain:
            steps = ((one.path, step.rule, step.said, ", ".join(step.saw)) for one in decision.units for step in one.trail)
            output.console().print(output.table("Rules asked", ("path", "rule", "said", "saw"), steps))


def readings_of(tree: Tree, bench: Workbench, *, received_at: datetime) -> Mapping[str, Reading]:
    """What every document in the tree says, by its path."""
    texts = {unit.path: unit.own_text for unit in tree.units}
    return {
        part.path: bench.sandbox.read_document(
            part.content, name=part.name, media_type=part.media_type, mail_text=texts.get(part.unit, ""), received_at=received_at
        )
        for part in tree.parts
        if is_read(part)
    }


def _show(tree: Tree, readings: Mapping[str, Reading], decision: MailDecision) -> None:
    console = output.console()
    console.print(_units(tree, decision))
    if readings:
        papers = ((path, one.type.id, f"{one.type.confidence:.0%}", len(one.pages), one.problem or "") for path, one in readings.items())
        console.print(output.table("Documents", ("path", "type", "confidence", "pages", "problem"), papers))
    tasks = (
        (one.claim, one.handler, one.title, ", ".join(one.items), ", ".join(one.warnings), f"{one.due_at:%Y-%m-%d %H:%M}")
        for one in decision.tasks
    )
    if decision.tasks:
        console.print(output.table("Tasks", ("claim", "handler", "title", "items", "warnings", "due"), tasks))
    answer = decision.acknowledgement
    told = f"{answer.kind}, to {answer.to} in {answer.language}" if answer.send else f"none ({answer.reason})"
    console.print(output.printable(f"Acknowledgement: {told}"))


def _units(tree: Tree, decision: MailDecision) -> Table:
    subjects = {unit.path: unit.subject for unit in tree.units}
    columns = ("path", "subject", "outcome", "claims", "why", "rule", "sender", "proposed")
    rows = (
        (
            one.path,
            output.short(subjects.get(one.path, ""), 50),
            one.outcome,
            ", ".join(one.claims),
            ", ".join(one.why),
            one.rule,
            one.sender_class,
            ", ".join(f"{found.number} ({found.score:.2f}: {', '.join(found.evidence)})" for found in one.candidates),
        )
        for one in decision.units
    )
    return output.table("Mails", columns, rows)
