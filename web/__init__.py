"""What people and machines see: the desk, the command line, the worker, and Django's settings."""
