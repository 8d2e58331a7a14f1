"""Classes of mails that carry a usable reference: by the rules each finds its claim alone."""

from dataclasses import replace

from core.values import SenderClass
from router.protocols import Claim, State
from tests.mails.letters import File
from tests.mails.manglings import FILE_NAMES, IN_TEXT, WHOLE, Mangling
from tests.mails.scene import ACKNOWLEDGED, LINKED, OTHER, UNKNOWN, Build, Mail, Person, Place, Scene, Truth, must

DELIMITED = tuple(one for one in WHOLE if one.form == "delimited")


def subject(scene: Scene, turn: int) -> Mail:
    """The broker's own number, in every spelling."""
    return _in_subject(scene, WHOLE[turn % len(WHOLE)], LINKED)


def subject_named(scene: Scene, turn: int) -> Mail:
    """Anybody's, with the insured beside it: who writes is a warning, no hindrance."""
    return _in_subject(scene, WHOLE[turn * 7 % len(WHOLE)], (OTHER, UNKNOWN)[turn % 2], named=True)


def subject_delimited(scene: Scene, turn: int) -> Mail:
    """Between asterisks a number is meant, whoever writes it."""
    return _in_subject(scene, DELIMITED[turn * 5 % len(DELIMITED)], (OTHER, UNKNOWN)[turn % 2])


def _in_subject(scene: Scene, mangling: Mangling, sender: SenderClass, *, named: bool = False) -> Mail:
    claim = scene.claim()
    start = scene.chance.choice(["", "", scene.words.pick("reply"), scene.words.pick("forward"), scene.words.pick("gateway")])
    line = scene.subject(mangling.write(claim.number), scene.name(claim) if named else "")
    letter = scene.letter(scene.person(sender, claim), start + line, scene.text(*_distractions(scene, claim)))
    return scene.mail(letter, must(claim), mangling.name)


def _distractions(scene: Scene, claim: Claim) -> list[str]:
    """Lines with other people's numbers and names: the other insurer's, a payment, an account, the opponent."""
    foreign = scene.words.pick("foreign_line", foreign=scene.words.digits(scene.words.pick("foreign")))
    payment = scene.words.pick("payment_line", payment="+++090/9337/55493+++")
    opponent = scene.words.pick("opponent_line", name=scene.opponent(claim))
    bank = scene.words.digits(scene.words.pick("bank"))
    return scene.chance.choice([[], [], [foreign], [payment], [bank], [opponent], [foreign, payment], [opponent, foreign]])


def closed(scene: Scene, turn: int) -> Mail:
    """A closed or archived claim is still the claim."""
    claim = scene.claim(state=(State.CLOSED, State.ARCHIVED, State.RESTRICTED)[turn % 3])
    line = scene.subject(DELIMITED[turn % 9].write(claim.number))
    return scene.mail(scene.letter(scene.person(LINKED, claim), line, scene.text()), must(claim))


def former(scene: Scene, turn: int) -> Mail:
    """A draft's number that became a claim's, alone or beside the new one."""
    claim = scene.claim(lambda one: bool(one.former_numbers))
    both = f"*{claim.number}* (T: *{claim.former_numbers[0]}*)"
    line = scene.subject(both if turn % 2 else f"*{claim.former_numbers[0]}*")
    return scene.mail(scene.letter(scene.person(LINKED, claim), line, scene.text()), must(claim))


def own_text(scene: Scene, turn: int) -> Mail:
    """In the broker's text, behind a cue."""
    claim, mangling = scene.claim(), IN_TEXT[turn % len(IN_TEXT)]
    # Behind a cue the forgotten letter is one already: "dossier dossier 502100001" nobody writes.
    ref = mangling.write(claim.number)
    line = ref if ref.startswith(("dossier", "n\u00b0")) else scene.words.pick("ref_line", ref=ref)
    letter = scene.letter(scene.person(LINKED, claim), scene.words.pick("subject"), scene.text(line, *_distractions(scene, claim)))
    return scene.mail(letter, must(claim), mangling.name)


def file_name(scene: Scene, turn: int) -> Mail:
    """In the name of a file of the broker."""
    claim, (way, named) = scene.claim(), list(FILE_NAMES.items())[turn % len(FILE_NAMES)]
    files = (File(name=named(claim.number, scene.words.pick("file"))), File(name="annexe.txt"))
    letter = scene.letter(scene.person(LINKED, claim), scene.words.pick("subject"), scene.text(), files=files)
    return scene.mail(letter, must(claim), way)


def files_of_several(scene: Scene, turn: int) -> Mail:
    """Each file names its own claim; all are the broker's."""
    first = scene.claim()
    second = scene.claim(lambda one: one.broker_emails == first.broker_emails and one.number != first.number)
    write = list(FILE_NAMES.values())[turn % len(FILE_NAMES)]
    names = {write(claim.number, scene.words.pick("file")): claim.number for claim in (first, second)}
    person = broker(scene, first)
    letter = scene.letter(person, scene.words.pick("subject"), scene.text(), files=tuple(File(name=name) for name in names))
    return scene.mail(letter, Truth(claims=(first.number, second.number), place=Place.MUST, told=True, files=names))


def broker(scene: Scene, claim: Claim) -> Person:
    """The broker himself, by the address that the register has."""
    return replace(scene.person(LINKED, claim), address=claim.broker_emails[0])


def thread(scene: Scene, turn: int) -> Mail:
    """An answer to our own mail, with the number in what is quoted and nowhere else."""
    claim = scene.claim()
    quoted = scene.quoted(f"Accus\u00e9 *{claim.number}*", scene.words.pick("body"), set_off=turn % 2 == 0)
    words = scene.words.pick("body") + quoted
    answers = (ACKNOWLEDGED.format(claim.number),)
    letter = scene.letter(
        scene.person(LINKED, claim), scene.words.pick("reply") + scene.words.pick("subject"), words, answers=answers, html="none"
    )
    return scene.mail(letter, must(claim))


def quoted_other(scene: Scene, turn: int) -> Mail:
    """The subject is new, the old conversation below it was about another claim."""
    claim = scene.claim()
    other = scene.claim(lambda one: one.number != claim.number)
    quoted = scene.quoted(f"*{other.number}* {other.insured}", scene.words.pick("body"), set_off=turn % 2 == 0)
    line = scene.words.pick("reply") + scene.subject(DELIMITED[turn % len(DELIMITED)].write(claim.number))
    answers = (ACKNOWLEDGED.format(other.number),) if turn % 3 == 0 else ()
    letter = scene.letter(scene.person(LINKED, claim), line, scene.words.pick("body") + quoted, answers=answers, html="none")
    return scene.mail(letter, must(claim))


def silent_forward(scene: Scene, turn: int) -> Mail:
    """Forwarded by the broker without a word of his own: what he forwards is the message."""
    claim, subject = scene.claim(), scene.words.pick("subject")
    block = scene.block("Jean Client", f"{subject} *{claim.number}*" if turn % 2 else subject, "client@priv.example")
    line = "" if turn % 2 else "\n" + scene.words.pick("ref_line", ref=claim.number)
    words = f"\n{block}\n\n{scene.words.pick('body')}{line}\n"
    letter = scene.letter(scene.person(LINKED, claim), scene.words.pick("forward") + subject, words, html="none")
    return scene.mail(letter, must(claim))


def attached(scene: Scene, turn: int) -> Mail:
    """A mail in a mail: its own number goes first; without one it goes with the mail around it."""
    outer, inner = scene.claim(), scene.claim()
    own = turn % 2 == 0
    line = scene.subject(f"*{inner.number}*") if own else scene.words.pick("subject")
    child = scene.letter(scene.person(LINKED, inner if own else outer), line, scene.text(), id=f"i-{scene.id}@x.example")
    letter = scene.letter(broker(scene, outer), scene.subject(f"*{outer.number}*"), scene.text(), inside=(child,))
    return Mail(letter=letter, truths={letter.id: must(outer), child.id: must(inner if own else outer)}, way="own" if own else "inherited")


def digest(scene: Scene, turn: int) -> Mail:
    """A mailbox that another insurer forwards: each mail in it has a number of its own; one has none."""
    found = [scene.claim() for _ in range(2 + turn % 3)]
    letters = [
        scene.letter(
            scene.person((LINKED, UNKNOWN)[at % 2], claim),
            scene.subject(f"*{claim.number}*"),
            scene.text(),
            id=f"{at}-{scene.id}@x.example",
        )
        for at, claim in enumerate(found)
    ]
    lost = scene.letter(scene.person(UNKNOWN, found[0]), scene.words.pick("subject"), scene.text(), id=f"n-{scene.id}@x.example")
    outer = scene.letter(scene.person(UNKNOWN, found[0]), "Courrier du jour", "", inside=(*letters, lost))
    return Mail(letter=outer, truths={letter.id: must(claim) for letter, claim in zip(letters, found, strict=True)})


CLASSES: dict[str, Build] = {
    "subject": subject,
    "subject, named": subject_named,
    "subject, delimited": subject_delimited,
    "closed claim": closed,
    "former number": former,
    "own text": own_text,
    "file name": file_name,
    "files of several claims": files_of_several,
    "thread of ours": thread,
    "old thread below": quoted_other,
    "silent forward": silent_forward,
    "attached mail": attached,
    "digest": digest,
}
