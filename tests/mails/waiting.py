"""Classes of mails that a person decides, and whose words tell him which claim they are about."""

from core.values import SenderClass
from router.book import near_numbers
from router.protocols import Claim, State
from tests.mails.letters import FAILED, File, Letter
from tests.mails.manglings import FILE_NAMES, IN_TEXT, PARTIAL, WHOLE, letters
from tests.mails.placed import broker
from tests.mails.scene import ACKNOWLEDGED, LINKED, OTHER, UNKNOWN, Build, Mail, Person, Place, Scene, Truth, told

_ANYBODY = (LINKED, OTHER, UNKNOWN)
BARE = tuple(one for one in WHOLE if one.form == "bare")


def _alone(scene: Scene, claim: Claim, key: str) -> bool:
    """Whether no other claim has this one's policy, plate, or family name."""
    return sum(not set(getattr(other, key)).isdisjoint(getattr(claim, key)) for other in scene.book.claims.values()) == 1


def family(claim: Claim) -> str:
    return claim.insured_names[0].rpartition(" ")[0] or claim.insured_names[0]


def _namesakes(scene: Scene, claim: Claim) -> int:
    return sum(family(other) == family(claim) for other in scene.book.claims.values())


def _only_words(scene: Scene, claim: Claim, *lines: str, turn: int, sender: SenderClass | None = None) -> Mail:
    """A mail without any number of ours, but with these lines."""
    person = scene.person(sender or _ANYBODY[turn % 3], claim)
    more = [scene.words.pick("opponent_line", name=scene.opponent(claim))] if turn % 5 == 4 else []
    letter = scene.letter(person, scene.words.pick("subject"), scene.text(*lines, *more))
    return scene.mail(letter, told(claim))


def policy(scene: Scene, turn: int) -> Mail:
    """The policy, which has one claim."""
    claim = scene.claim(lambda one: _alone(scene, one, "policy_numbers"))
    return _only_words(scene, claim, scene.words.pick("policy_line", policy=claim.policy_numbers[-1]), turn=turn)


def plate(scene: Scene, turn: int) -> Mail:
    """The car, which has one claim; with or without its separators, or in the name of a photo."""
    claim = scene.claim(lambda one: _alone(scene, one, "plates"))
    shown = [claim.plates[-1], claim.plates[-1].replace("-", " "), claim.plates[-1].replace("-", "")][turn % 3]
    if turn % 4 == 3:
        files = (File(name=f"{shown}_{scene.words.pick('file')}.txt"),)
        letter = scene.letter(scene.person(UNKNOWN, claim), scene.words.pick("subject"), scene.text(), files=files)
        return scene.mail(letter, told(claim))
    return _only_words(scene, claim, scene.words.pick("plate_line", plate=shown), turn=turn)


def policy_and_day(scene: Scene, turn: int) -> Mail:
    """The policy of somebody who had several losses, with the day of this one."""
    claim = scene.claim(lambda one: not _alone(scene, one, "policy_numbers"))
    lines = (
        scene.words.pick("policy_line", policy=claim.policy_numbers[0]),
        scene.words.pick("date_line", date=f"{claim.loss_date:%d/%m/%Y}"),
    )
    return _only_words(scene, claim, *lines, turn=turn)


def name_and_day(scene: Scene, turn: int) -> Mail:
    """A name that several have, with the day of the loss."""
    claim = scene.claim(
        lambda one: _namesakes(scene, one) > 1 and sum(other.loss_date == one.loss_date for other in scene.book.claims.values()) == 1
    )
    day = [f"{claim.loss_date:%d/%m/%Y}", f"{claim.loss_date:%d.%m.%Y}", f"{claim.loss_date:%d-%m-%Y}"][turn % 3]
    lines = (scene.words.pick("name_line", name=scene.full_name(claim)), scene.words.pick("date_line", date=day))
    return _only_words(scene, claim, *lines, turn=turn)


def rare_name(scene: Scene, turn: int) -> Mail:
    """A name that one claim has, or as few as there are, in the text or in the subject."""
    fewest = min(_namesakes(scene, one) for one in scene.book.claims.values() if one.state is State.OPEN)
    claim = scene.claim(lambda one: _namesakes(scene, one) == fewest)
    if turn % 2:
        return _only_words(scene, claim, scene.words.pick("name_line", name=scene.name(claim)), turn=turn)
    line = scene.words.pick("with_name", start=scene.words.pick("subject"), name=scene.name(claim))
    return scene.mail(scene.letter(scene.person(_ANYBODY[turn % 3], claim), line, scene.text()), told(claim))


def namesakes(scene: Scene, turn: int) -> Mail:
    """A common family name with the given name that tells these people apart."""
    whole = [claim.insured for claim in scene.book.claims.values()]
    claim = scene.claim(lambda one: _namesakes(scene, one) > 1 and whole.count(one.insured) == 1 and one.insured[-1].islower())
    return _only_words(scene, claim, scene.words.pick("name_line", name=scene.full_name(claim)), turn=turn)


def insured_himself(scene: Scene, turn: int) -> Mail:
    """The insured writes from an address that nobody knows, and only signs."""
    whole = [claim.insured for claim in scene.book.claims.values()]
    claim = scene.claim(lambda one: whole.count(one.insured) == 1 and one.insured[-1].islower())
    last, _, first = claim.insured.rpartition(" ")
    text = scene.text(by=f"{first} {last.title()}" if turn % 2 else claim.insured)
    return scene.mail(scene.letter(scene.person(UNKNOWN, claim), scene.words.pick("subject"), text), told(claim))


def broker_ref(scene: Scene, turn: int) -> Mail:
    """The broker's own number."""
    claim = scene.claim(lambda one: _alone(scene, one, "broker_refs"))
    return _only_words(scene, claim, scene.words.pick("broker_line", broker_ref=claim.broker_refs[0]), turn=turn)


def answer(scene: Scene, turn: int) -> Mail:
    """An answer to our mail that quotes nothing."""
    claim = scene.claim()
    subject = scene.words.pick("reply") + scene.words.pick("subject")
    letter = scene.letter(scene.person(_ANYBODY[turn % 3], claim), subject, scene.text(), answers=(ACKNOWLEDGED.format(claim.number),))
    return scene.mail(letter, told(claim))


def quoted_only(scene: Scene, turn: int) -> Mail:
    """The number stands in an old conversation that we know nothing of."""
    claim = scene.claim()
    words = scene.words.pick("body") + scene.quoted(scene.subject(f"*{claim.number}*"), scene.words.pick("body"), set_off=turn % 2 == 0)
    subject = scene.words.pick("reply") + scene.words.pick("subject")
    return scene.mail(scene.letter(scene.person(_ANYBODY[turn % 3], claim), subject, words, html="none"), told(claim))


def document(scene: Scene, turn: int) -> Mail:
    """The number stands in a paper, as a scanner reads it."""
    claim = scene.claim()
    number = [claim.number, "G" + claim.number[1:], letters(claim.number)][turn % 3]
    paper = File(name="scan0012.txt", text=f"{scene.words.pick('ref_line', ref=number)}\nBruxelles, le 3 mai\n{scene.words.pick('body')}")
    letter = scene.letter(scene.person(_ANYBODY[turn % 3], claim), scene.words.pick("subject"), scene.text(), files=(paper,))
    return scene.mail(letter, told(claim))


def strangers_text(scene: Scene, turn: int) -> Mail:
    """In the text of somebody who is not on the claim."""
    claim, mangling = scene.claim(), IN_TEXT[turn * 3 % len(IN_TEXT)]
    return _only_words(
        scene, claim, scene.words.pick("ref_line", ref=mangling.write(claim.number)), turn=turn, sender=(OTHER, UNKNOWN)[turn % 2]
    )


def strangers_file(scene: Scene, turn: int) -> Mail:
    """In the name of a file of somebody who is not on the claim."""
    claim, write = scene.claim(), list(FILE_NAMES.values())[turn % len(FILE_NAMES)]
    files = (File(name=write(claim.number, scene.words.pick("file"))),)
    letter = scene.letter(scene.person((OTHER, UNKNOWN)[turn % 2], claim), scene.words.pick("subject"), scene.text(), files=files)
    return scene.mail(letter, told(claim))


def strangers_subject(scene: Scene, turn: int) -> Mail:
    """A bare number in the subject, of somebody who is not on the claim and names nobody."""
    claim, mangling = scene.claim(), BARE[turn % len(BARE)]
    letter = scene.letter(scene.person((OTHER, UNKNOWN)[turn % 2], claim), scene.subject(mangling.write(claim.number)), scene.text())
    return scene.mail(letter, told(claim), mangling.name)


def two_claims(scene: Scene, turn: int) -> Mail:
    """Two numbers: beside each other in the subject, or the text against the subject."""
    first, second = scene.claim(), scene.claim()
    one, two = f"*{first.number}*", f"*{second.number}*"
    line = scene.subject(f"{one} {two}" if turn % 2 else one)
    text = scene.text() if turn % 2 else scene.text(scene.words.pick("conflict", ref=two))
    numbers = tuple(dict.fromkeys((first.number, second.number)))
    place = Place.MAY if len(numbers) == 1 else Place.NEVER
    return scene.mail(scene.letter(broker(scene, first), line, text), Truth(claims=numbers, place=place, told=True))


def several_in_short(scene: Scene, turn: int) -> Mail:
    """A shorthand for several claims."""
    claim = scene.claim(lambda one: one.number < "C502100095")
    tail = [f"{claim.number} \u00e0 {int(claim.number[-2:]) + 2:02}", f"{claim.number}/{int(claim.number[-1]) + 1}"][turn % 2]
    truth = Truth(claims=(claim.number,), place=Place.NEVER, told=True)
    return scene.mail(scene.letter(scene.person(LINKED, claim), scene.subject(tail), scene.text()), truth)


def passed_on(scene: Scene, turn: int) -> Mail:
    """Forwarded without a number: who wrote first is known by his address, or by his name."""
    whole = [claim.insured for claim in scene.book.claims.values()]
    claim = scene.claim(lambda one: whole.count(one.insured) == 1 and one.insured[-1].islower() and _alone(scene, one, "policy_numbers"))
    last, _, first = claim.insured.rpartition(" ")
    private = f"client{scene.chance.randrange(1000)}@priv{scene.chance.randrange(90)}.example"
    writers = [("M. et Mme", claim.party_emails[0]), (f"{first} {last.title()}", private), (claim.insured, private)]
    who, address = writers[turn % len(writers)]
    subject = scene.words.pick("subject")
    own = "" if turn % 2 else f"{scene.words.pick('body')}\n\n{scene.words.pick('closing')}\n{scene.employee()}\n"
    text = f"{own}\n{scene.block(who, subject, address)}\n\n{scene.words.pick('body')}\n"
    person = scene.person(_ANYBODY[turn % 3 if turn % 2 else turn % 2], claim)
    return scene.mail(scene.letter(person, scene.words.pick("forward") + subject, text, html="none"), told(claim), who)


def malformed(scene: Scene, turn: int) -> Mail:
    """A digit too few or too many, with the insured's name or from his broker."""
    claim, mangling = scene.claim(), PARTIAL[turn % len(PARTIAL)]
    line = scene.subject(mangling.write(claim.number), scene.full_name(claim))
    return scene.mail(scene.letter(scene.person((LINKED, UNKNOWN)[turn % 2], claim), line, scene.text()), told(claim), mangling.name)


def spoofed(scene: Scene, turn: int) -> Mail:
    """A broker's address that fails at our border, whatever results are forged below; or his name with another's domain."""
    claim = scene.claim()
    address = claim.broker_emails[0]
    domain = address.rpartition("@")[2]
    proven = f"dmarc=pass header.from={domain}"
    people = [
        (Person(address, FAILED), ()),
        (Person(address, FAILED), (proven, f"{proven}; dkim=pass header.d={domain}")),
        (Person(f"contact@{domain.replace('-', '')}.invalid", name=domain.partition(".")[0].replace("-", " ").title()), ()),
        (Person("contact@ailleurs.example", name=address), (proven,)),
    ]
    person, forged = people[turn % len(people)]
    letter = scene.letter(person, scene.subject(f"*{claim.number}*"), scene.text(), forged=forged)
    return scene.mail(letter, Truth(claims=(claim.number,), place=Place.NEVER, told=True), str(turn % len(people)))


def neighbours(scene: Scene, claim: Claim) -> list[Claim]:
    """Open claims of other families, one slip away."""
    near = (scene.book.claims.get(number) for number in near_numbers(claim.number))
    return [other for other in near if other and other.state is State.OPEN and family(other) != family(claim)]


def numbered(scene: Scene, claim: Claim, number: str, turn: int) -> tuple[Letter, str]:
    """A mail about `claim` under that number, with one thing of the claim in it, and what that is."""
    ways = {
        "name": scene.words.pick("name_line", name=scene.name(claim)),
        "policy": scene.words.pick("policy_line", policy=claim.policy_numbers[0]),
        "plate": scene.words.pick("plate_line", plate=claim.plates[0]),
        "broker's number": scene.words.pick("broker_line", broker_ref=claim.broker_refs[0]),
        "family name": scene.words.pick("name_line", name=family(claim)),
        "name in the subject": "",
        "family name in the subject": "",
    }
    way, line = list(ways.items())[turn % len(ways)]
    place = ("subject", "subject", "own text", "file name")[turn // len(ways) % 4] if line else "subject"
    subject = (
        scene.subject(f"*{number}*", "" if line else family(claim) if way.startswith("family") else scene.name(claim))
        if place == "subject"
        else scene.words.pick("subject")
    )
    more = scene.words.pick("ref_line", ref=number) if place == "own text" else ""
    files = (File(name=FILE_NAMES["first"](number, scene.words.pick("file"))),) if place == "file name" else ()
    person = scene.person(_ANYBODY[turn % 3], claim)
    return scene.letter(person, subject, scene.text(*filter(None, [line, more])), files=files), f"{way}, {place}"


def other_insurers_number(scene: Scene, turn: int) -> Mail:
    """The other insurer's number has the shape of ours, and here it is another claim."""
    claim = scene.claim()
    other = scene.claim(lambda one: one.number != claim.number)
    line = scene.words.pick("foreign_line", foreign=other.number)
    person = scene.person(_ANYBODY[turn % 3], claim)
    return scene.mail(scene.letter(person, scene.subject(f"*{claim.number}*", scene.full_name(claim)), scene.text(line)), told(claim))


CLASSES: dict[str, Build] = {
    "policy": policy,
    "policy and day": policy_and_day,
    "plate": plate,
    "name and day": name_and_day,
    "rare name": rare_name,
    "namesakes": namesakes,
    "insured himself": insured_himself,
    "broker's number": broker_ref,
    "answer": answer,
    "quoted only": quoted_only,
    "document": document,
    "stranger's text": strangers_text,
    "stranger's file": strangers_file,
    "stranger's subject": strangers_subject,
    "two claims": two_claims,
    "several in short": several_in_short,
    "passed on": passed_on,
    "malformed": malformed,
    "other insurer's number": other_insurers_number,
    "spoofed": spoofed,
}
