"""A PDF that is filled from top to bottom, the same bytes each time."""

import io

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

WIDTH, HEIGHT = A4
LEFT, RIGHT = 56.0, WIDTH - 56.0


class Sheet:
    """A4 pages; `y` is where the next line goes."""

    def __init__(self, title: str, author: str) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.y = HEIGHT - 60

    def letterhead(self, name: str, lines: tuple[str, ...], colour: str, *, size: float = 17) -> None:
        """A coloured mark, the firm's name, and its address under a rule."""
        self.canvas.setFillColor(colors.HexColor(colour))
        self.canvas.rect(LEFT, self.y - 14, 30, 30, stroke=0, fill=1)
        self.canvas.setFont("Helvetica-Bold", size)
        self.canvas.drawString(LEFT + 40, self.y - 6, name)
        self.canvas.setFillColor(colors.black)
        self.y -= 34
        for line in lines:
            self.line(line, size=8, gap=11)
        self.canvas.setStrokeColor(colors.HexColor(colour))
        self.canvas.line(LEFT, self.y, RIGHT, self.y)
        self.canvas.setStrokeColor(colors.black)
        self.y -= 26

    def line(self, words: str, *, size: float = 10, bold: bool = False, gap: float = 14, x: float = LEFT) -> None:
        """One line of text."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.y, words)
        self.y -= gap

    def lines(self, *several: str, size: float = 10, x: float = LEFT) -> None:
        """Lines of text, and a space after them."""
        for words in several:
            self.line(words, size=size, x=x)
        self.y -= 10

    def title(self, words: str) -> None:
        """The paper's title."""
        self.line(words, size=18, bold=True, gap=28)

    def paragraph(self, words: str, *, size: float = 10) -> None:
        """Text broken to the width of the page."""
        self.lines(*simpleSplit(words, "Helvetica", size, RIGHT - LEFT), size=size)

    def table(self, rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...], *, amounts_from: int = 1, head: bool = True) -> None:
        """A ruled table; columns from `amounts_from` are set to the right."""
        style = [
            ("FONT", (0, 0), (-1, -1), "Helvetica", 9),
            ("ALIGN", (amounts_from, 0), (-1, -1), "RIGHT"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
        if head:
            style += [("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]
        drawn = Table(rows, colWidths=widths, style=TableStyle(style))
        _, height = drawn.wrapOn(self.canvas, RIGHT - LEFT, self.y)
        drawn.drawOn(self.canvas, LEFT, self.y - height)
        self.y -= height + 16

    def foot(self, words: str) -> None:
        """Small print at the bottom of the page."""
        self.canvas.setFont("Helvetica", 7)
        self.canvas.drawCentredString(WIDTH / 2, 30, words)

    def page(self) -> None:
        """Start the next page."""
        self.canvas.showPage()
        self.y = HEIGHT - 60

    def done(self) -> bytes:
        """The finished PDF."""
        self.canvas.save()
        return self._file.getvalue()
