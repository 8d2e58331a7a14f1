"""gunicorn as `serve` and `demo` start it: the same, but it ends when its standard input does, so that it never outlives them."""

import os
import signal
import sys
import threading

from gunicorn.app.wsgiapp import run


def follow() -> None:
    """Wait for the end of standard input, then ask gunicorn to stop."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=follow, name="follow", daemon=True).start()
    run()
