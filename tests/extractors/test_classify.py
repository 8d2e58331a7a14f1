from importlib.resources import files
from pathlib import Path

import pytest

from core.pages import Page
from extractors.boundaries import documents_of
from extractors.classify import Ranked, judged_type, type_of
from extractors.lexicon import FOLDER, Role, phrases, plain
from extractors.sensitive import marks_of
from extractors.types import fold, types

LISTS = Path(str(files("extractors") / "data" / FOLDER))


def page(*lines: str, number: int = 1) -> Page:
    return Page(number=number, text="\n".join(lines))


PAPERS = {
    "constat_auto": ("CONSTAT AMIABLE D'ACCIDENT AUTOMOBILE", "ne constitue pas une reconnaissance de responsabilité", "12. circonstances"),
    "constat_dde": ("Constat amiable dégâts des eaux", "Immeuble en copropriété : oui", "Cause : recherche de fuite en cours"),
    "declaration": ("SCHADEAANGIFTE", "Datum van het schadegeval: 3 maart 2024", "Polisnummer 12.345.678"),
    "declaration_circonstanciee": ("Déclaration circonstanciée", "Résumé des faits : en reculant, j'ai heurté la borne."),
    "temoignage": ("Attestation de témoin", "Je soussigné Paul Lenoir atteste avoir vu le véhicule déraper."),
    "pv_police": ("PRO JUSTITIA", "Procès-verbal n° TG.69.L3.00572/24", "Zone de police Condroz"),
    "plainte_pv": ("PROCÈS-VERBAL DE PLAINTE", "Madame Dumont dépose plainte contre X pour vol par effraction."),
    "plainte_recepisse": ("Récépissé de dépôt de plainte", "Gendarmerie nationale, brigade de Dinan"),
    "etat_de_pertes": ("État de pertes", "Téléviseur 450,00", "Vélo 800,00"),
    "facture_achat": ("FACTURE", "Date d'achat : 3 mars 2023", "Téléviseur 55 pouces"),
    "facture_reparation": (
        "FACTURE N° 2024-118",
        "Main d'oeuvre 6,5 heures",
        "Pièces de rechange",
        "Carrosserie et peinture",
        "Total TTC 1 250,00 EUR",
    ),
    "facture_entretien": ("Factuur", "Groot onderhoud, vidange en filters", "Kilometerstand 84.000"),
    "devis": ("DEVIS N° 77", "Devis valable trois mois", "Bon pour accord"),
    "rapport_expertise": ("Rapport d'expertise", "Valeur de remplacement : 8 500 €", "Véhicule économiquement irréparable"),
    "contre_expertise": ("Rapport de contre-expertise", "L'expert d'assuré conteste les conclusions du premier rapport."),
    "mission_expertise": ("Ordre de mission", "Nous vous confions une mission d'expertise via Informex."),
    "convocation_expertise": ("Convocation à expertise", "L'expertise contradictoire se tiendra le 12 mars."),
    "certificat_medical_initial": ("Certificat médical initial", "Je certifie avoir examiné ce jour la victime."),
    "rapport_medical": ("Medisch verslag", "Ontslagbrief van de patiënt"),
    "carte_grise": ("CERTIFICAT D'IMMATRICULATION", "Communauté européenne", "C.1 Martin"),
    "certificat_cession": ("Certificat de cession d'un véhicule d'occasion", "cerfa 15776"),
    "attestation_assurance": ("Internationale Versicherungskarte", "GRÜNE KARTE"),
    "permis_conduire": ("RIJBEWIJS", "4a. 03.04.2015", "4b. 03.04.2025"),
    "rib_iban": ("Relevé d'identité bancaire", "Titulaire du compte : Jean Petit", "IBAN FR76"),
    "courrier_avocat": ("Étude Renard", "Avocat au barreau de Liège", "Mon mandant me charge de vous écrire.", "Votre confrère"),
    "mise_en_demeure": ("Objet : mise en demeure", "Je vous mets en demeure de payer sous huitaine."),
    "citation": ("CITATION À COMPARAÎTRE", "devant le tribunal de police de Namur"),
    "jugement": ("JUGEMENT", "Par ces motifs, le tribunal condamne"),
    "pv_reception": ("Procès-verbal de réception", "Réception des travaux avec réserves"),
    "procuration": ("VOLLMACHT", "Hiermit bevollmächtige ich Herrn Weber"),
    "quittance": ("Quittance", "pour solde de tout compte", "Accord sur l'indemnité"),
    "recherche_fuite": ("Rapport de recherche de fuite", "recherche non destructive par gaz traceur"),
    "bail": ("HUUROVEREENKOMST", "Plaatsbeschrijving in bijlage"),
    "contrat": ("Conditions particulières", "Police n° 50.123.456, avenant 2"),
    "note_honoraires": ("État de frais et honoraires", "Provision déjà versée"),
    "constat_huissier": ("Procès-verbal de constat", "commissaire de justice à Lille", "à la demande du requérant"),
    "acte_deces": ("Extrait d'acte de décès", "Commune de Huy"),
    "courrier_tiers": (
        "Sehr geehrte Damen und Herren,",
        "ich habe Ihr Schreiben erhalten. Welche Unterlagen brauchen Sie noch von mir?",
        "Mit freundlichen Grüßen",
    ),
}


@pytest.mark.parametrize(("expected", "lines"), PAPERS.items(), ids=PAPERS)
def test_a_paper_is_known_by_what_stands_on_it(expected: str, lines: tuple[str, ...]) -> None:
    found = type_of([page(*lines)])

    assert (found.id, found.classes) == (expected, types()[expected].classes)
    assert found.cues


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("Bonjour",),
        ("Le garage nous a remis sa facture hier et le devis suit.",),
        ("Voici le RIB demandé.",),
        ("La police est arrivée. Le procès-verbal suivra.",),
    ],
    ids=["nothing", "a word", "two words of two types", "initials", "one cue"],
)
def test_a_paper_with_too_few_cues_is_not_guessed(lines: tuple[str, ...]) -> None:
    assert type_of([page(*lines)]).id == "autre"


def test_a_title_is_surer_than_the_same_words_in_the_text() -> None:
    titled = type_of([page("RAPPORT D'EXPERTISE", "Expertise du 3 avril", "Dommages constatés : aile avant gauche", "L'expert")])
    mentioned = type_of([page("Cher confrère,", "le rapport d'expertise du 3 avril m'est bien parvenu et je vous en remercie.")])

    assert (titled.id, titled.confidence > 0.85) == ("rapport_expertise", True)
    assert (mentioned.id, mentioned.confidence) != ("rapport_expertise", titled.confidence)
    assert mentioned.confidence < 0.85


def test_two_types_that_are_as_likely_are_left_to_a_person_with_all_their_cues_and_classes() -> None:
    medical = Ranked(id="certificat_medical_initial", confidence=0.5, cues=("certifie avoir examiné",))
    summons = Ranked(id="citation", confidence=0.42, cues=("citation à comparaître",))

    found = judged_type([medical, summons, Ranked(id="autre", confidence=0.08)])

    assert found.id == "autre"
    assert set(found.classes) >= {"P1", "P4", "P5"}
    assert found.cues == ("certifie avoir examiné", "citation à comparaître")


def test_a_likely_paper_about_health_is_guarded_though_it_is_called_something_else() -> None:
    invoice, medical = Ranked(id="facture_achat", confidence=0.8), Ranked(id="frais_medicaux", confidence=0.15)

    found = judged_type([invoice, medical, Ranked(id="autre", confidence=0.05)])

    assert (found.id, "P4" in found.classes) == ("facture_achat", True)


def test_the_name_of_the_file_and_the_mail_are_weak_cues() -> None:
    body = page(*["ligne"] * 12, "Le devis est détaillé ci-dessous.", "Bon pour accord : signature")

    alone, named = type_of([body]), type_of([body], name="devis_garage.pdf", mail_text="Voici le devis")

    assert type_of([page("rien")], name="devis_garage.pdf").id == "autre"
    assert named.id == "devis"
    assert named.confidence > alone.confidence


def test_a_phrase_inside_a_longer_one_does_not_count() -> None:
    assert type_of([page("Constat amiable dégâts des eaux", "recherche de fuite non faite")]).id == "constat_dde"


def test_accents_case_apostrophes_and_line_ends_make_no_difference() -> None:
    assert (
        fold("PROCÈS-VERBAL  D\N{RIGHT SINGLE QUOTATION MARK}Exper-\ntise, œuvre, Straße") == "proces verbal d expertise, oeuvre, strasse"
    )


def test_every_type_that_a_text_can_show_has_phrases() -> None:
    known = {kind for phrase in phrases() for kind, _ in phrase.roles}

    assert set(types()) - known == {"photo", "video"}
    assert len(types()) == 57


def test_a_file_with_several_papers_is_told_apart_by_their_titles() -> None:
    pages = [
        page("RAPPORT D'EXPERTISE", "Valeur de remplacement 8 500 €", number=1),
        page("suite du rapport", "économiquement irréparable", number=2),
        page("DEVIS N° 77", "Devis valable trois mois", "Bon pour accord", number=3),
        page("PROCÈS-VERBAL DE PLAINTE", "dépose plainte contre X", number=4),
    ]

    papers = documents_of(pages, name="scan.pdf", mail_text="")

    assert [(paper.pages, paper.type.id) for paper in papers] == [((1, 2), "rapport_expertise"), ((3,), "devis"), ((4,), "plainte_pv")]


def test_pages_that_go_on_with_the_same_title_stay_together() -> None:
    pages = [page("DEVIS N° 77", "Bon pour accord", number=number) for number in (1, 2, 3)]

    assert [paper.pages for paper in documents_of(pages, name="", mail_text="")] == [(1, 2, 3)]


CAREFUL = {
    "a dentist's estimate": (
        "Devis",
        "P4",
        "Cabinet dentaire Moreau",
        "Patient : Paul Lenoir",
        "Couronne céramique 540,00 €",
        "reste à charge",
    ),
    "a medical examination": ("Convocation", "P4", "Convocation à expertise médicale", "le 12 mars, en vue d'évaluer vos séquelles"),
    "a discharge for injuries": ("Discharge form", "P4", "in full and final settlement of neck and back injuries and psychological injury"),
}


@pytest.mark.parametrize("lines", CAREFUL.values(), ids=CAREFUL)
def test_a_paper_about_health_under_a_plain_heading_is_guarded_by_its_type_or_by_its_words(lines: tuple[str, ...]) -> None:
    heading, level, *others = lines
    paper = page(heading, *others)

    assert level in {*type_of([paper]).classes, *(mark.level for mark in marks_of([paper]))}


NO_PAPERS = {
    "a newsletter": (
        "Lettre d'information de printemps",
        "Nos conseils pour votre jardin. Se désabonner en un clic.",
        "Offre spéciale : -20 %",
    ),
    "minutes": ("Verslag van de algemene vergadering", "Aanwezig: elf leden. De penningmeester stelt de rekening voor.", "Rondvraag"),
    "a timetable": ("Fahrplan", "Abfahrt 08:15, Ankunft 09:40. An Sonn- und Feiertagen kein Verkehr."),
    "an application": ("Curriculum vitae", "Work experience: sales assistant since 2019. Hobbies: rowing. References on request."),
}


@pytest.mark.parametrize("lines", NO_PAPERS.values(), ids=NO_PAPERS)
def test_what_is_no_claims_paper_is_called_none(lines: tuple[str, ...]) -> None:
    assert type_of([page(*lines)]).id == "autre"


def test_a_phrase_listed_with_and_without_its_endings_speaks_for_the_same_types() -> None:
    spoken: dict[tuple[str, ...], set[tuple[tuple[str, str], ...]]] = {}
    for phrase in phrases():
        spoken.setdefault(plain(phrase.words), set()).add(phrase.roles)

    assert all(len(roles) == 1 for roles in spoken.values())


def test_every_line_of_the_lists_belongs_to_a_type_and_has_a_role() -> None:
    for file in LISTS.glob("*.txt"):
        kind = ""
        for line in filter(None, file.read_text("utf-8").splitlines()):
            if line.startswith("["):
                kind = line.strip("[]")
                assert kind in types(), (file.name, line)
            elif not line.startswith("#"):
                role, sign, listed = line.partition(" = ")
                assert (kind != "", role in set(Role), sign, bool(listed)) == (True, True, " = ", True), (file.name, line[:40])


def test_words_that_are_only_usual_make_a_type_likely_at_most() -> None:
    found = type_of(
        [page("Keller, Decke und Wand sind nass; die Leitung, die Wohnung, das Leck, die Feuchtigkeit, Eigentümer und Mieter.")]
    )

    assert found.confidence < 0.85
