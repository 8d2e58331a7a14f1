"""Every table of Claimpost. Columns that hold codes take the values of `core`; texts for people are made in `web`."""

from storage.models.contents import Item, Reading, Unit
from storage.models.deciding import RoutingRule, Task, Verdict
from storage.models.intake import Delivery, Folder, Mail, Mailbox
from storage.models.work import Event, Job, Outgoing

__all__ = ["Delivery", "Event", "Folder", "Item", "Job", "Mail", "Mailbox", "Outgoing", "Reading", "RoutingRule", "Task", "Unit", "Verdict"]
