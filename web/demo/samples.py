"""Every sample mail of the demonstration, written to a folder; the same bytes for the same moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from web.demo.mails import brokers, doubtful, forwards, people_and_robots, wrapped
from web.demo.values import Sample, Scene

MAILS: tuple[Callable[[Scene], Sample], ...] = (
    brokers.plain,
    brokers.video,
    brokers.scan,
    brokers.zipped,
    brokers.locked,
    brokers.word_file,
    brokers.accident,
    forwards.outlook_french,
    forwards.gmail_dutch,
    forwards.thunderbird_german,
    forwards.yahoo_english,
    forwards.post_bag,
    doubtful.not_found,
    doubtful.wrong_digit,
    doubtful.forged,
    doubtful.draft,
    doubtful.former_draft,
    doubtful.closed,
    doubtful.two_claims,
    doubtful.only_in_the_scan,
    doubtful.sent_again,
    doubtful.only_logos,
    doubtful.program_attached,
    people_and_robots.neighbour,
    people_and_robots.no_subject,
    people_and_robots.series,
    people_and_robots.new_claim,
    people_and_robots.damaged,
    people_and_robots.invitation,
    people_and_robots.auto_reply,
    people_and_robots.bounce,
    wrapped.winmail,
    wrapped.portfolio,
    wrapped.signed,
    wrapped.locked_first,
    wrapped.password_after,
    wrapped.transfer,
    wrapped.mailbox,
)


def make_samples(folder: Path, now: datetime) -> tuple[Sample, ...]:
    """All samples as `.eml` files in `folder`, in the order in which they came before `now`."""
    folder.mkdir(parents=True, exist_ok=True)
    scene = Scene(now=now)
    return tuple(_kept(make(scene), folder) for make in MAILS)


def _kept(sample: Sample, folder: Path) -> Sample:
    path = folder / sample.file_name
    path.write_bytes(sample.raw)
    return replace(sample, path=path)
