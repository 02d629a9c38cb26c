"""The strict JSON profile (docs/protocol.md, section 1.5).

The json module of Python keeps the last of two equal members, and takes lone surrogates, NaN, -0, fractions and
integers of any size; none of that can be switched off completely. So this is a parser of its own.
"""

import re

MAX_BYTES = 64 * 1024
MAX_DEPTH = 12  # the outermost object or array counts as 1
MAX_INTEGER = 2**53 - 1

_SPACE = re.compile(r"[ \t\n\r]*")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")  # not \d, which is every script's digits
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_HEX4 = re.compile(r"[0-9A-Fa-f]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}


class NotStrict(Exception):
    """The document is not JSON of the strict profile."""


def parse(document: bytes):
    """The value as dict (in the order of the document), list, str, int, bool or None."""
    try:
        text = document.decode("utf-8")  # refuses overlong forms and encoded surrogates; keeps a byte order mark
    except UnicodeDecodeError as error:
        raise NotStrict("not UTF-8") from error
    parser = _Parser(text)
    value = parser.value(0)
    if parser.at != len(text):
        raise NotStrict("something follows the value")
    return value


class _Parser:
    def __init__(self, text: str):
        self.text = text
        self.at = 0

    def value(self, depth: int):
        """The value here with the white space around it; depth is the number of containers around it."""
        self.space()
        first = self.text[self.at : self.at + 1]
        if first in ("{", "["):
            if depth == MAX_DEPTH:
                raise NotStrict("nested too deeply")
            value = self.object(depth + 1) if first == "{" else self.array(depth + 1)
        elif first == '"':
            value = self.string()
        else:
            value = self.word() if first in ("t", "f", "n") else self.integer()
        self.space()
        return value

    def object(self, depth: int) -> dict:
        members = {}
        self.expect("{")
        self.space()
        if self.accept("}"):
            return members
        while True:
            self.space()
            name = self.string()
            if name in members:
                raise NotStrict("a member is given twice")
            self.space()
            self.expect(":")
            members[name] = self.value(depth)
            if self.accept("}"):
                return members
            self.expect(",")

    def array(self, depth: int) -> list:
        items = []
        self.expect("[")
        self.space()
        if self.accept("]"):
            return items
        while True:
            items.append(self.value(depth))
            if self.accept("]"):
                return items
            self.expect(",")

    def string(self) -> str:
        self.expect('"')
        parts = []
        while True:
            parts.append(self.match(_PLAIN))
            if self.accept('"'):
                break
            self.expect("\\")  # a control character is none, nor is the end
            parts.append(self.escape())
        text = "".join(parts)
        if any(_is_forbidden(ord(character)) for character in text):
            raise NotStrict("U+0000 or a noncharacter in a string")
        return text

    def escape(self) -> str:
        kind = self.text[self.at : self.at + 1]
        self.at += 1
        if kind != "u":
            if kind not in _ESCAPES:
                raise NotStrict("an unknown escape")
            return _ESCAPES[kind]
        unit = int(self.match(_HEX4), 16)
        if 0xD800 <= unit <= 0xDBFF:
            self.expect("\\")
            self.expect("u")
            low = int(self.match(_HEX4), 16)
            if not 0xDC00 <= low <= 0xDFFF:
                raise NotStrict("a lone surrogate")
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
        elif 0xDC00 <= unit <= 0xDFFF:
            raise NotStrict("a lone surrogate")
        return chr(unit)

    def integer(self) -> int:
        digits = self.match(_INTEGER)  # a fraction or exponent is then something unexpected
        if digits == "-0" or len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
            raise NotStrict("not an integer within 2^53 - 1")
        return int(digits)

    def word(self):
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        raise NotStrict("an unknown word")

    def space(self) -> None:
        self.match(_SPACE)

    def accept(self, character: str) -> bool:
        found = self.text.startswith(character, self.at)
        self.at += 1 if found else 0
        return found

    def expect(self, character: str) -> None:
        if not self.accept(character):
            raise NotStrict(f"no {character!r} at character {self.at}")

    def match(self, pattern: re.Pattern) -> str:
        found = pattern.match(self.text, self.at)
        if not found:
            raise NotStrict(f"something unexpected at character {self.at}")
        self.at = found.end()
        return found.group()


def _is_forbidden(point: int) -> bool:
    return point == 0 or 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
