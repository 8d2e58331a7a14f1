"""`claimpost statistics --year 2026 --out figures.xlsx`: the figures of a period as files."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

from web.cli import office
from web.cli.errors import Failed

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("statistics")
@click.option("--year", type=click.IntRange(2000, 9998), help="This whole year.")
@click.option("--since", type=_DAY, help="From this day, with --until instead of --year.")
@click.option("--until", type=_DAY, help="To this day; it counts too.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.xlsx, FILE.csv, FILE.zip, or a folder.")
@click.option("--language", type=click.Choice(["fr", "nl", "de", "en"]), help="CLAIMPOST_LANGUAGE by default.")
def command(*, year: int | None, since: datetime | None, until: datetime | None, out: Path, language: str | None) -> None:
    """Write the figures of a year, or of the days from --since to --until, as XLSX or CSV.

    One CSV file holds the claims alone; a folder or a ZIP file, every sheet.
    """
    first, last = _days(year, since, until)
    here = office.open_office()
    from django.utils import translation

    from ingest import statistics
    from web import sheets

    days = statistics.period(first, last, here.settings.time_zone)
    every = [statistics.sheet(code, days, here) for code in statistics.codes()]
    with translation.override(language or here.settings.language):
        match out.suffix:
            case ".xlsx" | ".zip":
                with _replacing(out) as (name,), name.open("wb") as file:
                    (sheets.workbook if out.suffix == ".xlsx" else sheets.zipped)(every, file)
            case "":
                out.mkdir(parents=True, exist_ok=True)
                with _replacing(*(out / f"{sheet.code}.csv" for sheet in every)) as names:
                    for name, sheet in zip(names, every, strict=True):
                        _write(name, sheets.comma_separated(sheet))
            case ".csv":
                with _replacing(out) as (name,):
                    _write(name, sheets.comma_separated(every[0]))
            case _:
                raise Failed(f"{out}: give a name that ends in .xlsx, .csv or .zip, or a folder.")
    click.echo(f"{first} to {last}: written to {out}")


@contextmanager
def _replacing(*files: Path) -> Iterator[list[Path]]:
    """Names beside these files to write to: once all are whole they replace them, after a failure nothing is left of them."""
    beside = [file.with_name(f".{file.name}.{os.getpid()}") for file in files]
    try:
        yield beside
        for name, file in zip(beside, files, strict=True):
            name.replace(file)
    finally:
        for name in beside:
            name.unlink(missing_ok=True)


def _write(out: Path, lines: Iterable[str]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _days(year: int | None, since: datetime | None, until: datetime | None) -> tuple[date, date]:
    if year and not since and not until:
        return date(year, 1, 1), date(year, 12, 31)
    if year or not since or not until:
        raise Failed("Say --year, or both --since and --until.")
    if until < since:
        raise Failed("--until is before --since.")
    return since.date(), until.date()
