"""Finds the claim that a mail is about, and says why."""
