"""Strict DER: one encoding for each value (docs/protocol.md, section 6.1)."""

from datetime import datetime, timezone

BOOLEAN, INTEGER, BIT_STRING, OCTETS, OID, ENUMERATED = 0x01, 0x02, 0x03, 0x04, 0x06, 0x0A
UTC_TIME, GENERALIZED_TIME, SEQUENCE, SET = 0x17, 0x18, 0x30, 0x31


class NotDer(Exception):
    """The bytes are not the DER that is expected."""


class Der:
    """Takes elements off the front."""

    def __init__(self, data: bytes):
        self.data = data
        self.at = 0

    def more(self) -> bool:
        return self.at < len(self.data)

    def next_is(self, tag: int) -> bool:
        return self.more() and self.data[self.at] == tag

    def end(self) -> None:
        expect(not self.more(), "something follows the last element")

    def element(self, tag: int = None) -> bytes:
        """The next element whole, with tag and length."""
        start = self.at
        self.content(self.data[start] if tag is None and self.more() else tag)
        return self.data[start : self.at]

    def content(self, tag: int) -> bytes:
        expect(tag is not None and self.next_is(tag) and tag & 0x1F != 0x1F, "another element was expected")
        self.at += 1
        length = self._length()
        expect(length <= len(self.data) - self.at, "an element is cut off")
        self.at += length
        return self.data[self.at - length : self.at]

    def _length(self) -> int:
        first = self._octet()
        if first < 0x80:
            return first
        count = first & 0x7F
        expect(1 <= count <= 4, "a length is indefinite or too long")
        length = 0
        for _ in range(count):
            length = length << 8 | self._octet()
        expect(length >= 0x80 and length >> 8 * (count - 1) != 0, "a length is not in its shortest form")
        return length

    def _octet(self) -> int:
        expect(self.more(), "an element is cut off")
        self.at += 1
        return self.data[self.at - 1]

    def inner(self, tag: int = SEQUENCE) -> "Der":
        return Der(self.content(tag))

    def integer(self, tag: int = INTEGER) -> int:
        content = self.content(tag)
        expect(len(content) > 0, "an integer without digits")
        needless = len(content) > 1 and (content[0], content[1] >> 7) in ((0x00, 0), (0xFF, 1))
        expect(not needless, "an integer is not in its shortest form")
        return int.from_bytes(content, "big", signed=True)

    def small(self, tag: int = INTEGER) -> int:
        value = self.integer(tag)
        expect(0 <= value < 2**31, "an integer is out of its range")
        return value

    def optional_true(self, tag: int = BOOLEAN) -> bool:
        """A BOOLEAN DEFAULT FALSE: it is there only if it is TRUE."""
        there = self.next_is(tag)
        expect(not there or self.content(tag) == b"\xff", "a boolean is not TRUE in its one form")
        return there

    def whole_bytes(self) -> bytes:
        content = self.content(BIT_STRING)
        expect(content[:1] == b"\0", "a bit string is not whole bytes")
        return content[1:]

    def named_bits(self) -> set:
        content = self.content(BIT_STRING)
        if content == b"\0":
            return set()
        expect(2 <= len(content) <= 3 and content[0] <= 7, "not a list of named bits")
        unused, last = content[0], content[-1]
        shortest = last >> unused & 1 == 1 and last & ((1 << unused) - 1) == 0
        expect(shortest, "a list of named bits is not in its shortest form")
        return {bit for bit in range(8 * (len(content) - 1)) if content[1 + bit // 8] & 0x80 >> bit % 8}

    def oid(self) -> str:
        content = self.content(OID)
        expect(1 <= len(content) <= 64 and content[-1] < 0x80, "an object identifier of no usable length")
        arcs, arc, begins = [], 0, True
        for octet in content:
            expect(not (begins and octet == 0x80), "an arc is not in its shortest form")
            arc = arc << 7 | octet & 0x7F
            begins = octet < 0x80
            if begins:
                arcs.append(arc)
                arc = 0
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, [first, arcs[0] - 40 * first] + arcs[1:]))

    def time(self) -> int:
        """UTCTime or GeneralizedTime, in Unix seconds."""
        if not self.next_is(UTC_TIME):
            return self.generalized_time()
        digits = self._digits(UTC_TIME, 12)
        return _seconds(("19" if digits[0] >= "5" else "20") + digits)

    def generalized_time(self) -> int:
        return _seconds(self._digits(GENERALIZED_TIME, 14))

    def _digits(self, tag: int, count: int) -> str:
        text = self.content(tag).decode("latin-1")
        digits = text[:-1]
        formed = len(digits) == count and text[-1] == "Z" and digits.isascii() and digits.isdigit()
        expect(formed, "a time is not digits and Z")
        return digits


def expect(holds: bool, sentence: str) -> None:
    if not holds:
        raise NotDer(sentence)


def only(data: bytes) -> Der:
    """What is inside of the one SEQUENCE that the data is."""
    whole = Der(data)
    inner = whole.inner()
    whole.end()
    return inner


def _seconds(digits: str) -> int:
    parts = [int(digits[:4])] + [int(digits[at : at + 2]) for at in range(4, 14, 2)]
    try:
        return int(datetime(*parts, tzinfo=timezone.utc).timestamp())
    except ValueError as error:
        raise NotDer("there is no such time") from error
