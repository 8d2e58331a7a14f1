"""Text whose lines were broken only to fit, joined again (RFC 3676)."""

SIGNATURE = "-- "


def joined(text: str, *, closely: bool) -> str:
    """`text` with its paragraphs on one line each; `closely` when the space at a break goes with it (4.1, DelSp)."""
    lines: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        quoted, words = _apart(line)
        if pieces and (quoted != depth or words == SIGNATURE):
            lines.append(_line(depth, pieces))
            pieces = []
        depth = quoted
        if words.endswith(" ") and words != SIGNATURE:
            pieces.append(words[:-1] if closely else words)
            continue
        lines.append(_line(depth, [*pieces, words]))
        pieces = []
    if pieces:
        lines.append(_line(depth, pieces))
    return "\n".join(lines)


def _apart(line: str) -> tuple[int, str]:
    """How deep a line is quoted, and its words without the space that was put before them (4.4)."""
    depth = len(line) - len(line.lstrip(">"))
    return depth, line[depth:].removeprefix(" ")


def _line(depth: int, pieces: list[str]) -> str:
    words = "".join(pieces)
    return f"{'>' * depth} {words}" if depth else words
