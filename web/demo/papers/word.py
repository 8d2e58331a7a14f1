"""A declaration as a Word document (.docx), the same bytes each time."""

import io
import zipfile

from docx import Document

from web.demo.papers import numbers
from web.demo.papers.reports import Case

EPOCH = (2024, 1, 1, 0, 0, 0)


def declaration(case: Case) -> bytes:
    """A claim declaration (déclaration de sinistre) with a table of the facts."""
    document = Document()
    document.add_heading("Déclaration de sinistre", level=1)
    document.add_paragraph(f"Vertebois Assurances - référence {case.reference}")
    table = document.add_table(rows=0, cols=2)
    for label, value in (
        ("Preneur d'assurance", case.insured),
        ("Police n°", case.policy),
        ("Date du sinistre", numbers.day(case.loss)),
        ("Lieu du sinistre", "Rue Haute 88, 9300 Aalst"),
        ("Habitation habitable", "oui"),
        ("Blessés", "non"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.add_paragraph(
        "Je vous déclare le sinistre suivant : un incendie s'est déclaré dans la cuisine vers 19 h 40, à partir de la hotte. Les pompiers "
        "sont intervenus. La cuisine est détruite, le hall et le salon sont noircis par la fumée.",
    )
    document.add_paragraph(f"Fait le {numbers.long_day(case.at)}, {case.insured}")
    file = io.BytesIO()
    document.save(file)
    return _same_each_time(file.getvalue())


def _same_each_time(packed: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return file.getvalue()
