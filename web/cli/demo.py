"""`claimpost demo`: everything at work on invented mails, on this machine alone."""

import os
import secrets
import shutil
from pathlib import Path

import click

from web.cli import office
from web.cli.errors import Failed
from web.cli.serving import Place, is_free

MARK = "claimpost-demo"
PORTS = 50


@click.command("demo")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), default=Path("var/demo"), show_default=True)
@click.option("--keep", is_flag=True, help="Go on with what an earlier demonstration left in the home folder.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Of the desk; the next free one if taken.")
@click.option("--no-serve", is_flag=True, help="End after the table instead of serving the desk.")
@click.option("--language", type=click.Choice(["fr", "nl", "de", "en"]), default="fr", show_default=True)
def command(*, home: Path, keep: bool, port: int, no_serve: bool, language: str) -> None:
    """Show everything at work on invented mails.

    Starts a private mail server, puts some thirty mails into its inbox as brokers, insurers and telephones send them,
    polls it, opens and reads everything, decides, prints what became of each mail and why, and serves the desk. Needs
    no network, no container and no configuration; everything lies in the home folder, which is emptied first.
    """
    _prepare(home, keep=keep)
    _environment(home, language)
    place = _free_place(port)
    if place.port != port and not no_serve:
        click.echo(f"Port {port} is taken; the desk will be at {place}.")
    office.begin()
    try:
        from web.cli.showing import show
    except ModuleNotFoundError as error:
        raise Failed(f"The demonstration needs the package {error.name}. Run: uv sync --group demo") from error
    stop = office.stop_on_signals()
    show(home, None if no_serve else place, stop, password=f"demo-{secrets.token_urlsafe(8)}")


def _prepare(home: Path, *, keep: bool) -> None:
    mark = home / MARK
    if home.exists() and any(home.iterdir()) and not mark.exists():
        raise Failed(f"{home} is not empty and not the home of a demonstration. Choose another folder with --home.")
    if home.exists() and not keep:
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _environment(home: Path, language: str) -> None:
    """Our own settings only: the demonstration must not touch an installation that the environment names."""
    for name in [name for name in os.environ if name.startswith("CLAIMPOST_")]:
        del os.environ[name]
    os.environ["CLAIMPOST_HOME"] = str(home.resolve())
    os.environ["CLAIMPOST_REGISTER"] = str((home / "claims.csv").resolve())
    os.environ["CLAIMPOST_LANGUAGE"] = language
    os.environ["CLAIMPOST_LOG_LEVEL"] = "error"
    os.environ["CLAIMPOST_POLL_SECONDS"] = "10"


def _free_place(port: int) -> Place:
    for candidate in range(port, min(port + PORTS, 65536)):
        place = Place(host="127.0.0.1", port=candidate)
        if is_free(place):
            return place
    raise Failed(f"No port from {port} to {port + PORTS - 1} is free. Choose another with --port.")
