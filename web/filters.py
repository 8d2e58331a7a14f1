"""The filters of a list: what its address says of them, what is in force, and the address without one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise

from core import finding
from core.classes import HEALTH, OF_HEALTH
from core.roles import NAMELESS
from storage import reach
from storage.desk import Viewer
from storage.lists import Filters
from storage.models import Task
from storage.reach import Reach
from storage.search import Codes
from web.words import codes, documents, lists, word

LONGEST = {"claim": 40, "from": 100, "q": finding.LONGEST}
"""Signs of what is typed that count."""

EVERYONE = "everyone"
STATES: Mapping[str, tuple[str, ...]] = {
    "open": (Task.State.OPEN,),
    "snoozed": (Task.State.OPEN,),
    "done": (Task.State.DONE,),
    "": (Task.State.OPEN, Task.State.DONE),
}
CHOICES: Mapping[str, Mapping[str, str | Promise]] = {
    "type": documents.TYPES,
    "language": codes.LANGUAGES,
    "priority": codes.PRIORITIES,
    "due": lists.DUE,
}
"""What can be chosen, by the parameter of the address."""

ORDER = ("of", "state", "sort", "q", "claim", "from", *CHOICES, "unread")
"""The parameters as they stand in an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is in force, in words, and the address without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: its known parameters, each with a value that there is."""

    said: Mapping[str, str]

    def get(self, name: str) -> str:
        """The value of a parameter, "" where there is none."""
        return self.said.get(name, "")

    def address(self, **other: str) -> str:
        """The parameters with others in their place, as an address has them; "" takes one away."""
        changed = {**self.said, **other}
        return urlencode({name: changed[name] for name in ORDER if changed.get(name)})

    @property
    def everyone(self) -> bool:
        """Whether the tasks of all are asked for."""
        return self.get("of") == EVERYONE

    @property
    def done(self) -> bool:
        """Whether what is finished is asked for."""
        return self.get("state") == Task.State.DONE

    @property
    def snoozed(self) -> bool:
        """Whether what is put off is asked for."""
        return self.get("state") == "snoozed"

    @property
    def due_first(self) -> bool:
        """Whether what is due first stands first."""
        return self.get("sort") == "due"

    @property
    def states(self) -> tuple[str, ...]:
        """The states that are searched: all but those that gave way, unless one is asked for."""
        return STATES[self.get("state")]

    @property
    def chips(self) -> list[Chip]:
        """The filters that are in force."""
        return [
            Chip(name=word(lists.FILTERS, name), value="" if name == "unread" else self._shown(name), without=self.address(**{name: ""}))
            for name in lists.FILTERS
            if self.get(name)
        ]

    def _shown(self, name: str) -> str:
        value = self.get(name)
        return word(CHOICES[name], value) if name in CHOICES else value

    def filters(self, now: datetime) -> Filters:
        """The same as storage takes it."""
        since, until = _due(self.get("due"), now)
        return Filters(
            claim=self.get("claim"),
            priority=self.get("priority"),
            unread=bool(self.get("unread")),
            due_from=since,
            due_until=until,
            codes=Codes(sender=finding.name(self.get("from")), type=self.get("type"), language=self.get("language")),
        )


def asked(request: HttpRequest, who: Viewer) -> Asked:
    """What a request's address asks for. Who sees only the own asks for the own."""
    typed = {name: request.GET.get(name, "").strip()[: LONGEST.get(name, 20)] for name in ORDER if name not in CHOICES}
    chosen = {name: value for name in CHOICES if (value := request.GET.get(name, "")) in CHOICES[name]}
    if chosen.get("type") in untold(who):
        del chosen["type"]
    said = {
        **typed,
        **chosen,
        "of": EVERYONE if who.sees_all and typed["of"] == EVERYONE else "",
        "state": typed["state"] if typed["state"] in STATES else "",
        "sort": "due" if typed["sort"] == "due" else "",
        "claim": typed["claim"].strip("*").upper(),
        "unread": "1" if typed["unread"] else "",
    }
    return Asked(said={name: value for name, value in said.items() if value})


def untold(who: Viewer) -> tuple[str, ...]:
    """Types by which a person may not narrow a list: of what is not his own it would tell which medical paper came."""
    return OF_HEALTH if who.sees_all and reach.seen_of_class(who, Reach(), HEALTH) in NAMELESS else ()


def choices(who: Viewer) -> dict[str, list[tuple[str, str]]]:
    """What this person can choose, in the reader's words; types of papers by their names."""
    found = {name: [(code, str(said)) for code, said in CHOICES[name].items() if code not in untold(who)] for name in CHOICES}
    found["type"].sort(key=lambda choice: finding.name(choice[1]))
    return found


def _due(code: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when until when something is due; a week ends on Sunday."""
    today = timezone.localtime(now).date()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    match code:
        case "overdue":
            return None, now
        case "today":
            return midnight, _later(midnight, 1)
        case "week":
            return midnight, _later(midnight, 7 - today.weekday())
    return None, None


def _later(midnight: datetime, days: int) -> datetime:
    """The midnight of another day, whose night may be an hour longer."""
    return timezone.make_aware(datetime.combine(midnight.date() + timedelta(days=days), time.min))
