"""Every table of Claimpost. Columns that hold codes take the values of `core`; texts for people are made in `web`."""

from storage.models.claims import ClaimKey, KnownDomain, RegisteredClaim, RegisterLoad
from storage.models.contents import Item, Reading, Unit
from storage.models.deciding import Handed, RoutingRule, Task, Verdict
from storage.models.intake import Delivery, Folder, Mail, Mailbox
from storage.models.remote import ApiToken, KeptAnswer, Webhook, WebhookDelivery
from storage.models.searching import SearchEntry
from storage.models.work import Event, Job, Outgoing

__all__ = [
    "ApiToken",
    "ClaimKey",
    "Delivery",
    "Event",
    "Folder",
    "Handed",
    "Item",
    "Job",
    "KeptAnswer",
    "KnownDomain",
    "Mail",
    "Mailbox",
    "Outgoing",
    "Reading",
    "RegisterLoad",
    "RegisteredClaim",
    "RoutingRule",
    "SearchEntry",
    "Task",
    "Unit",
    "Verdict",
    "Webhook",
    "WebhookDelivery",
]
