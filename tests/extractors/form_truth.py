"""How much of drawn statements is seen right: tick boxes, answers, signatures, handwriting; printed as one table."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.values import Reading
from tests.extractors import forms, papers

HANDWRITTEN = ("insured", "driver", "make")


def samples() -> Iterator[tuple[str, forms.Form]]:
    """A statement for each way of scanning, every language and every cross among them."""
    for number, variant in enumerate(forms.VARIANTS):
        by_hand = replace(forms.B, name=forms.HAND, driver=forms.HAND, make=forms.HAND, signed=number % 2 == 0)
        yield (
            variant,
            forms.Form(
                language=("fr", "nl", "de", "en")[number % 4],
                style=forms.CROSSES[number % len(forms.CROSSES)],
                seed=number,
                a=replace(forms.A, crosses=(1 + number, 12), signed=number % 3 > 0),
                b=by_hand,
                middle=(179, 190)[number % 2],
                injured=("no", "yes")[number % 2],
            ),
        )


def read(variant: str, form: forms.Form) -> Reading:
    """The reading of the form as that variant shows it."""
    return papers.reading_of(papers.scan(forms.VARIANTS[variant](forms.picture(forms.pdf(form)))))


def score(form: forms.Form, found: Reading) -> Counter[str]:
    """How many of each sort are right, and how many there are; `wrong` where a claim is false, not merely left open."""
    values = {(fact.kind, fact.value, fact.role) for fact in found.facts}
    unread = {fact.value for fact in found.facts if fact.kind == "unread"}
    truth, counts = set(forms.crossed(form)), Counter[str]()
    for side in "AB":
        for number in range(1, 18):
            said = ("circumstance", f"{side}:{number}", side) in values
            is_open = f"statement.circumstance_{number}.{side}" in unread or not any(kind == "boxes_ticked" for kind, _, _ in values)
            counts["boxes"] += 1
            counts["boxes right"] += not is_open and said == ((side, number) in truth)
            counts["boxes wrong"] += not is_open and said != ((side, number) in truth)
        signed = "yes" if (form.a if side == "A" else form.b).signed else "no"
        counts["signatures"] += 1
        counts["signatures right"] += ("signature", signed, side) in values
        counts["signatures wrong"] += ("signature", "no" if signed == "yes" else "yes", side) in values
    for role, answer in (("injured", form.injured), ("other_vehicles", form.vehicles), ("other_objects", form.objects)):
        counts["answers"] += 1
        counts["answers right"] += ("yes_no", answer, role) in values
        counts["answers wrong"] += ("yes_no", "no" if answer == "yes" else "yes", role) in values
    for field, kind in zip(HANDWRITTEN, ("policyholder", "driver", "make"), strict=True):
        counts["handwritten"] += 1
        counts["handwritten right"] += f"statement.{field}.B" in unread
        counts["handwritten wrong"] += any(found_kind == kind and role == "B" for found_kind, _, role in values)
    for expected in (("plate_be", "2-XYZ-987", "A"), ("plate_be", "1-ABC-123", "B"), ("policy_number", "ALT-77120-4", "B")):
        counts["printed"] += 1
        counts["printed right"] += expected in values
    return counts


def table(scores: Iterable[tuple[str, Counter[str]]]) -> str:
    """The scores side by side."""
    sorts = ("boxes", "answers", "signatures", "handwritten", "printed")
    rows = [
        f"{name:14}" + "".join(f"{sort}: {one[f'{sort} right']}/{one[sort]} ({one[f'{sort} wrong']} wrong)  " for sort in sorts)
        for name, one in scores
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    print(table((variant, score(form, read(variant, form))) for variant, form in samples()))  # noqa: T201 - the table is what it is run for
