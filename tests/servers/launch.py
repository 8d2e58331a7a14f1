"""Become another program that dies with the one that started it: `launch.py SIGNAL USER PROGRAM ARGUMENT ...`.

It is a program of its own, since code between fork and exec is not safe in a process with threads.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Drop to USER when one is named, ask the system for SIGNAL at the parent's death, and become PROGRAM."""
    death_signal, user, *command = sys.argv[1:]
    parent = os.getppid()
    if user:
        account = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    if sys.platform == "linux":
        # After setuid, which takes the request back.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:
            sys.exit("the tests are gone already")
    os.execv(command[0], command)  # noqa: S606 - a server of the tests


if __name__ == "__main__":
    main()
