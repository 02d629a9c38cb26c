"""Test vectors (session-proof/src/test/resources/vectors/README.md) and cases of a differential test."""

from functools import lru_cache
from pathlib import Path

from . import presentation, strict_json
from .examine import examine
from .trust import Trust
from .wire import Refused, sha256


class Unusable(Exception):
    """Not a vector, or a file of it is missing."""


def run(file: Path) -> str:
    """The verdict on a vector, in the words of its line `expect`."""
    try:
        lines = file.read_text("utf-8").splitlines()
        vector = dict(line.split(": ", 1) for line in lines)
        return verdict(
            vector["entry"], vector["at"], {kind: (file.parent / vector[kind]).read_bytes() for kind in KINDS}
        )
    except (OSError, ValueError, KeyError) as error:
        raise Unusable(f"{file.name}: {error}") from error


KINDS = ("trust", "request", "proof")


def verdict(entry: str, at: str, inputs: dict) -> str:
    if entry != "examine":
        raise ValueError(f"entry {entry} is not known")
    try:
        trust = _trust(inputs["trust"])
    except Refused as refused:
        return f"refused {refused.code}"
    time = None if at == "statement" else int(at)
    try:
        return "valid " + examine(trust, inputs["request"], inputs["proof"], time)
    except Refused as refused:
        return "refused " + refused.code


def json_verdict(document: bytes) -> str:
    """What the strict profile makes of a document: its canonical text's digest says that two parsers saw the same."""
    if len(document) > strict_json.MAX_BYTES:
        return "refused too_large"
    try:
        value = strict_json.parse(document)
    except strict_json.NotStrict:
        return "refused malformed_json"
    return "parsed " + sha256(presentation.canonical_text(value)).hex()


@lru_cache(maxsize=8)
def _trust(document: bytes) -> Trust:
    return Trust(document)
