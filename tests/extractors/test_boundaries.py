import pytest

from core.pages import Box, Page, Source, Word
from extractors.boundaries import documents_of, runs_of

LETTER = (
    "Namur, le 12 mars 2024",
    "Objet : ma lettre du 3 mars",
    "Madame, Monsieur,",
    "Je reviens vers vous au sujet de la tempête. Quels documents dois-je encore vous envoyer ?",
    "Veuillez agréer mes salutations distinguées.",
)
INVOICE = (
    "Garage Lacroix SRL, 5000 Namur",
    "FACTURE DE RÉPARATION N° 2024-118",
    "Remplacement de l'aile avant, peinture",
    "Main d'oeuvre 6,5 heures",
    "Net à payer 540,00 €",
)


def page(number: int, *lines: str, source: Source = Source.NATIVE, confidence: float = 1.0) -> Page:
    return Page(number=number, text="\n".join(lines), source=source, confidence=confidence)


def numbers(*pages: Page) -> list[list[int]]:
    return [[one.number for one in run] for run in runs_of(pages)]


BEGINNINGS = {
    "a letter after an invoice": ((INVOICE, LETTER), [[1], [2]]),
    "an invoice after a letter": ((LETTER, INVOICE), [[1], [2]]),
    "the second page of a letter": ((LETTER, ("- 2 -", "Je reste à votre disposition.")), [[1, 2]]),
    "an annex": ((("RAPPORT D'EXPERTISE", "Valeur de remplacement 8 500 €"), ("Annexe 1", "Liste des photographies")), [[1, 2]]),
    "a sentence that runs over": ((("JUGEMENT", "attendu que les faits sont établis,"), ("qu'il en résulte un dol",)), [[1, 2]]),
    "a page that says it is the first": ((LETTER, ("Page 1/2", "Conditions particulières"), ("Page 2/2", "250 €")), [[1], [2, 3]]),
    "a lawyer's brief": (
        (
            LETTER,
            (
                "CONCLUSIONS EN RÉPONSE",
                "Tribunal de première instance de Namur",
                "Pour : M. Paul Lenoir",
                "Ayant pour conseil Maître Roland",
            ),
        ),
        [[1], [2]],
    ),
    "a letter whose second page speaks of the garage": (
        (
            ("Namur, le 12 mars 2024", "Madame, Monsieur,", "le garage m'écrit ce qui suit :"),
            ("« le remplacement du pare-chocs et la peinture coûtent 540 €, main d'oeuvre comprise ».", "Je ne peux l'accepter."),
        ),
        [[1, 2]],
    ),
    "two letters": ((LETTER, LETTER), [[1], [2]]),
    "a printed mail": ((INVOICE, ("De : bureau@lacroix.example", "Envoyé : 12/03/2024", "Bonjour,", "ci-joint le devis.")), [[1], [2]]),
}


@pytest.mark.parametrize(("papers", "expected"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_a_further_paper_begins_where_a_page_shows_it(papers: tuple[tuple[str, ...], ...], expected: list[list[int]]) -> None:
    assert numbers(*(page(number, *lines) for number, lines in enumerate(papers, 1))) == expected


def test_blank_backs_belong_to_no_paper_and_part_none() -> None:
    blank = page(2, source=Source.OCR)

    assert numbers(page(1, *LETTER), blank, page(3, "- 2 -", "la suite de la lettre.")) == [[1, 3]]


def test_a_scan_of_nothing_but_blank_pages_keeps_them() -> None:
    assert numbers(page(1, source=Source.OCR), page(2, source=Source.OCR)) == [[1, 2]]


def test_a_page_that_could_not_be_read_is_not_taken_for_blank() -> None:
    unread = page(2, source=Source.OCR, confidence=0.0)

    assert numbers(page(1, *LETTER), unread) == [[1, 2]]


@pytest.mark.parametrize("words", ["FEUILLE DE SÉPARATION", "Trennblatt", "SCHEIDINGSBLAD", "Separator sheet", "Patch T"])
def test_a_sheet_put_between_papers_parts_them_and_belongs_to_none(words: str) -> None:
    assert numbers(page(1, "Une page."), page(2, words), page(3, "une autre page")) == [[1], [3]]


def test_much_empty_space_below_the_last_line_speaks_for_an_end() -> None:
    def placed(number: int, bottom: float, *lines: str) -> Page:
        word = Word(text=lines[-1], box=Box(x0=50, y0=bottom - 10, x1=300, y1=bottom))
        return Page(number=number, width=595, height=842, text="\n".join(lines), words=(word,))

    short = numbers(placed(1, 300, *INVOICE), placed(2, 700, "Atelier Grandjean", "Facture 77"))
    full = numbers(placed(1, 800, "Rapport", "tableau des pièces relevées sur place"), placed(2, 700, "Deuxième tableau des pièces"))

    assert (short, full) == ([[1], [2]], [[1, 2]])


def test_each_paper_has_its_own_type_and_the_name_of_the_file_speaks_for_none_of_several() -> None:
    papers = documents_of([page(1, *INVOICE), page(2, *LETTER)], name="citation.pdf", mail_text="")

    assert [paper.type.id for paper in papers] == ["facture_reparation", "courrier_tiers"]


LIKELY_BEGINNING = ("Garage Lacroix SRL", "5000 Namur", "le total de 540 euros comprend la main d'oeuvre,")


def test_a_border_that_is_seen_but_not_sure_parts_nothing_and_is_told() -> None:
    goes_on = ("je vous avais écrit que le garage,", "au bout de la rue, n'avait rien fait")
    scanned = [page(1, *goes_on, source=Source.OCR), page(2, *LIKELY_BEGINNING, source=Source.OCR)]

    (one,) = documents_of(scanned, name="scan.pdf", mail_text="")

    assert (one.pages, one.unsure) == ((1, 2), (2,))


def test_of_pages_that_were_never_paper_no_border_is_in_doubt() -> None:
    goes_on = ("je vous avais écrit que le garage,", "au bout de la rue, n'avait rien fait")

    (one,) = documents_of([page(1, *goes_on), page(2, *LIKELY_BEGINNING)], name="a.pdf", mail_text="")

    assert (one.pages, one.unsure) == ((1, 2), ())


def test_a_sure_border_is_in_no_doubt() -> None:
    found = documents_of([page(1, *LETTER, source=Source.OCR), page(2, *INVOICE, source=Source.OCR)], name="scan.pdf", mail_text="")

    assert [document.unsure for document in found] == [(), ()]
