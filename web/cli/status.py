"""`claimpost status`: whether all adds up."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from web.cli import office, output

if TYPE_CHECKING:
    from web.cli.numbers import Numbers


@click.command("status")
@click.option("--blobs", "look_at_blobs", is_flag=True, help="Ask the store for every blob too; it takes as long as there are blobs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, as_json: bool, look_at_blobs: bool) -> None:
    """Show what the mailboxes hold and what is left to do. Ends with status 1 when something needs a person.

    For each mailbox, what lies on its server must be held here, waiting or in quarantine: nothing is lost, nothing unseen.
    """
    settings = office.ready()
    from storage import blobs
    from web.cli.numbers import collect, with_blobs

    now = datetime.now(UTC)
    numbers = collect(now, settings.poll_seconds, settings.answers)
    if look_at_blobs:
        numbers = with_blobs(numbers, blobs.connect(settings), now)
    if as_json:
        output.answer(numbers.shape())
    else:
        show(numbers)
    if numbers.problems:
        raise click.exceptions.Exit(1)


def show(numbers: "Numbers") -> None:
    """The numbers as tables."""
    console = output.console()
    console.print(
        output.table(
            "Mailboxes",
            ("mailbox", "on server", "held", "waiting", "quarantined", "moved away", "last success", "adds up"),
            (
                (
                    name,
                    one.on_server,
                    one.held,
                    one.waiting,
                    one.quarantined,
                    one.moved,
                    f"{one.last_success_at:%Y-%m-%d %H:%M:%S}" if one.last_success_at else "never",
                    "yes" if one.balanced else "NO",
                )
                for name, one in numbers.mailboxes
            ),
        )
    )
    jobs = ((one.step, one.waiting, one.running, one.failing, one.stuck) for one in numbers.jobs)
    if numbers.jobs:
        console.print(output.table("Left to do", ("step", "waiting", "running", "tried again", "stuck"), jobs))
    else:
        console.print("Nothing is left to do.")
    console.print(f"Open tasks: {numbers.tasks} on claims, {numbers.triage} in triage, {numbers.on_hold} on hold.")
    for problem in numbers.problems:
        console.print(f"Look at this: {problem}")
