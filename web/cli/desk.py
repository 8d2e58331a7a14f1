"""The web server as `serve` and `demo` start it: it ends when its standard input does, so that it never outlives them."""

import os
import signal
import threading

from web.cli.office import wait_for_end_of_input
from web.cli.pages import run


def follow() -> None:
    """Wait for the end of standard input, then ask gunicorn to stop."""
    wait_for_end_of_input()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=follow, name="follow", daemon=True).start()
    run()
