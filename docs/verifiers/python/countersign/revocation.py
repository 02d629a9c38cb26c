"""Revocation of certificates (docs/protocol.md, section 6.1): CRLs and OCSP responses of a trust file. Fails closed."""

import hashlib

from . import der
from .certificate import CRL_SIGN, DIGITAL_SIGNATURE, OCSP_SIGNING, Certificate, Signed, key_hash, name, read_extensions
from .der import Der, expect
from .wire import require

GOOD, REVOKED, SILENT = "good", "revoked", "silent"
MAX_CRL, MAX_OCSP = 16 * 1024 * 1024, 64 * 1024
MAX_AHEAD = 60  # seconds that a statement may be ahead of a gateway's clock
HASHES = {
    bytes.fromhex("300906052b0e03021a0500"): "sha1",
    bytes.fromhex("300706052b0e03021a"): "sha1",
    bytes.fromhex("300d06096086480165030402010500"): "sha256",
    bytes.fromhex("300b0609608648016503040201"): "sha256",
}


def require_not_revoked(path: list, x509, time: int) -> None:
    """Check 7 of step 11, from the certificate below the root down to the leaf."""
    for certificate, issuer in reversed(list(zip(path, path[1:]))):
        said = {statement.about(certificate, issuer, time, x509.max_age) for statement in x509.statements}
        require(REVOKED not in said, "certificate_revoked", "a certificate is revoked")
        require(GOOD in said, "revocation_unknown", "nothing fresh says that a certificate is not revoked")


def _is_fresh(this_update: int, next_update: int, certificate: Certificate, time: int, max_age) -> bool:
    """Without max_age a statement may be younger than the judged time: it knows more about an archived proof."""
    recent = max_age is None or -MAX_AHEAD <= time - this_update <= max_age
    return recent and next_update is not None and time < next_update and this_update <= certificate.not_after


def _is_revoked(date: int, this_update: int, time: int, max_age) -> bool:
    """With max_age the time is now: whatever a fresh statement lists is revoked."""
    return max_age is not None or min(date, this_update) <= time


class Crl:
    def __init__(self, data: bytes):
        expect(len(data) <= MAX_CRL, "a CRL of more than 16 MiB")
        frame = der.only(data)
        self.signed = Signed(frame)
        frame.end()
        fields = der.only(self.signed.content)
        expect(fields.small() == 1, "not version 2")
        expect(fields.element(der.SEQUENCE) == self.signed.algorithm, "the two algorithms differ")
        self.issuer = name(fields)
        self.this_update = fields.time()
        dated = fields.next_is(der.UTC_TIME) or fields.next_is(der.GENERALIZED_TIME)
        self.next_update = fields.time() if dated else None
        self.usable = self.for_users = self.for_authorities = True
        self.dates = {}
        if fields.next_is(der.SEQUENCE):
            self._entries(fields.inner())
        if fields.next_is(0xA0):
            outer = fields.inner(0xA0)
            self._extensions(outer.inner())
            outer.end()
        fields.end()

    def _entries(self, entries: Der) -> None:
        while entries.more():
            entry = entries.inner()
            serial, dates = entry.integer(), [entry.time()]
            for oid, critical, value in read_extensions(entry.inner()) if entry.more() else ():
                if oid == "2.5.29.24":  # invalidityDate
                    content = Der(value)
                    dates.append(content.generalized_time())
                    content.end()
                else:
                    self.usable &= not critical
            entry.end()
            self.dates[serial] = min(dates + [self.dates.get(serial, dates[0])])

    def _extensions(self, extensions: Der) -> None:
        for oid, critical, value in read_extensions(extensions):
            if oid == "2.5.29.28":  # issuingDistributionPoint
                point = der.only(value)
                users, authorities = point.optional_true(0x81), point.optional_true(0x82)
                self.for_users, self.for_authorities = not authorities, not users
                self.usable &= users != authorities and not point.more()
            elif critical or oid == "2.5.29.27":  # deltaCRLIndicator
                self.usable = False

    def about(self, certificate: Certificate, issuer: Certificate, time: int, max_age) -> str:
        in_scope = self.for_authorities if certificate.ca else self.for_users
        counts = (
            self.usable
            and in_scope
            and self.issuer == certificate.issuer == issuer.subject
            and CRL_SIGN in issuer.key_usage
            and _is_fresh(self.this_update, self.next_update, certificate, time, max_age)
            and self.signed.is_by(issuer)
        )
        if not counts:
            return SILENT
        date = self.dates.get(certificate.serial)
        return REVOKED if date is not None and _is_revoked(date, self.this_update, time, max_age) else GOOD


class Ocsp:
    def __init__(self, data: bytes):
        expect(len(data) <= MAX_OCSP, "an OCSP response of more than 64 KiB")
        response = der.only(data)
        expect(response.small(der.ENUMERATED) == 0, "the responder did not answer")
        outer = response.inner(0xA0)
        response.end()
        typed = outer.inner()
        outer.end()
        expect(typed.oid() == "1.3.6.1.5.5.7.48.1.1", "not a basic response")
        basic = der.only(typed.content(der.OCTETS))
        typed.end()
        self.signed = Signed(basic)
        self.certificates = _certificates(basic.inner(0xA0)) if basic.more() else []
        basic.end()
        fields = der.only(self.signed.content)
        self.responder = _responder(fields)
        fields.generalized_time()  # producedAt: the answers have times of their own
        answers = fields.inner()
        self.answers = []
        while answers.more():
            self.answers.append(_Answer(answers.inner()))
        self.usable = not fields.next_is(0xA1) or _none_critical(fields.inner(0xA1))
        fields.end()

    def about(self, certificate: Certificate, issuer: Certificate, time: int, max_age) -> str:
        if not self.usable or not self._is_authentic(issuer, time):
            return SILENT
        said = {answer.about(certificate, issuer, time, max_age) for answer in self.answers}
        return REVOKED if REVOKED in said else GOOD if GOOD in said else SILENT

    def _is_authentic(self, authority: Certificate, time: int) -> bool:
        delegates = [each for each in self.certificates if _is_delegate(each, authority, time)]
        return any(
            self.responder in (each.subject, key_hash(each, "sha1")) and self.signed.is_by(each)
            for each in [authority] + delegates
        )


def _certificates(outer: Der) -> list:
    items, certificates = outer.inner(), []
    outer.end()
    while items.more():
        certificates.append(Certificate(items.element(der.SEQUENCE)))
    expect(len(certificates) <= 4, "more than 4 certificates")
    return certificates


def _responder(fields: Der):
    """The signer's name as a tuple, or the SHA-1 of its key as bytes."""
    by_name = fields.next_is(0xA1)
    outer = fields.inner(0xA1 if by_name else 0xA2)
    responder = name(outer) if by_name else outer.content(der.OCTETS)
    outer.end()
    return responder


def _none_critical(outer: Der) -> bool:
    extensions = outer.inner()
    outer.end()
    return not any([critical for _, critical, _ in read_extensions(extensions)])


def _is_delegate(responder: Certificate, authority: Certificate, time: int) -> bool:
    return (
        responder.ekus == [OCSP_SIGNING]
        and responder.ocsp_no_check
        and DIGITAL_SIGNATURE in responder.key_usage
        and not responder.ca
        and not responder.unusable
        and responder.is_valid_at(time)
        and responder.is_issued_by(authority)
    )


class _Answer:
    def __init__(self, answer: Der):
        named = answer.inner()
        self.hash = HASHES.get(named.element(der.SEQUENCE))
        self.issuer_name, self.issuer_key = named.content(der.OCTETS), named.content(der.OCTETS)
        self.serial = named.integer()
        named.end()
        self.revoked_at, self.usable = None, not answer.next_is(0x82)  # 0x82: unknown
        if answer.next_is(0xA1):
            revoked = answer.inner(0xA1)
            self.revoked_at = revoked.generalized_time()
            if revoked.more():
                revoked.element(0xA0)  # the reason: for people
            revoked.end()
        else:
            expect(answer.content(0x80 if self.usable else 0x82) == b"", "a status with content")
        self.this_update, self.next_update = answer.generalized_time(), None
        if answer.next_is(0xA0):
            outer = answer.inner(0xA0)
            self.next_update = outer.generalized_time()
            outer.end()
        if answer.next_is(0xA1):
            self.usable &= _none_critical(answer.inner(0xA1))
        answer.end()

    def about(self, certificate: Certificate, issuer: Certificate, time: int, max_age) -> str:
        counts = (
            self.usable
            and self.hash is not None
            and self.serial == certificate.serial
            and self.issuer_key == key_hash(issuer, self.hash)
            and self.issuer_name == hashlib.new(self.hash, _name_der(certificate.issuer)).digest()
            and _is_fresh(self.this_update, self.next_update, certificate, time, max_age)
        )
        if not counts:
            return SILENT
        revoked = self.revoked_at is not None and _is_revoked(self.revoked_at, self.this_update, time, max_age)
        return REVOKED if revoked else GOOD


def _name_der(rdns: tuple) -> bytes:
    content = b"".join(rdns)
    length = len(content)
    if length < 0x80:
        return bytes([der.SEQUENCE, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([der.SEQUENCE, 0x80 | len(octets)]) + octets + content
