"""Who looks at a page, or asks an interface, and what he is in the house."""

from dataclasses import dataclass
from datetime import datetime

from core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks at a page, and whether more than the own tasks are shown."""

    name: str
    sees_all: bool = False
    may_assign: bool = False
    since: datetime | None = None
    """When the person logged in: what is recorded once a session is recorded once since then."""

    roles: frozenset[Role] = frozenset({Role.HANDLER})

    @property
    def handles(self) -> bool:
        """Whether tasks of claims may be the person's own."""
        return Role.HANDLER in self.roles

    @property
    def has_tasks(self) -> bool:
        """Whether tasks are shown to the person at all."""
        return self.handles or self.sees_all

    @property
    def advises(self) -> bool:
        """Whether papers about health may be handed to the person."""
        return Role.ADVISER in self.roles

    @property
    def administers(self) -> bool:
        """Whether the person runs the house's set-up, like tokens and webhooks, and reads nothing by that."""
        return Role.ADMINISTRATOR in self.roles

    @property
    def runs(self) -> bool:
        """Whether the person looks after mailboxes and failures, and sees the figures."""
        return self.sees_all or self.administers

    @property
    def audits(self) -> bool:
        """Whether the person may read who did what, wherever it was."""
        return not self.roles.isdisjoint({Role.SUPERVISOR, Role.ADMINISTRATOR})
