"""`python -m web.cli` is the command `claimpost`."""

from web.cli import main

main()
