"""Named limits on hostile or enormous input. Every one has a default, a setting and a line in docs/limits.md."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one mail may cost. The setting of `depth` is `CLAIMPOST_LIMIT_DEPTH`, and so on."""

    depth: int = 20
    """Containers inside containers."""

    parts: int = 2_000
    """Parts of one mail, at any depth."""

    bytes_out: int = 4_096 * MIB
    """Bytes that all decoded and unpacked parts of one mail may have together."""

    ratio: int = 200
    """Unpacked bytes per packed byte of an archive, counted above 16 MiB."""

    name_length: int = 255
    """Characters of a file name that are shown; the original is kept."""

    header_bytes: int = 1 * MIB
    """Bytes of one mail's header block that are read; the rest stays in the raw mail."""

    text_bytes: int = 8 * MIB
    """Bytes of one text body that are decoded for reading."""

    said_characters: int = 32 * MIB
    """Characters of headers and texts that all mails inside one mail may have together."""

    mail_bytes: int = 1_024 * MIB
    """Bytes of one mail that are fetched; above it only the header is fetched and the mail waits in quarantine."""

    pages: int = 500
    """Pages of one document that are read."""

    pixels: int = 120_000_000
    """Pixels of one image or rendered page."""

    open_seconds: int = 300
    """Wall time for opening one mail, all containers included."""

    part_seconds: int = 60
    """Wall time, and processor time, for opening one container in a child of its own."""

    read_seconds: int = 600
    """Wall time for reading one document."""

    page_seconds: int = 60
    """Wall time for the OCR of one page."""

    film_seconds: int = 14_400
    """Length of one film that is looked at and copied."""

    film_frames: int = 100_000
    """Pictures of one film that are passed over to learn its length, where it does not say it or says too much."""

    copy_seconds: int = 3_600
    """Wall time for making the copy of one film that browsers play."""

    camera_days: int = 1
    """Days by which the clock of a camera may be behind, before what it took counts as taken before the loss."""

    stamp_days: int = 1_826
    """Days before the receipt of its mail from which on something may be stamped on a claim: five years."""

    date_hours: int = 24
    """Hours by which the date that the sender of a mail writes may differ from its receipt."""

    child_memory_bytes: int = 4_096 * MIB
    """Address space of the child process that opens or reads."""

    part_memory_bytes: int = 1_024 * MIB
    """Address space of the child that opens one container."""

    passwords: int = 20
    """Candidate passwords tried on one locked container."""

    thread_days: int = 14
    """Days between two mails of a thread whose words may still open what the other has locked."""

    thread_mails: int = 10
    """Mails of a thread whose words are tried on what one of them has locked; 0 means none."""

    claim_papers: int = 500
    """Papers, mails and earlier photographs of one claim that count for what is missing on it and what came before, the newest."""

    earlier_mails: int = 200
    """Mails of one sender that persons gave to claims, the newest, among which one like a new mail is looked for."""

    copies: int = 20
    """Mails with one Message-ID that are compared with a new one; more of them are no copies but somebody's mistake."""

    courtesy_words: int = 80
    """Words of a text that only brings papers; a longer one says something."""

    schedule_items: int = 200
    """Items of the schedules of losses of one claim that are looked up in the complaint."""

    note_characters: int = 4_000
    """Characters of one note that a person writes on a task."""

    task_notes: int = 200
    """Notes on one task."""

    snooze_days: int = 90
    """Days ahead until which a task may be put off."""

    fact_characters: int = 500
    """Characters of the value that a person gives a fact."""

    series_photos: int = 200
    """Photographs of one task that are shown as a series; the list of the mail has them all."""

    notice_characters: int = 8_000
    """Characters of a mail's text in which it may say until when somebody is absent, or files that wait elsewhere can be fetched."""

    link_places: int = 50
    """Addresses of one list of files that wait elsewhere that are shown; the list has them all."""

    message_characters: int = 600
    """Characters of a message that are shown before the rest is folded (domain section 6.1)."""

    page_tasks: int = 50
    """Tasks on one page of a list."""

    failures: int = 100
    """Failures of one sort on the page of mailboxes."""

    statistics_rows: int = 200
    """Rows of one table of the statistics that the page shows; the files have them all."""

    statistics_years: int = 5
    """Years, the present one included, that the page of the statistics offers."""

    chart_rows: int = 10
    """Bars of one chart of the supervisor's page; the files have every row."""

    clock_mails: int = 20_000
    """Mails of a period up to which the supervisor's page counts its clocks by itself."""

    reason_characters: int = 200
    """Characters of the reason in own words for which a restricted document is opened."""

    opened_papers: int = 1_000
    """Covered papers that stay open in one session, the last ones."""

    refusals_hour: int = 60
    """Refused pages of one person that are recorded within an hour."""

    audit_rows: int = 100
    """Events on one page of the audit trail, and looks at one task's papers on one page."""

    handed_tasks: int = 100
    """Tasks with medical papers on one page of a medical adviser, the newest."""
