"""Who may be taken for a broker: his name in other letters, with other hyphens, or as a part of a longer one."""

import pytest

from core.values import Address, SenderClass
from router.authentication import Origin
from router.book import Book, BrokerDomains
from router.lookalikes import latin
from router.senders import From, standing
from tests.router.world import STRANGER, claim

MEUNIER = "sinistres@courtage-meunier.example"
BOOK = Book(
    [
        claim("C502100001", broker_emails=(MEUNIER,), party_emails=("jean.dupont@gmail.com", "expert@expertises.example")),
        claim("C502100002", broker_emails=("info@vermeulen-assurances.example",)),
    ]
)
LIKE, STRANGE = SenderClass.SPOOFED, SenderClass.UNKNOWN

SHOWN = [
    ("sinistres@c\u043eurtage-meunier.example", LIKE),
    ("sinistres@courtage-m\u0435unier.example", LIKE),
    ("sinistres@courtagemeunier.example", LIKE),
    ("sinistres@courtage\u2011meunier.example", LIKE),
    ("sinistres\uff20courtage-meunier.example", LIKE),
    ("sinistres@courtage-meunier\u3002example", LIKE),
    ("sinistres@cour\u200btage-meunier.example", LIKE),
    ("sinistres@courtage-rneunier.example", LIKE),
    ("sinistres@c0urtage-meunier.example", LIKE),
    ("Sinistres (sinistres@courtage-meunier.example)", LIKE),
    ("sinistres@courtage-meunier.example via Service", LIKE),
    ("courtage-meunier.example", LIKE),
    ("C\u043eurtage Meunier", LIKE),
    ("\u0421ourtage Meunier", LIKE),
    ("Courtage-Meunier", LIKE),
    ("C0urtage Meunier", LIKE),
    ("Courtage Meun1er", LIKE),
    ("Cabinet M\u0435unier", LIKE),
    ("Jean Dup\u043ent", LIKE),
    ("jean.dupont@gmail.com", LIKE),
    ("marie.dupont@gmail.com", STRANGE),
    ("j.meunier", STRANGE),
    ("Meunier", STRANGE),
    ("voisin@garage-duval.example", STRANGE),
    ("\u041c\u0430\u0440\u0438\u044f", STRANGE),
    ("\u039d\u03af\u03ba\u03bf\u03c2", STRANGE),
]


@pytest.mark.parametrize(("name", "expected"), SHOWN)
def test_a_stranger_must_not_show_a_partys_name_or_address_in_whatever_letters(name: str, expected: SenderClass) -> None:
    sender = From(address=Address(address=STRANGER, name=name), origin=Origin.PROVEN)

    assert standing(sender, BOOK, BOOK.get_claim("C502100001")).sender is expected


# A digit in the middle of a firm's name is seen only where the claim tells whose name to look for.
SAME = [name for name, expected in SHOWN if expected is LIKE and "meun" in latin(name) and name != "C0urtage Meunier"]


@pytest.mark.parametrize("name", SAME)
def test_nor_that_of_a_broker_where_no_claim_is_known(name: str) -> None:
    sender = From(address=Address(address=STRANGER, name=name), origin=Origin.PROVEN)

    assert standing(sender, BOOK, None).sender is LIKE


ADDRESSES = [
    ('"sinistres@courtage-meunier.example"@ailleurs.example', LIKE),
    ("courtage-meunier.example@ailleurs.example", LIKE),
    ("x@my-courtage-meunier.example", LIKE),
    ("x@courtage-meunier-sinistres.example", LIKE),
    ("x@courtagemeunier-sinistres.example", LIKE),
    ("x@the-courtage-meunier-online.example", LIKE),
    ("x@la-courtage-meunier.example", LIKE),
    ("x@my_courtage_meunier.example", LIKE),
    ("x@my-c0urtage-meunier.example", LIKE),
    ("x@my-courtage-meunier.ailleurs.example", LIKE),
    ("x@courtage-meuniers.example", LIKE),
    ("x@mycourtagemeunierweb.example", STRANGE),
    ("x@meunier-sinistres.example", STRANGE),
    ("x@courtage-meunieres-online.example", STRANGE),
    ("x@saint-meunier.example", STRANGE),
    ("x@expertises-leroy.example", STRANGE),
    ("x@van-vermeulen-assurances.example", STRANGE),
    ("x@mail.courtage-meunier.example", STRANGE),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_the_whole_name_of_a_broker_in_a_longer_one_is_his(address: str, expected: SenderClass) -> None:
    sender = From(address=Address(address=address), origin=Origin.PROVEN)

    assert standing(sender, BOOK, BOOK.get_claim("C502100001")).sender is expected


KNOWN = ("assurances", "courtier-assurances", "groupeassurances", "bureau", "vermeulen", "expertises", "van-hecke", "dubois-fils")
BEYOND = ("assurances-dupont", "courtier-assurances-dupont", "mon-groupeassurances", "bureau-leroy", "garage-vermeulen")
OTHERS = (*BEYOND, "expertises-leroy", "van-hecke-notaires", "dubois-fils-peinture")


@pytest.mark.parametrize("name", OTHERS)
def test_a_word_that_many_bear_is_no_brokers_name(name: str) -> None:
    assert BrokerDomains(f"{known}.example" for known in KNOWN).like(f"{name}.example") == ()


FIRMS = (
    "cabinet-martin",
    "dubois-assurances",
    "assurances-lambert",
    "courtage-janssens",
    "peeters-courtage",
    "makelaar-maes",
    "jacobs-verzekeringen",
    "kantoor-willems",
    "claes-versicherungen",
    "makler-goossens",
    "wouters-brokers",
    "bureau-dupont",
    "groupe-lefebvre",
    "agence-leroy",
    "moreauassurances",
    "girardverzekeringen",
    "bonnet",
    "francois-fils",
    "vandenberghe-partners",
    "vermeulen-associes",
    "zakenkantoor-desmet",
    "dewilde-insurance-brokers",
    "vandamme-assurances-namur",
    "cabinet-hermans-lyon",
    "michiels-group",
    "versicherungsmakler-schmidt",
    "mueller-finance",
    "weber-zoon",
    "cabinet-van-den-berg",
    "de-backer-assurances",
    "le-gall-courtage",
    "assurances-saint-martin",
    "van-hecke-verzekeringen",
    "assurmax",
    "concordia-courtage",
    "allsure-brokers",
    "courtassur",
    "polisdirect",
    "zeker-en-vast",
    "rheinland-versicherungsmakler",
    "azur-assurances",
    "littoral-courtage",
    "delta-assur",
    "harbour-insurance",
    "meuse-assur",
    "kempen-verzekeringen",
    "zeeland-assurantien",
    "martin-assurances",
    "saint-martin-assurances",
    "courtage-janssens-peeters",
    "martin-dubois-conseil",
)


def test_firms_as_they_are_called_are_not_taken_for_each_other() -> None:
    known = BrokerDomains(f"{firm}.example" for firm in FIRMS)

    found = {firm: known.like(f"{firm}.example") for firm in FIRMS}

    # Nobody can tell whether this is a firm of two, or the name of one with a word behind it.
    assert {firm: like for firm, like in found.items() if like} == {"courtage-janssens-peeters": ("courtage-janssens.example",)}


def test_letters_that_are_drawn_alike_are_latin_ones() -> None:
    assert latin("C\u043eurt\u0251ge\u2011M\u0435\u200bunier\uff20X\u3002example") == "courtage-meunier@x.example"
