#!/usr/bin/env python3
"""Makes known-answers.json from the text of docs/protocol.md section 2 alone; --check compares instead.

Run in this folder. It needs nothing but Python 3.
"""
import base64
import hashlib
import hmac
import json
import sys

TYPE = "application/vnd.countersign.committed-secret.v1"


def pae(kind: str, body: bytes) -> bytes:
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(body), body)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def length(size: int) -> str:
    first, last = 1, 16
    while size > last:
        first, last = last + 1, last * 2
    return f"{first}-{last}"


def answer(iss, session_id, ask_id, place, of, value: bytes, salt: bytes) -> dict:
    scope = " ".join((iss, session_id, ask_id, of, place))
    mac = hmac.new(salt, pae(TYPE, pae(scope, value)), hashlib.sha256).digest()
    return {
        "iss": iss, "session_id": session_id, "ask_id": ask_id, "place": place,
        "salt": b64(salt), "value": b64(value),
        "commitment": {"committed_secret": "hmac-sha256", "of": of, "length": length(len(value)), "mac": b64(mac)},
    }


def salt(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


ANSWERS = [
    answer("countersign.example.com", "ses-20e1", "ask-0001", "/authorization_details/0/new_value",
           "text", "correct horse battery staple".encode(), salt("1")),
    answer("countersign.example.com", "ses-20e1", "ask-0001", "/authorization_details/0/secret_environment/DB_PASSWORD",
           "text", "pässwörd ☃".encode(), salt("2")),
    answer("demo.countersign", "s", "a", "/authorization_details/15/changes/0/secret_after",
           "bytes", bytes(range(256)) * 16, salt("3")),
    answer("demo.countersign", "s", "a", "/authorization_details/0/secret_parameters/a~1b~0c",
           "bytes", b"\x00", salt("4")),
    answer("demo.countersign", "s", "a", "/authorization_details/0/secret_parameters/a b",
           "text", b"x" * 65, bytes(32)),
]
TEXT = json.dumps({"answers": ANSWERS}, indent=2) + "\n"

if "--check" in sys.argv:
    sys.exit(0 if open("known-answers.json", encoding="utf-8").read() == TEXT else 1)
open("known-answers.json", "w", encoding="utf-8").write(TEXT)
