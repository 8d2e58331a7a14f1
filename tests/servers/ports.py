"""Free ports, also for servers that open a second one 10,000 above each."""

import random
import socket

TWIN = 10_000
LOWEST, HIGHEST = 12_000, 22_000
"""Both a port and its twin lie below 32,768, where the system takes ports for outgoing connections."""

_given: set[int] = set()
# Not the module's functions: pytest-randomly seeds those, and two test runs would choose the same ports.
_dice = random.SystemRandom()


def free_port() -> int:
    """A port of 127.0.0.1 that is free, like its twin, and that this process has not given out before."""
    while True:
        port = _dice.randrange(LOWEST, HIGHEST)
        if port not in _given and _is_free(port) and _is_free(port + TWIN):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """True when something accepts connections on `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
