"""X.509 certificates and their paths (docs/protocol.md, section 6.1)."""

import base64
import hashlib
import re

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from . import der
from .der import Der, NotDer, expect
from .keys import is_strict_der
from .wire import Refused, require

MAX_BYTES = 8 * 1024
DIGITAL_SIGNATURE, KEY_CERT_SIGN, CRL_SIGN = 0, 5, 6  # bits of keyUsage
ANY_EKU, OCSP_SIGNING, ANY_POLICY = "2.5.29.37.0", "1.3.6.1.5.5.7.3.9", "2.5.29.32.0"
NEVER_CARRIED_OUT = {"2.5.29.33", "2.5.29.36", "2.5.29.54"}  # policy mappings and constraints, inhibitAnyPolicy
DIRECTORY_NAME = 0xA4
RSA = bytes.fromhex("300d06092a864886f70d0101010500")
CURVES = {  # AlgorithmIdentifier: curve, bytes of a coordinate, JWS algorithm and its hash
    bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107"): (ec.SECP256R1, 32, "ES256", hashes.SHA256),
    bytes.fromhex("301006072a8648ce3d020106052b81040022"): (ec.SECP384R1, 48, "ES384", hashes.SHA384),
    bytes.fromhex("301006072a8648ce3d020106052b81040023"): (ec.SECP521R1, 66, None, hashes.SHA512),
}
SIGNATURES = {  # AlgorithmIdentifier: hash; the length tells the two kinds apart
    bytes.fromhex("300a06082a8648ce3d040302"): hashes.SHA256,
    bytes.fromhex("300a06082a8648ce3d040303"): hashes.SHA384,
    bytes.fromhex("300a06082a8648ce3d040304"): hashes.SHA512,
    bytes.fromhex("300d06092a864886f70d01010b0500"): hashes.SHA256,
    bytes.fromhex("300d06092a864886f70d01010c0500"): hashes.SHA384,
    bytes.fromhex("300d06092a864886f70d01010d0500"): hashes.SHA512,
}
ECDSA_LENGTH = 12


class EcKey:
    def __init__(self, curve, size: int, alg: str, jws_hash, point: bytes):
        """Raises ValueError for what is no point of the curve."""
        if len(point) != 1 + 2 * size or point[0] != 4:
            raise ValueError("not an uncompressed point")
        self.key = ec.EllipticCurvePublicKey.from_encoded_point(curve(), point)
        self.size, self.alg, self.jws_hash = size, alg, jws_hash

    def verifies_jws(self, data: bytes, signature: bytes) -> bool:
        r, s = (int.from_bytes(part, "big") for part in (signature[: self.size], signature[self.size :]))
        return len(signature) == 2 * self.size and self._verifies(data, encode_dss_signature(r, s), self.jws_hash)

    def verifies(self, algorithm: bytes, data: bytes, signature: bytes) -> bool:
        strict = len(algorithm) == ECDSA_LENGTH and is_strict_der(signature)
        return strict and self._verifies(data, signature, SIGNATURES[algorithm])

    def _verifies(self, data: bytes, signature: bytes, digest) -> bool:
        return _verifies(lambda: self.key.verify(signature, data, ec.ECDSA(digest())))


class RsaKey:
    alg = "PS256"

    def __init__(self, modulus: int, exponent: int):
        self.key = rsa.RSAPublicNumbers(exponent, modulus).public_key()

    def verifies_jws(self, data: bytes, signature: bytes) -> bool:
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
        return _verifies(lambda: self.key.verify(signature, data, pss, hashes.SHA256()))

    def verifies(self, algorithm: bytes, data: bytes, signature: bytes) -> bool:
        digest = SIGNATURES[algorithm]
        return len(algorithm) != ECDSA_LENGTH and _verifies(
            lambda: self.key.verify(signature, data, padding.PKCS1v15(), digest())
        )


def _verifies(check) -> bool:
    try:
        check()
        return True
    except InvalidSignature:
        return False


def _read_key(spki: bytes):
    """The key, or None for one that the rules do not know; and its bits."""
    info = der.only(spki)
    algorithm, bits = info.element(der.SEQUENCE), info.whole_bytes()
    info.end()
    try:
        if algorithm == RSA:
            return _read_rsa(bits), bits
        return (EcKey(*CURVES[algorithm], bits) if algorithm in CURVES else None), bits
    except (ValueError, UnsupportedAlgorithm):
        return None, bits


def _read_rsa(bits: bytes):
    numbers = der.only(bits)
    modulus, exponent = numbers.integer(), numbers.integer()
    numbers.end()
    fits = modulus > 0 and 2048 <= modulus.bit_length() <= 4096 and modulus & 1
    return RsaKey(modulus, exponent) if fits and 65537 <= exponent < 2**32 and exponent & 1 else None


class Signed:
    """SEQUENCE { content, AlgorithmIdentifier, signature }, and perhaps more."""

    def __init__(self, frame: Der):
        self.content = frame.element(der.SEQUENCE)
        self.algorithm = frame.element(der.SEQUENCE)
        self.signature = frame.whole_bytes()

    def is_by(self, signer: "Certificate") -> bool:
        known = self.algorithm in SIGNATURES and signer.key is not None
        return known and signer.key.verifies(self.algorithm, self.content, self.signature)


class Certificate:
    def __init__(self, data: bytes):
        """Raises NotDer for what is not in the strict form."""
        expect(len(data) <= MAX_BYTES, "a certificate of more than 8 KiB")
        self.der = data
        frame = der.only(data)
        self.signed = Signed(frame)
        frame.end()
        fields = der.only(self.signed.content)
        version = fields.inner(0xA0)
        expect(version.small() == 2, "not version 3")
        version.end()
        self.serial = fields.integer()
        expect(0 < self.serial < 2**160, "a serial number that is not 1 to 20 bytes")
        expect(fields.element(der.SEQUENCE) == self.signed.algorithm, "the two algorithms differ")
        self.issuer = name(fields)
        validity = fields.inner()
        self.not_before, self.not_after = validity.time(), validity.time()
        validity.end()
        self.subject = name(fields)
        self.spki = fields.element(der.SEQUENCE)
        self.key, self.key_bits = _read_key(self.spki)
        outer = fields.inner(0xA3)
        self._extensions(outer.inner())
        outer.end()
        fields.end()

    def _extensions(self, extensions: Der) -> None:
        self.key_usage, self.ca, self.path_length = set(), False, None
        self.ekus, self.policies, self.names, self.permitted = [], [], [], None
        self.ocsp_no_check = self.unusable = False
        read = {
            "2.5.29.15": self._key_usage,
            "2.5.29.17": self._alternative_names,
            "2.5.29.19": self._basic_constraints,
            "2.5.29.30": self._name_constraints,
            "2.5.29.32": self._policies,
            "2.5.29.37": self._ekus,
        }
        for count, (oid, critical, value) in enumerate(read_extensions(extensions)):
            expect(count < 64, "more than 64 extensions")
            if oid in read:
                content = Der(value)
                read[oid](content)
                content.end()
            elif oid == "1.3.6.1.5.5.7.48.1.5":
                self.ocsp_no_check = True
            else:
                self.unusable |= critical or oid in NEVER_CARRIED_OUT

    def _key_usage(self, value: Der) -> None:
        self.key_usage = value.named_bits()

    def _basic_constraints(self, value: Der) -> None:
        constraints = value.inner()
        self.ca = constraints.optional_true()
        if self.ca and constraints.more():
            self.path_length = constraints.small()
        constraints.end()

    def _ekus(self, value: Der) -> None:
        self.ekus = [each.oid() for each in _at_least_one(value)]

    def _policies(self, value: Der) -> None:
        for each in _at_least_one(value):
            policy = each.inner()
            self.policies.append(policy.oid())
            if policy.more():
                policy.element(der.SEQUENCE)  # qualifiers: for people
            policy.end()
        expect(len(set(self.policies)) == len(self.policies), "a policy stands twice")

    def _alternative_names(self, value: Der) -> None:
        for each in _at_least_one(value):
            if each.next_is(DIRECTORY_NAME):
                self.names.append(_directory_name(each))
            else:
                each.element()

    def _name_constraints(self, value: Der) -> None:
        constraints, self.permitted = value.inner(), []
        if constraints.next_is(0xA0):
            trees = constraints.inner(0xA0)
            while trees.more():
                tree = trees.inner()
                if tree.next_is(DIRECTORY_NAME):
                    self.permitted.append(_directory_name(tree))
                else:
                    self._skip_one(tree)
                while tree.more():  # minimum, maximum
                    self._skip_one(tree)
        while constraints.more():  # excluded subtrees
            self._skip_one(constraints)
        self.unusable |= not self.permitted

    def _skip_one(self, value: Der) -> None:
        self.unusable = True
        value.element()

    def is_issued_by(self, issuer: "Certificate") -> bool:
        return len(issuer.subject) > 0 and self.issuer == issuer.subject and self.signed.is_by(issuer)

    def is_authority(self) -> bool:
        signs = self.ca and KEY_CERT_SIGN in self.key_usage
        return signs and self.key is not None and not self.unusable and len(self.subject) > 0

    def is_valid_at(self, time: int) -> bool:
        return self.not_before <= time <= self.not_after


def read_extensions(extensions: Der):
    seen = set()
    while extensions.more():
        extension = extensions.inner()
        oid, critical, value = extension.oid(), extension.optional_true(), extension.content(der.OCTETS)
        extension.end()
        expect(oid not in seen, "an extension stands twice")
        seen.add(oid)
        yield oid, critical, value


def name(fields: Der) -> tuple:
    """A Name as its RDNs, each in its bytes."""
    rdns, sets = fields.inner(), []
    while rdns.more():
        sets.append(rdns.element(der.SET))
    return tuple(sets)


def _directory_name(value: Der) -> tuple:
    outer = value.inner(DIRECTORY_NAME)
    found = name(outer)
    outer.end()
    return found


def _at_least_one(value: Der):
    items = value.inner()
    yield items
    while items.more():
        yield items


def from_base64(text: str) -> Certificate:
    """Raises NotDer."""
    expect(re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text) and len(text) % 4 == 0, "not base64 with padding")
    try:
        data = base64.b64decode(text)
    except ValueError as error:
        raise NotDer("not base64") from error
    expect(base64.b64encode(data).decode() == text, "not canonical base64")
    return Certificate(data)


def verified_path(chain: list, x509, time: int) -> list:
    """Checks 4 to 6 of step 11: from the leaf to a configured root."""
    untrusted = "certificate_not_trusted"
    sent = {each.der for each in x509.roots} & {each.der for each in chain}
    require(not sent, untrusted, "a root is sent along")
    root = next((each for each in x509.roots if chain[-1].is_issued_by(each)), None)
    require(root is not None, untrusted, "the chain ends in no configured root")
    path = chain + [root]
    issued = all(below.is_issued_by(above) for below, above in zip(path, path[1:]))
    require(issued, untrusted, "a certificate is not issued by the next")
    for place, authority in enumerate(path[1:], start=1):
        require(authority.is_authority(), untrusted, "not an authority")
        length = authority.path_length
        require(length is None or place - 1 <= length, untrusted, "too many authorities below")
        if authority.permitted is not None:
            within = all(_is_permitted(each, authority.permitted) for each in path[:place])
            require(within, untrusted, "a name outside of what the authority may certify")
    _purpose(chain, x509)
    for each in path:
        require(time >= each.not_before, "certificate_not_yet_valid", "a certificate is not valid yet")
        require(time <= each.not_after, "certificate_expired", "a certificate has expired")
    return path


def _is_permitted(certificate: Certificate, subtrees: list) -> bool:
    names = certificate.names + [certificate.subject] * (len(certificate.subject) > 0)
    return all(any(each[: len(tree)] == tree for tree in subtrees) for each in names)


def _purpose(chain: list, x509) -> None:
    leaf, issuers = chain[0], chain[1:]
    usage = DIGITAL_SIGNATURE in leaf.key_usage and not leaf.key_usage & {KEY_CERT_SIGN, CRL_SIGN}
    by_eku = any(oid in x509.ekus for oid in leaf.ekus)
    by_policy = any(
        policy in x509.policies and all({policy, ANY_POLICY} & set(each.policies) for each in issuers)
        for policy in leaf.policies
    )
    allowed = usage and not leaf.ca and not leaf.unusable and ANY_EKU not in leaf.ekus and (by_eku or by_policy)
    require(allowed, "certificate_not_allowed", "not a certificate for approvals")


def key_hash(certificate: Certificate, algorithm: str) -> bytes:
    return hashlib.new(algorithm, certificate.key_bits).digest()


def refused_as(code: str, read, *arguments):
    """What read makes of the arguments; NotDer becomes a refusal."""
    try:
        return read(*arguments)
    except NotDer as error:
        raise Refused(code, str(error)) from error
