"""`claimpost serve`: the desk, and on a single machine the engine with it."""

import os

import click

from web.cli import office
from web.cli.errors import Failed
from web.cli.serving import Place, Servers, engine_command, environment, is_free, web_command


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--only-web", is_flag=True, help="Do not poll and work in this installation; other processes do.")
def command(*, host: str, port: int, only_web: bool) -> None:
    """Serve the desk. On a single machine this also polls the mailboxes and does the work.

    With a broker (CLAIMPOST_BROKER_URL) the workers are processes of their own, and this serves the pages only.
    """
    settings = office.ready()
    place = Place(host=host, port=port)
    if not is_free(place):
        raise Failed(f"Something else listens on {host}:{port}. Choose another with --port.")
    if only_web or settings.broker_url:
        web = web_command(place, settings, "web.cli.pages")
        os.execve(web[0], web, environment())  # noqa: S606 - gunicorn takes this process's place, and its signals
    stop = office.stop_on_signals()
    with Servers() as servers:
        servers.start("engine", engine_command())
        servers.start("web server", web_command(place, settings))
        servers.wait_for_desk(place, settings.allowed_hosts, stop)
        click.echo(f"The desk is at {place}. Stop with Ctrl-C.")
        servers.run(stop)
