"""A TCP proxy in front of a server that fails on demand: it closes, resets or falls silent after so many bytes."""

import select
import socket
import struct
import threading
from contextlib import suppress
from typing import Self

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with a time of 0: closing sends RST instead of FIN."""


class Proxy:
    """Listens on 127.0.0.1.

    After `limit` bytes from the server it does `fault` (`fin`, `rst` or `hang`), on each of the first `times` connections
    that get so far.
    """

    def __init__(self, target: int, *, limit: int = 1 << 62, fault: str = "fin", times: int = 1 << 30) -> None:
        self._target = target
        self.limit = limit
        self.fault = fault
        self.times = times
        self.connections = 0
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            if select.select([self._listener], [], [], 0.05)[0]:
                client, _ = self._listener.accept()
                self.connections += 1
                thread = threading.Thread(target=self._carry, args=(client,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._target)) as server, suppress(OSError):
            passed = 0
            while not self._ended.is_set():
                for source in select.select([client, server], [], [], 0.05)[0]:
                    piece = source.recv(65536)
                    if not piece:
                        return
                    if source is client:
                        server.sendall(piece)
                        continue
                    passed += len(piece)
                    if passed > self.limit and self.times > 0:
                        self.times -= 1
                        self._fail(client)
                        return
                    client.sendall(piece)

    def _fail(self, client: socket.socket) -> None:
        if self.fault == "rst":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        elif self.fault == "hang":
            self._ended.wait()
