"""Public keys and signatures. Curves and signature equations are the cryptography package's; encodings are ours."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from . import der
from .wire import Members, sha256, to_base64url

COSE_P256 = bytes.fromhex("a5010203262001215820")  # kty EC2, alg ES256, crv P-256, x: canonical CTAP2 form up to x
COSE_Y = bytes.fromhex("225820")


class Ed25519Key:
    def __init__(self, x: bytes):
        self.key = ed25519.Ed25519PublicKey.from_public_bytes(x)
        self.thumbprint = _thumbprint(f'{{"crv":"Ed25519","kty":"OKP","x":"{to_base64url(x)}"}}')

    def verifies(self, data: bytes, signature: bytes) -> bool:
        return _verifies(lambda: self.key.verify(signature, data))


class P256Key:
    def __init__(self, x: bytes, y: bytes):
        """Raises ValueError for a point that is not on the curve."""
        numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1())
        self.key = numbers.public_key()
        self.thumbprint = _thumbprint(
            f'{{"crv":"P-256","kty":"EC","x":"{to_base64url(x)}","y":"{to_base64url(y)}"}}'
        )

    def verifies(self, data: bytes, signature: bytes) -> bool:
        """With a signature in the 64-byte form of IEEE P1363."""
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        return len(signature) == 64 and self._verifies(data, encode_dss_signature(r, s))

    def verifies_der(self, data: bytes, signature: bytes) -> bool:
        """With a DER signature. Libraries take long lengths, needless zeros and bytes behind it: we do not."""
        return is_strict_der(signature) and self._verifies(data, signature)

    def _verifies(self, data: bytes, der: bytes) -> bool:
        return _verifies(lambda: self.key.verify(der, data, ec.ECDSA(SHA256())))


def is_strict_der(signature: bytes) -> bool:
    """Whether this is SEQUENCE { INTEGER r, INTEGER s } of two positive integers, in its one encoding."""
    try:
        integers = der.only(signature)
        r, s = integers.integer(), integers.integer()
        integers.end()
        return r > 0 and s > 0
    except der.NotDer:
        return False


def from_jwk(jwk: Members):
    """The key of exactly the members of its RFC 7638 thumbprint."""
    curve = jwk.one_of("crv", "P-256", "Ed25519")
    jwk.one_of("kty", "EC" if curve == "P-256" else "OKP")
    coordinates = [jwk.binary(name, 32) for name in ("x", "y")[: 2 if curve == "P-256" else 1]]
    jwk.end()
    try:
        return P256Key(*coordinates) if curve == "P-256" else Ed25519Key(*coordinates)
    except ValueError:
        return jwk.fail("jwk is not a point of its curve")


def from_cose(cose: bytes):
    """The P-256 key, or None if this is not its one canonical form."""
    x, y = cose[10:42], cose[45:]
    if cose[:10] != COSE_P256 or cose[42:45] != COSE_Y or len(y) != 32:
        return None
    try:
        return P256Key(x, y)
    except ValueError:
        return None


def _thumbprint(canonical: str) -> str:
    return to_base64url(sha256(canonical.encode()))


def _verifies(check) -> bool:
    try:
        check()
        return True
    except InvalidSignature:
        return False
