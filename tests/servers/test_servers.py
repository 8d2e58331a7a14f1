"""The test servers themselves: they start, keep their data over a kill, and go when the tests are gone."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from tests.databases import ROOT
from tests.servers.ports import TWIN, free_port
from tests.servers.postgres import Postgres
from tests.servers.valkey import Valkey

STARTED = """
import time
from tests.servers.{module} import {name}
server = {name}()
server.start()
print(server.pid, server.folder, flush=True)
time.sleep(60)
"""


def test_a_port_is_given_out_once_and_so_is_its_twin() -> None:
    ports = [free_port() for _ in range(50)]

    assert len({*ports, *(port + TWIN for port in ports)}) == 100


def test_what_valkey_was_told_survives_a_kill() -> None:
    with Valkey() as server:
        with redis.Redis.from_url(server.url) as client:
            client.rpush("bells", "open 7")
        server.kill()
        server.start()

        with redis.Redis.from_url(server.url) as client:
            assert client.lrange("bells", 0, -1) == [b"open 7"]


def test_what_postgres_committed_survives_a_kill() -> None:
    with Postgres() as server:
        url = server.url(server.create())
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE bells (step text)")
        server.kill()
        server.start()

        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM bells").fetchone() == (0,)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no system call ends a child with its parent")
@pytest.mark.parametrize(("module", "name"), [("valkey", "Valkey"), ("postgres", "Postgres"), ("s3", "S3")])
def test_a_server_dies_with_tests_that_are_killed(module: str, name: str) -> None:
    program = [sys.executable, "-c", STARTED.format(module=module, name=name)]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        pid, folder = tests.stdout.readline().split()
        server = psutil.Process(int(pid))
        tests.send_signal(signal.SIGKILL)
        tests.wait()

    gone, _ = psutil.wait_procs([server], timeout=10)

    assert gone == [server]
    # The folder of the dead is cleared by whoever comes next.
    Valkey().close()
    assert not Path(folder).exists()
