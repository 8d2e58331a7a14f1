"""What is printed on the accident statement in each language, in our own short wording."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """The labels of one language."""

    title: str
    date: str
    time: str
    place: str
    injured: str
    damage: str
    vehicles: str
    objects: str
    witnesses: str
    insured: str
    vehicle: str
    company: str
    driver: str
    impact: str
    visible: str
    remarks: str
    sketch: str
    signatures: str
    circumstances: str
    count: str
    make: str
    plate: str
    policy: str
    green_card: str
    valid: tuple[str, str]
    yes: str
    no: str
    lines: tuple[str, ...]
    rows: tuple[str, ...]


WORDS = {
    "fr": Words(
        title="CONSTAT AMIABLE D'ACCIDENT AUTOMOBILE",
        date="Date de l'accident", time="Heure", place="Localisation   Lieu :", injured="Blessé(s) même léger(s)",
        damage="Dégâts matériels", vehicles="à des véhicules autres que A et B", objects="à des objets autres que des véhicules",
        witnesses="Témoins : noms, adresses, tél.", insured="Preneur d'assurance / assuré", vehicle="Véhicule",
        company="Société d'assurance", driver="Conducteur", impact="Point de choc initial", visible="Dégâts apparents",
        remarks="Mes observations", sketch="Croquis de l'accident", signatures="Signature des conducteurs", circumstances="Circonstances",
        count="nombre de cases marquées", make="Marque, type", plate="N° d'immatriculation", policy="N° de contrat",
        green_card="N° de carte verte", valid=("valable du", "au :"), yes="oui", no="non",
        lines=("NOM", "Prénom", "Adresse", "Code postal", "Tél."),
        rows=(
            "en stationnement / à l'arrêt", "quittait un stationnement", "prenait un stationnement", "sortait d'un parking",
            "s'engageait dans un parking", "s'engageait sur un rond-point", "roulait sur un rond-point", "heurtait l'arrière, même file",
            "même sens, file différente", "changeait de file", "doublait", "virait à droite", "virait à gauche", "reculait",
            "empiétait sur la voie inverse", "venait de droite (carrefour)", "n'avait pas observé un signal",
        ),
    ),
    "nl": Words(
        title="EUROPEES AANRIJDINGSFORMULIER",
        date="Datum van het ongeval", time="Uur", place="Plaats   Adres :", injured="Gewonde(n), zelfs licht",
        damage="Materiële schade", vehicles="aan andere voertuigen dan A en B", objects="aan andere voorwerpen dan voertuigen",
        witnesses="Getuigen: namen, adressen, tel.", insured="Verzekeringnemer / verzekerde", vehicle="Voertuig",
        company="Verzekeringsmaatschappij", driver="Bestuurder", impact="Plaats van de eerste aanraking", visible="Zichtbare schade",
        remarks="Opmerkingen", sketch="Schets van het ongeval", signatures="Handtekening van de bestuurders", circumstances="Toedracht",
        count="aantal aangekruiste vakjes", make="Merk, type", plate="Kenteken", policy="Polisnummer",
        green_card="Nr groene kaart", valid=("geldig van", "tot :"), yes="ja", no="neen",
        lines=("NAAM", "Voornaam", "Adres", "Postcode", "Tel."),
        rows=(
            "stond geparkeerd / stilstaand", "verliet een parkeerplaats", "nam een parkeerplaats in", "kwam uit een parking",
            "reed een parking op", "reed een rotonde op", "reed op een rotonde", "reed achteraan in, zelfde rijstrook",
            "zelfde richting, andere rijstrook", "veranderde van rijstrook", "haalde in", "sloeg rechtsaf", "sloeg linksaf",
            "reed achteruit", "kwam op de andere rijbaan", "kwam van rechts (kruispunt)", "negeerde een voorrangsteken",
        ),
    ),
    "de": Words(
        title="EUROPÄISCHER UNFALLBERICHT",
        date="Datum des Unfalls", time="Uhrzeit", place="Ort   Genauer Ort:", injured="Verletzte(r), auch leicht",
        damage="Sachschaden", vehicles="an anderen Fahrzeugen als A und B", objects="an anderen Gegenständen",
        witnesses="Zeugen: Namen, Anschriften, Tel.", insured="Versicherungsnehmer", vehicle="Fahrzeug",
        company="Versicherungsgesellschaft", driver="Fahrer", impact="Erste Anstoßstelle", visible="Sichtbare Schäden",
        remarks="Eigene Bemerkungen", sketch="Unfallskizze", signatures="Unterschrift der Fahrer", circumstances="Unfallumstände",
        count="Anzahl der Felder", make="Marke, Typ", plate="Amtl. Kennzeichen", policy="Vertragsnummer",
        green_card="Nr. der Grünen Karte", valid=("gültig vom", "bis :"), yes="ja", no="nein",
        lines=("NAME", "Vorname", "Anschrift", "PLZ", "Tel."),
        rows=(
            "parkte / hielt", "verließ einen Parkplatz", "fuhr in eine Parklücke", "kam aus einem Parkplatz",
            "bog in einen Parkplatz ein", "fuhr in einen Kreisverkehr ein", "fuhr im Kreisverkehr", "fuhr auf, gleiche Spur",
            "gleiche Richtung, andere Spur", "wechselte die Spur", "überholte", "bog rechts ab", "bog links ab", "fuhr rückwärts",
            "geriet auf die Gegenspur", "kam von rechts (Kreuzung)", "missachtete ein Vorfahrtzeichen",
        ),
    ),
    "en": Words(
        title="EUROPEAN ACCIDENT STATEMENT",
        date="Date of accident", time="Time", place="Location   Place:", injured="Injuries, even if slight",
        damage="Material damage", vehicles="to vehicles other than A and B", objects="to objects other than vehicles",
        witnesses="Witnesses: names, addresses, tel.", insured="Policyholder", vehicle="Vehicle",
        company="Insurance company", driver="Driver", impact="Point of initial impact", visible="Visible damage",
        remarks="My remarks", sketch="Sketch of the accident", signatures="Signatures of the drivers", circumstances="Circumstances",
        count="number of boxes marked", make="Make, type", plate="Registration No", policy="Policy No",
        green_card="Green card No", valid=("valid from", "to :"), yes="yes", no="no",
        lines=("NAME", "First name", "Address", "Postcode", "Tel."),
        rows=(
            "parked / stopped", "leaving a parking place", "entering a parking place", "emerging from a car park",
            "entering a car park", "entering a roundabout", "driving in a roundabout", "striking the rear, same lane",
            "same direction, other lane", "changing lane", "overtaking", "turning to the right", "turning to the left", "reversing",
            "encroaching on the opposite lane", "coming from the right (junction)", "ignored a priority sign",
        ),
    ),
}  # fmt: skip
