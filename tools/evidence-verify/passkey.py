"""The assertion of a passkey, verified offline. Web Authentication Level 3, section 7.2."""

import base64
import binascii
import hashlib
import re

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

import records

ES256, RS256 = -7, -257
PRESENT_AND_VERIFIED = 0x05


def fault(assertion, challenge):
    """The first reason why this is no assertion of a verified user over the challenge; None where it is one."""
    if not isinstance(challenge, str) or not re.match(r"sha256:[0-9a-f]{64}\Z", challenge):
        return "ASSERTION_CHALLENGE"
    try:
        host, origin, algorithm = assertion["rpId"], assertion["origin"], assertion["algorithm"]
        key = base64.b64decode(assertion["publicKey"], validate=True)
        client_json, data, signature = (records.base64url(assertion[name]) for name in ("clientDataJSON", "authenticatorData", "signature"))
        client = records.read_json(client_json)
    except (KeyError, TypeError, ValueError, binascii.Error):
        return "ASSERTION_MALFORMED"
    whole = isinstance(host, str) and isinstance(origin, str) and isinstance(algorithm, int) and not isinstance(algorithm, bool)
    if not whole or not isinstance(client, dict) or len(data) < 37 or client.get("type") != "webauthn.get":
        return "ASSERTION_MALFORMED"
    if not answers(client.get("challenge"), challenge):
        return "ASSERTION_CHALLENGE"
    named = re.match(r"https?://([^/:]+)(?::\d{1,5})?\Z", origin)
    below = named is not None and (named[1] == host or named[1].endswith("." + host))
    if client.get("origin") != origin or client.get("crossOrigin") is True or not below or data[:32] != hashlib.sha256(host.encode()).digest():
        return "ASSERTION_ORIGIN"
    if data[32] & PRESENT_AND_VERIFIED != PRESENT_AND_VERIFIED:
        return "ASSERTION_USER_NOT_VERIFIED"
    if algorithm not in (ES256, RS256):
        return "ASSERTION_ALGORITHM_UNKNOWN"
    return None if holds(key, algorithm, signature, data + hashlib.sha256(client_json).digest()) else "ASSERTION_SIGNATURE"


GRANTED = {"issuer", "attestedBy", "approvals", "notBefore", "expires"}


def countersignature_fault(permit, approvals, given):
    """The first thing that is wrong with the passkeys of those who approved a permit; None where nothing is."""
    if "approvalPolicy" in permit and (not approvals or len(given) < len(approvals)):
        return "COUNTERSIGNATURE_MISSING"
    request = records.digest_of_json({name: value for name, value in permit.items() if name not in GRANTED})
    faults = [fault(assertion, request) for _, assertion in given]
    keys = [None if found else base64.b64decode(assertion["publicKey"]) for found, (_, assertion) in zip(faults, given)]
    for found, key, (person, _) in zip(faults, keys, given):
        if found is not None:
            return found.replace("ASSERTION", "COUNTERSIGNATURE")
        if any(key == other and person != owner for other, (owner, _) in zip(keys, given)):
            return "COUNTERSIGNATURE_KEY_SHARED"
    return None


def answers(text, challenge):
    try:
        return isinstance(text, str) and records.base64url(text).hex() == challenge.split(":")[1]
    except ValueError:
        return False


def holds(spki, algorithm, signature, message):
    try:
        key = serialization.load_der_public_key(spki)
        if algorithm == ES256 and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        elif algorithm == RS256 and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        else:
            return False
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True
