"""Which engine reads first, and which gives a second opinion."""

from extractors.context import Context
from extractors.ocr.engine import Engine
from extractors.ocr.ppocr.engine import PPOCR
from extractors.ocr.ppocr.networks import runs_openvino
from extractors.ocr.tesseract import Tesseract

ENGINES: dict[str, Engine] = {"tesseract": Tesseract(), "ppocr": PPOCR()}


def engines_for(context: Context) -> tuple[Engine, ...]:
    """The engines to ask, in order: the one that is set, or by `auto` both, the better first where OpenVINO runs.

    It is so on every processor that OpenVINO knows, so that a paper is read alike on all of them: without short numbers
    (BF16, FP16) it takes twice the time of Tesseract. On onnxruntime alone it takes three times as long again: there it reads only what
    Tesseract is not sure of.
    """
    if context.ocr_engine in ENGINES:
        return (ENGINES[context.ocr_engine],)
    names = ("ppocr", "tesseract") if runs_openvino() else ("tesseract", "ppocr")
    return tuple(ENGINES[name] for name in names if name != "ppocr" or PPOCR.installed())
