"""The canonical text of a request (docs/protocol.md, section 3) and its templates."""

import bisect
import json
import re
from pathlib import Path

from .wire import require, sha256

MAX_TEXT = 4 * 1024 * 1024
TABLES = Path(__file__).resolve().parents[4] / "session-proof/src/main/resources/dev/countersign/proof/presentation"

# (template, version, sha256) of each published template: the type it is for, None for every type.
TEMPLATES = {
    (each["template"], each["version"], sha256((TABLES / "templates" / each["file"]).read_bytes())): (each.get("type"),)
    for each in json.loads((TABLES / "templates/index.json").read_text("utf-8"))["templates"]
}


def canonical_text(payload) -> bytes:
    """One line a leaf, in the order of the payload: pointer TAB type TAB value LF."""
    lines, size = [], 0
    for pointer, kind, value in _leaves("", payload):
        line = f"{pointer}\t{kind}\t{_escaped(value)}\n".encode()
        size += len(line)
        require(size <= MAX_TEXT, "too_large", "more than 4 MiB of text")
        lines.append(line)
    return b"".join(lines)


def display_digest(payload) -> bytes:
    return sha256(canonical_text(payload))


def _leaves(pointer: str, value):
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(f"{pointer}/{_step(name)}", inner)
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _leaves(f"{pointer}/{index}", inner)
    elif isinstance(value, str):
        yield pointer, "string", value
    elif value is None:
        yield pointer, "null", "null"
    elif isinstance(value, bool):  # before int: a bool is one in Python
        yield pointer, "boolean", "true" if value else "false"
    elif isinstance(value, int):
        yield pointer, "integer", str(value)
    else:
        yield (pointer, "object", "{}") if isinstance(value, dict) else (pointer, "array", "[]")


def _step(name: str) -> str:
    if re.fullmatch(r"0|[1-9][0-9]*", name):
        return _escape(name[0]) + name[1:]
    return _escaped(name.replace("~", "~0").replace("/", "~1"))


def _escaped(text: str) -> str:
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\\":
        return "\\\\"
    place = bisect.bisect_right(_FIRSTS, ord(character)) - 1
    hidden = place >= 0 and ord(character) <= _RANGES[place][1]
    return _escape(character) if hidden else character


def _escape(character: str) -> str:
    return f"\\u{{{ord(character):X}}}"


def _read_ranges() -> list:
    lines = (TABLES / "escaped-ranges-1.txt").read_text("ascii").splitlines()
    return [tuple(int(end, 16) for end in line.split("..")) for line in lines if line and not line.startswith("#")]


_RANGES = _read_ranges()
_FIRSTS = [first for first, _ in _RANGES]
