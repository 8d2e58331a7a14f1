"""The pages of the desk: each gets what it needs, calls one thing, and renders."""
