"""Imported once in the process from which the killed ones are forked."""

from tests.whole.killed import warm_up

warm_up()
