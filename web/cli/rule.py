"""`claimpost rule ...`: the rules of the house about other insurers' numbers, branches and relays."""

from datetime import UTC, datetime

import click

from core.errors import Misconfigured
from core.own_rules import OwnRule, RuleKind
from router.book import public_domains
from router.kinds import kinds
from web.cli import office, output
from web.cli.errors import Failed

LONGEST_NAME = 100
ACTOR = "command line"


def checked(rule: OwnRule) -> OwnRule:
    """The same rule, when the kinds of claim that it names are there, and no public provider's users are trusted by it.

    Raises:
        Misconfigured: rule_branch, rule_public.
    """
    if rule.kind is not RuleKind.BRANCH and {rule.where, rule.what} & public_domains():
        raise Misconfigured("rule_public", "everybody writes from there; name one address, or a domain of its own")
    unknown = set(rule.values) - set(kinds()) if rule.kind is RuleKind.BRANCH else set()
    if unknown:
        raise Misconfigured("rule_branch", f"{', '.join(sorted(unknown))}; of: {', '.join(kinds())}")
    return rule


@click.group("rule")
def command() -> None:
    """The rules of the house. Try one with: claimpost explain MAIL --rule KIND:WHERE:WHAT."""


@command.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(list(map(str, RuleKind))), required=True, help="What the rule is about.")
@click.option("--where", required=True, help="Domain of the senders of foreign numbers; else the address of the mailbox.")
@click.option("--what", required=True, help="Shape of the number (# a digit, @ a letter); kinds of claim; or who forwards.")
def add(name: str, *, kind: str, where: str, what: str) -> None:
    """Add the rule NAME. It holds for the mails that are decided from now on."""
    office.ready()
    from storage import rules

    try:
        rule = checked(OwnRule(kind=RuleKind(kind), where=where, what=what))
    except Misconfigured as error:
        raise Failed(str(error)) from error
    if len(name) > LONGEST_NAME:
        raise Failed(f"The name is too long: {LONGEST_NAME} signs at most.")
    if not rules.add(name, rule, actor=ACTOR, now=datetime.now(UTC)):
        raise Failed(f"There is a rule called {name}. Remove it first: claimpost rule remove {name}")
    click.echo(f"{name} holds from now on.")


@command.command("list")
def listing() -> None:
    """Show the rules."""
    office.ready()
    from storage.models import RoutingRule

    rows = ((row.name, row.kind, row.where, row.what, "yes" if row.enabled else "no") for row in RoutingRule.objects.all())
    output.console().print(output.table("", ("name", "kind", "where", "what", "enabled"), rows))


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Take the rule NAME away."""
    office.ready()
    from storage import rules

    if not rules.remove(name, actor=ACTOR, now=datetime.now(UTC)):
        raise Failed(f"There is no rule called {name}. Run: claimpost rule list")
    click.echo(f"{name} is gone.")
