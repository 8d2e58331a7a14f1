"""The samples, for the tests of this folder."""

from tests.samples.made import register, samples

__all__ = ["register", "samples"]
