"""The register of claims, where a house keeps it here: the claims, what each is found by, and what the last loads changed."""

from typing import ClassVar

from django.db import models


class RegisteredClaim(models.Model):
    """A claim as the claims system knows it."""

    number = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=20)
    loss_date = models.DateField(null=True)
    value = models.TextField()
    """The whole claim as JSON, without what has its default: the same claim is the same text."""

    def __str__(self) -> str:
        return self.number


class ClaimKey(models.Model):
    """One thing that a claim is found by; `by` is a `router.book.By`."""

    pk = models.CompositePrimaryKey("by", "key", "number")
    by = models.SmallIntegerField()
    key = models.CharField(max_length=320)
    number = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.by} {self.key}: {self.number}"


class KnownDomain(models.Model):
    """A domain that somebody on a claim writes from."""

    name = models.CharField(max_length=320, primary_key=True)
    claims = models.IntegerField()
    """How many claims he is on; nobody is on none."""

    brokers = models.IntegerField()
    """On how many of them as a broker whose own domain it is."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name"], condition=models.Q(brokers__gt=0), name="broker_domains")]

    def __str__(self) -> str:
        return self.name


class RegisterLoad(models.Model):
    """A file that became the register; the newest says which register it is."""

    at = models.DateTimeField()
    claims = models.IntegerField()
    added = models.IntegerField()
    changed = models.IntegerField()
    removed = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.pk}: {self.claims}"
