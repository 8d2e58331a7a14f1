"""The only tables and the only blobs, and the verbs on them. A Django app."""
