"""The process of the demonstration's mail server: `python -m web.demo.daemon IMAP_PORT SMTP_PORT`.

It ends when its standard input does, so that it never outlives the process that started it.
"""

import asyncio
import sys

from mail_devel.service import Service

HOST = "127.0.0.1"


async def serve(imap_port: int, smtp_port: int) -> None:
    """Serve until standard input ends; user and password are MAIL_USER and MAIL_PASSWORD."""
    arguments = ["--host", HOST, "--imap-port", str(imap_port), "--smtp-port", str(smtp_port), "--no-http"]
    service = await Service.init(Service.parse(arguments))
    async with service.start():
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
