"""Test vectors (session-proof/src/test/resources/vectors/README.md) and cases of a differential test."""

from functools import lru_cache
from pathlib import Path

from . import presentation, strict_json
from .authorize import authorize
from .examine import examine
from .state import State
from .trust import Trust
from .wire import Refused, sha256

INPUTS = {"examine": ("trust", "request", "proof"), "authorize": ("state", "proof", "log_evidence")}


class Unusable(Exception):
    """Not a vector, or a file of it is missing."""


def read(file: Path) -> dict:
    """The lines of a vector by key."""
    try:
        lines = file.read_text("utf-8").removesuffix("\n").split("\n")
        return dict(line.split(": ", 1) for line in lines)
    except ValueError as error:
        raise Unusable(f"{file.name}: a line is not 'key: value'") from error


def run(file: Path) -> str:
    """The verdict on a vector, in the words of its line `expect`."""
    vector = read(file)
    try:
        inputs = {name: (file.parent / vector[name]).read_bytes() for name in INPUTS[vector["entry"]]}
        inputs["parents"] = [(file.parent / name).read_bytes() for name in vector.get("parents", "").split()]
        return verdict(vector["entry"], vector.get("at"), inputs)
    except KeyError as error:
        raise Unusable(f"{file.name}: {error} is missing or unknown") from error


def verdict(entry: str, at: str, inputs: dict) -> str:
    if entry == "authorize":
        return _words(lambda: authorize(_state(inputs["state"]), inputs["proof"], inputs["log_evidence"]))
    time = None if at == "statement" else int(at)
    return _words(lambda: examine(_trust(inputs["trust"]), inputs["request"], inputs["proof"], time, inputs.get("parents", ())))


def _words(check) -> str:
    try:
        return "valid " + check()
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


@lru_cache(maxsize=8)
def _state(document: bytes) -> State:
    try:
        return State(document)
    except Refused as refused:
        raise Unusable(f"a state file is malformed: {refused}") from refused
