"""Whether JSON has a shape: the public interface as data, and the one function that checks it."""

from typing import Any

NOTHING = type(None)
NUMBER = (int, float)
ADDRESS = {"name": str, "address": str}
KINDS = {"mail", "text", "container", "document", "decoration", "signature"}
CARRIERS = {"subject", "own_text", "file_name", "quoted_text", "document_text"}
FORMS = {"exact", "delimited", "bare", "separated", "repaired", "partial"}
OUTCOMES = {"route", "route_warn", "triage", "hold", "split", "ignore"}

INSPECT: dict[str, Any] = {
    "file": str,
    "units": [
        {
            "path": str,
            "subject": str,
            "from": ADDRESS,
            "to": [ADDRESS],
            "date": (str, NOTHING),
            "message_id": str,
            "in_reply_to": [str],
            "references": [str],
            "own_text": str,
            "quoted_text": str,
            "signature": str,
            "auto": {"auto_reply", "bounce", "list", "own", None},
        }
    ],
    "parts": [
        {
            "path": str,
            "parent": (str, NOTHING),
            "kind": KINDS,
            "name": str,
            "media_type": str,
            "declared_type": str,
            "size": int,
            "sha256": str,
            "problem": (str, NOTHING),
        }
    ],
    "references": [{"value": str, "kind": {"claim", "draft"}, "carrier": CARRIERS, "form": FORMS, "path": str, "raw": str}],
}
READ: dict[str, Any] = {
    "file": str,
    "media_type": str,
    "language": str,
    "type": {"id": str, "confidence": NUMBER, "cues": [str]},
    "pages": [
        {
            "number": int,
            "width": NUMBER,
            "height": NUMBER,
            "rotation": int,
            "source": {"text_layer", "ocr", "native"},
            "confidence": NUMBER,
            "text": str,
            "words": [list],
        }
    ],
    "documents": [
        {
            "pages": [int],
            "type": str,
            "confidence": NUMBER,
            "complete": bool,
            "present": [str],
            "missing": [str],
            "unknown": [str],
            "classes": [str],
            "marks": [{"class": str, "page": int, "cue": str}],
        }
    ],
    "facts": [{"kind": str, "value": str, "raw": str, "page": int, "box": (list, NOTHING), "confidence": NUMBER}],
    "photo": (dict, NOTHING),
    "video": (dict, NOTHING),
    "problem": (str, NOTHING),
}
DECIDE: dict[str, Any] = {
    "units": [
        {
            "path": str,
            "outcome": OUTCOMES,
            "claims": [str],
            "why": [str],
            "rule": str,
            "sender_class": {"L", "O", "U", "X"},
            "candidates": [{"number": str, "score": NUMBER, "evidence": [str]}],
            "near": [str],
            "strays": [{"path": str, "page": int, "claim": str, "by": {"number", "policy_number", "plate"}, "warning": str}],
            "original": (dict, NOTHING),
            "intents": [str],
            "new_claim": (dict, NOTHING),
            "references": INSPECT["references"],
            "trail": [{"rule": str, "saw": [str], "said": {"passed", "warned", "decided"}}],
            "rules_version": str,
        }
    ],
    "tasks": [{"claim": str, "handler": str, "title": str, "items": [str], "warnings": [str], "due": (str, NOTHING)}],
    "acknowledgement": {"send": bool, "to": str, "language": str, "kind": {"full", "neutral"}, "reason": (str, NOTHING), "missing": [str]},
}


def misfits(value: object, shape: Any, where: str = "$") -> list[str]:  # noqa: ANN401 - types, sets and nested shapes
    """Where `value` does not have the shape; keys may be added, none may be missing."""
    match shape:
        case dict():
            if not isinstance(value, dict):
                return [f"{where} is no object"]
            missing = [f"{where}.{key} is missing" for key in shape if key not in value]
            return missing + [line for key in shape if key in value for line in misfits(value[key], shape[key], f"{where}.{key}")]
        case [inner]:
            if not isinstance(value, list):
                return [f"{where} is no list"]
            return [line for place, one in enumerate(value) for line in misfits(one, inner, f"{where}[{place}]")]
        case set():
            return [] if value in shape else [f"{where} is {value!r}"]
        case _:
            return [] if isinstance(value, shape) else [f"{where} is {type(value).__name__}"]
