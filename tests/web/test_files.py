import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from storage import models
from tests.web.builders import File, Made, Sent, send
from web.files import POLICY, Span, Unsatisfiable, span

FILM = bytes(range(256)) * 4096


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    return send(
        Sent(
            files=(
                File(name="film.mp4", content=FILM, media_type="video/mp4", type="video"),
                File(name='d’été "1".pdf', content=b"%PDF-1.7", type="devis"),
                File(name="page.html", content=b"<script>alert(1)</script>", media_type="text/html"),
                File(name="logo.svg", content=b"<svg onload='x()'/>", media_type="image/svg+xml"),
                File(name="notes.txt", content="déjà vu".encode(), media_type="text/plain"),
            )
        )
    )


def body(answer: object) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    content = b"".join(answer)
    answer.close()
    return content


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-99", Span(first=0, last=99)),
        ("bytes=100-", Span(first=100, last=999)),
        ("bytes=-100", Span(first=900, last=999)),
        ("bytes=-5000", Span(first=0, last=999)),
        ("bytes=900-5000", Span(first=900, last=999)),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("pages=1-2", None),
    ],
)
def test_a_range_header_names_bytes(header: str, expected: Span | None) -> None:
    assert span(header, 1000) == expected


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5-2", "bytes=-0"])
def test_a_range_outside_the_file_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        span(header, 1000)


def test_a_film_is_sent_whole_or_piece_by_piece(made: Made, handler: Client) -> None:
    address = f"/items/{made.items['film.mp4'].pk}/view"

    whole, piece, none = (
        handler.get(address, headers=headers) for headers in ({}, {"range": "bytes=1000-1999"}, {"range": "bytes=9999999-"})
    )

    assert (whole.status_code, body(whole) == FILM, whole.headers["Accept-Ranges"]) == (200, True, "bytes")
    assert (piece.status_code, body(piece), piece.headers["Content-Range"]) == (206, FILM[1000:2000], f"bytes 1000-1999/{len(FILM)}")
    assert (none.status_code, none.headers["Content-Range"]) == (416, f"bytes */{len(FILM)}")


def test_a_download_keeps_its_name_and_may_do_nothing(made: Made, handler: Client) -> None:
    answer = handler.get(f"/items/{_pk(made, '.pdf')}/file")

    assert body(answer) == b"%PDF-1.7"
    assert {
        name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": "attachment; filename*=utf-8''d%E2%80%99%C3%A9t%C3%A9%20%221%22.pdf",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }


def test_a_pdf_is_shown_inside_a_page_of_ours(made: Made, handler: Client) -> None:
    answer = handler.get(f"/items/{_pk(made, '.pdf')}/view")

    answer.close()

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("ending", [".html", ".svg"])
def test_active_content_is_never_shown_from_our_address(ending: str, made: Made, handler: Client) -> None:
    item = _pk(made, ending)

    download = handler.get(f"/items/{item}/file")
    download.close()

    assert handler.get(f"/items/{item}/view").status_code == 404
    assert (download.headers["Content-Type"], download.headers["Content-Disposition"].split(";")[0]) == (
        "application/octet-stream",
        "attachment",
    )


def test_a_text_is_shown_in_the_page(made: Made, handler: Client) -> None:
    html = handler.get(f"/tasks/{made.task.pk}/?item={_pk(made, '.txt')}").content.decode()

    assert "déjà vu</pre>" in html


def test_the_mail_is_handed_out_as_it_came(made: Made, handler: Client) -> None:
    answer = handler.get(f"/mails/{made.mail.pk}/raw")

    assert body(answer).startswith(b"Subject: Info compl")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{made.mail.number}.eml"'
    assert models.Event.objects.get(what="downloaded").mail_id == made.mail.pk


def test_a_stream_that_nobody_reads_is_closed(made: Made, handler: Client) -> None:
    answer = handler.head(f"/items/{_pk(made, '.mp4')}/file")
    answer.close()

    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(FILM)))


def test_a_lost_text_does_not_break_the_page(made: Made, handler: Client) -> None:
    item = models.Item.objects.get(pk=_pk(made, ".txt"))
    item.sha256 = "0" * 64
    item.save()

    html = handler.get(f"/tasks/{made.task.pk}/?item={item.pk}").content.decode()

    assert "Le contenu ne peut pas être affiché pour le moment." in html


def _pk(made: Made, ending: str) -> int:
    return next(item.pk for name, item in made.items.items() if name.endswith(ending))
