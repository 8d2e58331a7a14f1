"""Photographs and films: what they say of themselves, and the pictures of them that people are shown."""
