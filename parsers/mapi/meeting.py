"""When and where a meeting is, as text that needs no language ([MS-OXOCAL])."""

from parsers.mapi import tags
from parsers.mapi.names import ENDS, LOCATION, STARTS
from parsers.mapi.properties import Properties

DAY = "%Y-%m-%d"
CLASSES = ("ipm.appointment", "ipm.schedule.meeting", "ipm.ole.class")
"""Meetings, what invites to them, and the ones of a row that differ from the rest."""

MOMENT = "%Y-%m-%d %H:%M"


def meeting(properties: Properties) -> str:
    """Beginning and end in universal time, then the place; "" for what is no meeting."""
    if not properties.line(tags.MESSAGE_CLASS).lower().startswith(CLASSES):
        return ""
    start = properties.moment(properties.named.get(STARTS, 0)) or properties.moment(tags.START_DATE)
    end = properties.moment(properties.named.get(ENDS, 0)) or properties.moment(tags.END_DATE)
    if not start:
        return ""
    until = end.strftime("%H:%M" if start.strftime(DAY) == end.strftime(DAY) else MOMENT) if end else ""
    place = properties.line(properties.named.get(LOCATION, 0))
    return "\n".join(line for line in (" – ".join(part for part in (start.strftime(MOMENT), until) if part) + " UTC", place) if line)
