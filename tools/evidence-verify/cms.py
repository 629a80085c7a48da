"""CMS signatures (RFC 5652) and certificate chains, as far as evidence packages need them. Standard library and `cryptography` only."""

import datetime
import hashlib
import warnings

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

DIGESTS = {
    "2.16.840.1.101.3.4.2.1": ("sha256", hashes.SHA256),
    "2.16.840.1.101.3.4.2.2": ("sha384", hashes.SHA384),
    "2.16.840.1.101.3.4.2.3": ("sha512", hashes.SHA512),
}
ECDSA = {"1.2.840.10045.4.3.2": hashes.SHA256, "1.2.840.10045.4.3.3": hashes.SHA384, "1.2.840.10045.4.3.4": hashes.SHA512}
RSA = {
    "1.2.840.113549.1.1.11": hashes.SHA256,
    "1.2.840.113549.1.1.12": hashes.SHA384,
    "1.2.840.113549.1.1.13": hashes.SHA512,
}
ENCODING_DER = serialization.Encoding.DER
RSA_ENCRYPTION, SIGNED_DATA = "1.2.840.113549.1.1.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
SIGNER_ATTRIBUTES_V2 = "0.4.0.19122.1.1"


class Malformed(Exception):
    """Not the structure that is expected."""


class Node:
    """One element of strict DER."""

    def __init__(self, data, start, end):
        if end - start < 2:
            raise Malformed("truncated")
        self.tag = data[start]
        if self.tag & 0x1F == 0x1F:
            raise Malformed("high tag number")
        first, body = data[start + 1], start + 2
        if first < 0x80:
            length = first
        else:
            count = first & 0x7F
            raw = data[body : body + count]
            body += count
            if count == 0 or count > 4 or len(raw) < count or raw[0] == 0:
                raise Malformed("length")
            length = int.from_bytes(raw, "big")
            if length < 0x80:
                raise Malformed("length not minimal")
        if body + length > end:
            raise Malformed("truncated")
        self.data, self.start, self.body, self.end = data, start, body, body + length

    @property
    def raw(self):
        return self.data[self.start : self.end]

    @property
    def content(self):
        return self.data[self.body : self.end]

    def children(self):
        if not self.tag & 0x20:
            raise Malformed("not constructed")
        found, at = [], self.body
        while at < self.end:
            found.append(Node(self.data, at, self.end))
            at = found[-1].end
        return found

    def oid(self):
        if self.tag != 0x06 or not self.content or self.content[-1] & 0x80:
            raise Malformed("OID")
        arcs, value = [], 0
        for octet in self.content:
            value = value << 7 | octet & 0x7F
            if not octet & 0x80:
                arcs.append(value)
                value = 0
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))

    def expect(self, tag):
        if self.tag != tag:
            raise Malformed(f"expected tag {tag:02x}, got {self.tag:02x}")
        return self


def parse(data, trailing_zeros=False):
    node = Node(data, 0, len(data))
    rest = data[node.end :]
    if rest and not (trailing_zeros and not rest.strip(b"\0")):
        raise Malformed("trailing octets")
    return node


class SignedData:
    """A SignedData with one SignerInfo."""

    def __init__(self, data, trailing_zeros=False):
        outer = parse(data, trailing_zeros).expect(0x30).children()
        if len(outer) != 2 or outer[0].oid() != SIGNED_DATA:
            raise Malformed("not SignedData")
        (body,) = outer[1].expect(0xA0).children()
        self.length = len(data) if not trailing_zeros else outer[1].end
        fields = body.expect(0x30).children()
        self.version, self.digests, encapsulated = fields[0].content, fields[1], fields[2].children()
        self.content_type = encapsulated[0].oid()
        self.content = encapsulated[1].children()[0].expect(0x04).content if len(encapsulated) > 1 else None
        self.certificates, self.crls, self.raw = [], [], data[: self.length]
        self.encapsulated = fields[2]
        for field in fields[3:-1]:
            if field.tag == 0xA0:
                self.certificates = [node.raw for node in field.children()]
            elif field.tag == 0xA1:
                self.crls = [node.raw for node in field.children()]
            else:
                raise Malformed("field")
        infos = fields[-1].expect(0x31).children()
        if len(infos) != 1:
            raise Malformed("expected one signer")
        self._read_signer(infos[0].expect(0x30).children())

    def _read_signer(self, fields):
        self.signer_version, self.sid, self.digest_identifier = fields[0].content, fields[1], fields[2]
        self.digest_oid = fields[2].children()[0].oid()
        at = 3
        self.signed_attributes, self.attributes = None, {}
        if fields[at].tag == 0xA0:
            self.signed_attributes = b"\x31" + fields[at].raw[1:]
            for attribute in fields[at].children():
                kind, values = attribute.expect(0x30).children()
                if kind.oid() in self.attributes:
                    raise Malformed("attribute twice")
                self.attributes[kind.oid()] = values.expect(0x31).children()
            at += 1
        self.signature_identifier, self.signature = fields[at], fields[at + 1].expect(0x04).content
        self.fields = [field.raw for field in fields[: at + 2]]
        self.unsigned = []
        if len(fields) > at + 2:
            for attribute in fields[at + 2].expect(0xA1).children():
                kind, values = attribute.expect(0x30).children()
                self.unsigned.append((kind, values.expect(0x31).children()))
            if len(fields) > at + 3 or not self.unsigned:
                raise Malformed("unsigned attributes")

    def signer_certificate(self):
        for der in self.certificates:
            tbs = parse(der).children()[0].children()
            at = 1 if tbs[0].tag == 0xA0 else 0
            if self.sid.tag == 0x30 and self.sid.content == tbs[at + 2].raw + tbs[at].raw:
                return der
        return None

    def holds_over(self, content):
        """True, False, or None for an algorithm that is not known here."""
        leaf = self.signer_certificate()
        if leaf is None or self.signed_attributes is None:
            return False
        if self.digest_oid not in DIGESTS:
            return None
        name, _ = DIGESTS[self.digest_oid]
        digest = self.attributes.get(MESSAGE_DIGEST)
        kind = self.attributes.get(CONTENT_TYPE)
        if not digest or not kind or digest[0].content != hashlib.new(name, content).digest() or kind[0].oid() != self.content_type:
            return False
        if not self._names_certificate(leaf):
            return False
        algorithm = self.signature_identifier.children()[0].oid()
        return verify_value(load(leaf), algorithm, DIGESTS[self.digest_oid][1], self.signature, self.signed_attributes)

    def _names_certificate(self, leaf):
        values = self.attributes.get(CERTIFICATE_V2)
        if not values:
            return False
        first = values[0].children()[0].children()[0].children()
        name = "sha256"
        if first[0].tag == 0x30:
            name = DIGESTS.get(first[0].children()[0].oid(), ("sha256",))[0]
            first = first[1:]
        return first[0].expect(0x04).content == hashlib.new(name, leaf).digest()

    def assertions(self):
        """Signed assertions by object identifier, as DER of their values."""
        values = self.attributes.get(SIGNER_ATTRIBUTES_V2)
        found = {}
        for field in values[0].children() if values else []:
            if field.tag == 0xA2:
                for assertion in field.children()[0].children():
                    parts = assertion.children()
                    found[parts[0].oid()] = parts[1].raw
        return found


def load(der):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return x509.load_der_x509_certificate(der)


def load_or_none(der):
    try:
        return load(der)
    except ValueError:
        return None


def verify_value(certificate, oid, digest, signature, message):
    """True, False, or None for an algorithm that is not known here; `digest` counts where the algorithm names none."""
    try:
        key = certificate.public_key()
        if oid in ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(ECDSA[oid]()))
        elif oid in RSA and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), RSA[oid]())
        elif oid == RSA_ENCRYPTION and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), digest())
        elif oid == "1.3.101.112" and isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            return None
    except InvalidSignature:
        return False
    except (ValueError, UnsupportedAlgorithm):
        return None
    return True


SIGNATURE_TIMESTAMP, ARCHIVE_TIMESTAMP, ATS_HASH_INDEX = "1.2.840.113549.1.9.16.2.14", "0.4.0.1733.2.4", "0.4.0.19122.1.5"
SHA256_IDENTIFIER = bytes.fromhex("300b0609608648016503040201")


def is_canonical(data, entries):
    """Section 4: the one form at B-B, and of what levels above it add."""
    try:
        found = SignedData(data)
        leaf = found.signer_certificate()
        if leaf is None or found.signed_attributes is None or found.content is not None:
            return False
        is_archived = len(found.unsigned) > 1
        if is_archived:
            if len(set(found.certificates)) != len(found.certificates) or len(set(found.crls)) != len(found.crls) or leaf not in entries:
                return False
        elif found.crls or found.certificates != sorted(set(found.certificates)) or not all(der in entries for der in found.certificates):
            return False
        order = sorted(parse(found.signed_attributes).children(), key=lambda node: node.raw)
        if b"".join(node.raw for node in order) != parse(found.signed_attributes).content:
            return False
        return data == again(found) and (not found.unsigned or is_indexed(found, is_archived))
    except (Malformed, ValueError, IndexError):
        return False


def again(found):
    ecdsa = bytes.fromhex("300a06082a8648ce3d040302")
    fields = b"\x02\x01\x01" + found.sid.raw + SHA256_IDENTIFIER + b"\xa0" + found.signed_attributes[1:] + ecdsa + tlv(0x04, found.signature)
    attributes = b"".join(tlv(0x30, kind.raw + tlv(0x31, b"".join(value.raw for value in values))) for kind, values in found.unsigned)
    info = tlv(0x30, fields + (tlv(0xA1, attributes) if attributes else b""))
    version = b"\x02\x01" + (b"\x05" if any(crl[0] == 0xA1 for crl in found.crls) else b"\x01")
    material = tlv(0xA0, b"".join(found.certificates)) + (tlv(0xA1, b"".join(found.crls)) if found.crls else b"")
    body = version + tlv(0x31, SHA256_IDENTIFIER) + tlv(0x30, bytes.fromhex("06092a864886f70d010701")) + material + tlv(0x31, info)
    return tlv(0x30, bytes.fromhex("06092a864886f70d010702") + tlv(0xA0, tlv(0x30, body)))


def is_indexed(found, is_archived):
    kinds = [kind.oid() for kind, _ in found.unsigned]
    if kinds[0] != SIGNATURE_TIMESTAMP or any(kind != ARCHIVE_TIMESTAMP for kind in kinds[1:]):
        return False
    if any(len(values) != 1 for _, values in found.unsigned):
        return False
    sha256 = lambda octets: hashlib.sha256(octets).digest()
    certificates, crls = [sha256(der) for der in found.certificates], [sha256(der) for der in found.crls]
    pieces = [sha256(kind.raw + values[0].raw) for kind, values in found.unsigned]
    before = (0, 0)
    for place, (_, values) in enumerate(found.unsigned):
        if place == 0:
            continue
        index = hash_index(SignedData(values[0].raw))
        if index is None or index.children()[0].raw != SHA256_IDENTIFIER:
            return False
        listed = [[node.expect(0x04).content for node in part.expect(0x30).children()] for part in index.children()[1:]]
        now = (len(listed[0]), len(listed[1]))
        if len(listed) != 3 or now[0] < before[0] or now[1] < before[1]:
            return False
        if listed != [certificates[: now[0]], crls[: now[1]], pieces[:place]]:
            return False
        before = now
    return not is_archived or before == (len(certificates), len(crls))


def hash_index(token):
    for kind, values in token.unsigned:
        if kind.oid() == ATS_HASH_INDEX:
            return values[0]
    return None


def timestamps(found, content):
    """(token, whether its imprint is over what it should be) of each time-stamp of a signature. EN 319 122-1 sections 5.3 and 5.5."""
    for kind, values in found.unsigned:
        token = SignedData(values[0].raw)
        info = parse(token.content or b"").expect(0x30).children()
        algorithm, imprint = info[2].children()
        name, _ = DIGESTS[algorithm.children()[0].oid()]
        octets = found.signature
        if kind.oid() == ARCHIVE_TIMESTAMP:
            index = hash_index(token)
            octets = found.encapsulated.children()[0].raw + hashlib.new(name, content).digest() + b"".join(found.fields) + index.raw
        yield token, imprint.content == hashlib.new(name, octets).digest(), generation_time(info)


def generation_time(info):
    text = info[4].expect(0x18).content.decode("ascii")
    form = "%Y%m%d%H%M%S.%fZ" if "." in text else "%Y%m%d%H%M%SZ"
    return datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc)


def tlv(tag, content):
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def leads_to_anchor(leaf, candidates, anchors, at):
    """Whether a chain of signatures leads from a certificate to an anchor, each valid at a time. Revocation is not looked at."""
    pool = [certificate for certificate in map(load_or_none, candidates) if certificate is not None]
    roots = [load(der) for der in anchors]

    def climb(certificate, depth):
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            return False
        if any(certificate == root or (is_issuer(root, certificate) and root.not_valid_before_utc <= at <= root.not_valid_after_utc) for root in roots):
            return True
        return depth < 8 and any(other != certificate and is_issuer(other, certificate) and climb(other, depth + 1) for other in pool)

    return climb(load(leaf), 0)


def is_issuer(issuer, certificate):
    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not constraints.ca or issuer.subject != certificate.issuer:
            return False
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    return True
