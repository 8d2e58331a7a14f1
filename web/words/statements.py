"""The fields of an accident statement."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: Mapping[str, str | Promise] = {
    "date": _("Date of the accident"),
    "time": _("Time of the accident"),
    "place": _("Place of the accident"),
    "injured": _("Injured persons"),
    "other_vehicles": _("Damage to other vehicles"),
    "other_objects": _("Damage to other objects"),
    "witnesses": _("Witnesses"),
    "insured": _("Policyholder"),
    "make": _("Make"),
    "plate": _("Number plate"),
    "insurer": _("Insurer"),
    "policy": _("Policy number"),
    "green_card": _("Green card number"),
    "validity": _("Insured from and until"),
    "driver": _("Driver"),
    "impact": _("Point of first impact"),
    "damage": _("Visible damage"),
    "remarks": _("Remarks"),
    "circumstance": _("Circumstances"),
    "boxes": _("Boxes crossed"),
    "written": _("Boxes crossed, as written on the form"),
    "signature": _("Signature"),
}
"""The fields of the form in its own order."""
