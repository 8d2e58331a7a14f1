"""Which engine reads first on this machine, and which gives a second opinion."""

from extractors.context import Context
from extractors.ocr.engine import Engine
from extractors.ocr.ppocr.engine import PPOCR
from extractors.ocr.ppocr.networks import quick
from extractors.ocr.tesseract import Tesseract

ENGINES: dict[str, Engine] = {"tesseract": Tesseract(), "ppocr": PPOCR()}


def engines_for(context: Context) -> tuple[Engine, ...]:
    """The engines to ask, in order: the one that is set, or by `auto` both, the better first where it is quick.

    Where processors have no short numbers, the second engine takes twice the time of Tesseract: it reads only what that
    one is not sure of.
    """
    if context.ocr_engine in ENGINES:
        return (ENGINES[context.ocr_engine],)
    names = ("ppocr", "tesseract") if quick() else ("tesseract", "ppocr")
    return tuple(ENGINES[name] for name in names if name != "ppocr" or PPOCR.installed())
