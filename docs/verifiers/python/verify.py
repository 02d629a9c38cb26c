#!/usr/bin/env python3
"""Judges Countersign proofs: python3 verify.py --help."""

import argparse
import base64
import json
import sys
from pathlib import Path

try:
    import cryptography  # noqa: F401
except ImportError:
    print("The Python package cryptography is missing (Debian: python3-cryptography).", file=sys.stderr)
    sys.exit(5)

from countersign import vectors
from countersign.examine import examine
from countersign.trust import Trust
from countersign.wire import Refused

YES, NO, UNUSABLE = 0, 1, 2


def main() -> int:
    options = _options()
    try:
        if options.batch:
            return _batch()
        return _vectors(options) if options.vectors else _proof(options)
    except (OSError, vectors.Unusable) as error:
        print(error, file=sys.stderr)
        return UNUSABLE


def _options():
    parser = argparse.ArgumentParser(
        description="Checks a proof against its request and a trust file; prints one line of JSON.",
        epilog="Exit: 0 valid and decides what was expected (vectors: all agree), 1 not so, 2 unusable input.",
    )
    parser.add_argument("--trust", type=Path, metavar="FILE")
    parser.add_argument("--request", type=Path, metavar="FILE")
    parser.add_argument("--proof", type=Path, metavar="FILE")
    parser.add_argument("--decision", choices=("approve", "deny", "deny_and_revoke"), default="approve")
    parser.add_argument("--at", type=int, metavar="SECONDS", help="judge at this Unix time, not at the proof's own")
    parser.add_argument("--vectors", type=Path, metavar="FOLDER", help="print NAME and verdict of each test vector")
    parser.add_argument("--batch", action="store_true", help="one case a line from standard input, one verdict a line")
    options = parser.parse_args()
    if not options.vectors and not options.batch and not (options.trust and options.request and options.proof):
        parser.error("give --trust, --request and --proof, or --vectors")
    return options


def _proof(options) -> int:
    try:
        trust = Trust(options.trust.read_bytes())
    except Refused as refused:
        print(f"{options.trust} is not a trust file: {refused}.", file=sys.stderr)
        return UNUSABLE
    try:
        decision = examine(trust, options.request.read_bytes(), options.proof.read_bytes(), options.at)
    except Refused as refused:
        print(json.dumps({"valid": False, "refusal": refused.code, "sentence": str(refused)}))
        return NO
    print(json.dumps({"valid": True, "decision": decision}))
    return YES if decision == options.decision else NO


def _vectors(options) -> int:
    files = sorted(options.vectors.glob("*.vector"))
    if not files:
        raise vectors.Unusable(f"{options.vectors} holds no vectors.")
    agreed = True
    for file in files:
        verdict = vectors.run(file)
        agreed &= verdict == vectors.read(file).get("expect")
        print(file.name, verdict)
    return YES if agreed else NO


def _batch() -> int:
    """A case is JSON: {"json": …} or {"entry", "at", and the inputs of a vector}, bytes as base64, parents as a list of them."""
    for line in sys.stdin:
        case = json.loads(line)
        inputs = {name: _bytes(text) for name, text in case.items() if name not in ("entry", "at")}
        if "json" in inputs:
            print(vectors.json_verdict(inputs["json"]))
        else:
            print(vectors.verdict(case["entry"], case.get("at"), inputs))
    return YES


def _bytes(text):
    return [base64.b64decode(each) for each in text] if isinstance(text, list) else base64.b64decode(text)


if __name__ == "__main__":
    sys.exit(main())
