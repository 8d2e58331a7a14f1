"""gunicorn as we start it: everything stands on its command line, and nothing is imported from the folder where it starts."""

from gunicorn.app.wsgiapp import WSGIApplication


class Pages(WSGIApplication):  # type: ignore[misc]
    """The web server of the desk. By itself gunicorn would take code and settings from the working directory."""

    def chdir(self) -> None:
        """Stay, and leave the path of imports as it is."""

    def load_config_from_file(self, filename: str) -> dict[str, object]:
        """Nothing: a `gunicorn.conf.py` that lies about is not ours."""
        del filename
        return {}


def run() -> None:
    """Serve until a signal asks to stop."""
    Pages("%(prog)s [OPTIONS] [APP_MODULE]").run()


if __name__ == "__main__":
    run()
