"""Who is assigned to a claim and away, by the automatic reply to our answer (domain section 6.6): a line on what is open there."""

from zoneinfo import ZoneInfo

from core import codec
from core.values import Unit
from extractors.absence import absence_of, says_absent
from ingest.options import options
from ingest.services import Services
from router.authentication import Origin, origin
from storage import absences, models

ASSIGNED = ("expert", "lawyer")
"""Roles of those whose absence holds a claim up."""


def take_note(answered: int, root: models.Unit, services: Services) -> None:
    """Note the absence of the writer of `root`, who got our answer to the mail `answered`, on the open tasks of its claims.

    Raises:
        Unavailable: the claims system does not say who he is.
    """
    text = f"{root.subject}\n{root.value['own_text']}"
    here = root.mail.received_at.astimezone(ZoneInfo(services.settings.time_zone)).date()
    most = services.settings.limits.notice_characters
    said = absence_of(text, here, most=most)
    if not (said.back or says_absent(text, most=most)) or _is_forged(root, services):
        return
    alive = models.Task.objects.filter(unit__mail=answered, kind=models.Task.Kind.CLAIM).exclude(state=models.Task.State.CANCELLED)
    claims = sorted(set(alive.values_list("claim", flat=True)))
    roles = {claim: services.register.resolve_sender(root.sender_address, claim).role for claim in claims}
    until, back = (day.isoformat() if day else "" for day in (said.until, said.back))
    for claim, role in roles.items():
        if role in ASSIGNED:
            away = absences.Absent(role=role, who=root.sender_address.lower(), by=root.mail_id, until=until, back=back)
            absences.note(claim, away, services.now())


def _is_forged(root: models.Unit, services: Services) -> bool:
    told = options(services.settings)
    proof = origin(codec.load(Unit, root.value), authserv_id=told.authserv_id, own_hops=told.own_hops, trusted_relays=told.trusted_relays)
    return proof is Origin.REFUTED
