"""Classes of mails with a wrong number, and of mails about no claim of ours."""

from router.protocols import State
from tests.mails.letters import File
from tests.mails.manglings import slip, swapped
from tests.mails.placed import broker
from tests.mails.scene import ACKNOWLEDGED, LINKED, NOBODYS, OTHER, UNKNOWN, Build, Mail, Person, Place, Scene, Truth, told
from tests.mails.waiting import family, neighbours, numbered

DAEMON = "mailer-daemon@mx.ailleurs.example"


def slip_on_nobody(scene: Scene, turn: int) -> Mail:
    """One wrong digit, and no claim has that number; something of the claim stands beside it."""
    claim = scene.claim()
    wrong = next(number for number in iter(lambda: slip(claim.number, scene.chance), "") if not scene.book.find_claim(number).number)
    letter, way = numbered(scene, claim, wrong, turn)
    return scene.mail(letter, told(claim), way)


def slip_on_somebody(scene: Scene, turn: int) -> Mail:
    """One wrong digit is somebody else's claim; something of the right one stands beside it."""
    claim = scene.claim(lambda one: bool(neighbours(scene, one)))
    letter, way = numbered(scene, claim, scene.chance.choice(neighbours(scene, claim)).number, turn)
    return scene.mail(letter, told(claim), way)


def swapped_digits(scene: Scene, turn: int) -> Mail:
    """Two digits changed places."""
    claim = scene.claim()
    hit = scene.book.get_claim(swapped(claim.number))
    letter, way = numbered(scene, claim, swapped(claim.number), turn)
    # The other claim may be somebody's of that name: it does not tell them apart.
    same = hit is not None and family(hit) == family(claim)
    return scene.mail(letter, Truth(claims=(claim.number,), place=Place.BLIND) if same else told(claim), way)


def namesakes_number(scene: Scene, turn: int) -> Mail:
    """One wrong digit is the claim of somebody with the same family name; only the given name tells."""
    pairs = [
        (one, other)
        for one in scene.book.claims.values()
        for other in scene.book.claims.values()
        if one.state is other.state is State.OPEN and one.insured != other.insured and one.insured[-1].islower()
        if one.insured.rpartition(" ")[0] == other.insured.rpartition(" ")[0] != ""
        if sum(first != second for first, second in zip(one.number, other.number, strict=True)) == 1
    ]
    claim, hit = pairs[turn % len(pairs)]
    line = scene.words.pick("name_line", name=scene.full_name(claim))
    return scene.mail(scene.letter(broker(scene, claim), scene.subject(f"*{hit.number}*"), scene.text(line)), told(claim))


def unnoticed(scene: Scene, turn: int) -> Mail:
    """One wrong digit is somebody else's claim, and nothing speaks against it."""
    claim = scene.claim(lambda one: bool(neighbours(scene, one)))
    wrong = neighbours(scene, claim)[turn % len(neighbours(scene, claim))]
    letter = scene.letter(scene.person((LINKED, OTHER, UNKNOWN)[turn % 3], claim), scene.subject(f"*{wrong.number}*"), scene.text())
    return scene.mail(letter, Truth(claims=(claim.number,), place=Place.BLIND))


def draft(scene: Scene, turn: int) -> Mail:
    """A draft that is still open: its broker is waited for."""
    claim = scene.claim(state=State.DRAFT)
    sender = Person(claim.broker_emails[0])
    truth = Truth(claims=(claim.number,), place=Place.NEVER)
    return scene.mail(scene.letter(sender, scene.subject(f"*{claim.number}*" if turn % 2 else claim.number), scene.text()), truth)


def nothing(scene: Scene, turn: int) -> Mail:
    """No word of any claim; telephones and other people's numbers there are."""
    foreign = scene.words.pick("foreign_line", foreign=scene.words.digits(scene.words.pick("foreign")))
    bank = scene.words.digits(scene.words.pick("bank"))
    person = scene.person(UNKNOWN, scene.claim())
    letter = scene.letter(person, scene.words.pick("subject"), scene.text(foreign, bank), files=(File(name=f"IMG_{turn:04}.txt"),))
    return scene.mail(letter, NOBODYS)


def new_claim(scene: Scene, turn: int) -> Mail:  # noqa: ARG001 - the shape of a class
    """Somebody reports a loss that has no number yet."""
    letter = scene.letter(scene.person(UNKNOWN, scene.claim()), scene.words.pick("subject"), scene.text(scene.words.pick("new_claim")))
    return scene.mail(letter, NOBODYS)


def automatic(scene: Scene, turn: int) -> Mail:
    """An answer of a machine, a bounce, a newsletter: whatever number it carries."""
    claim = scene.claim()
    reply = scene.words.pick("auto_subject") + f"*{claim.number}*"
    answers = (ACKNOWLEDGED.format(claim.number),)
    kinds = [
        (scene.person(LINKED, claim), reply, scene.words.pick("auto_body"), (("Auto-Submitted", "auto-replied"),)),
        (Person(DAEMON), f"Undelivered Mail Returned to Sender *{claim.number}*", "550 5.1.1", (("X-Failed-Recipients", "x@y.example"),)),
        (
            scene.person(UNKNOWN, claim),
            scene.words.pick("newsletter"),
            scene.words.pick("auto_body"),
            (("List-Unsubscribe", "<mailto:a@b.example>"),),
        ),
    ]
    person, subject, text, more = kinds[turn % 3]
    return scene.mail(scene.letter(person, subject, text, more=more, answers=answers), NOBODYS)


def signed_number(scene: Scene, turn: int) -> Mail:
    """A number that is written like a telephone in a signature, of an existing claim."""
    claim = scene.claim()
    digits = claim.number[1:]
    line = [f"C {digits[:3]} {digits[3:6]} {digits[6:]}", f"T 02 123 45 67 | C {digits[:3]}/{digits[3:6]}.{digits[6:]}"][turn % 2]
    text = f"{scene.words.pick('body')}\n\n{scene.words.pick('closing')}\nSophie Andries\n{line}\n"
    return scene.mail(scene.letter(scene.person(LINKED, claim), scene.words.pick("subject"), text), NOBODYS)


CLASSES: dict[str, Build] = {
    "slip on nobody": slip_on_nobody,
    "slip on somebody": slip_on_somebody,
    "swapped digits": swapped_digits,
    "slip on a namesake": namesakes_number,
    "slip that nobody can see": unnoticed,
    "draft": draft,
    "nothing": nothing,
    "new claim": new_claim,
    "automatic": automatic,
    "telephone like a number": signed_number,
}
