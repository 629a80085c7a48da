"""CRLs and OCSP responses of an evidence package: docs/evidence-format.md section 6.1. Standard library and `cryptography` only."""

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509 import ocsp

import cms


def holds(name, der, certificates):
    """True, False, None where no certificate at hand is named as signer, or "malformed"."""
    known = [one for one in map(cms.load_or_none, certificates) if one is not None]
    try:
        if name.endswith(".crl"):
            crl = x509.load_der_x509_crl(der)
            if crl.public_bytes(cms.ENCODING_DER) != der:
                return "malformed"
            answers = [verdict(lambda key: crl_signed(crl, key), one) for one in known if one.subject == crl.issuer]
        else:
            response = ocsp.load_der_ocsp_response(der)
            if response.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL or response.public_bytes(cms.ENCODING_DER) != der:
                return "malformed"
            candidates = [*response.certificates, *known]
            if response.responder_name is not None:
                candidates = [one for one in candidates if one.subject == response.responder_name]
            answers = [verdict(lambda key: response_signed(response, key), one) for one in candidates]
    except (ValueError, UnsupportedAlgorithm):
        return "malformed"
    if True in answers:
        return True
    return False if answers and None not in answers else None


def verdict(is_signed, certificate):
    try:
        return is_signed(certificate.public_key())
    except (UnsupportedAlgorithm, TypeError):
        return None
    except ValueError:
        return False


def crl_signed(crl, key):
    return crl.is_signature_valid(key)


def response_signed(response, key):
    algorithm, signature, message = response.signature_hash_algorithm, response.signature, response.tbs_response_bytes
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(algorithm))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            return None
    except InvalidSignature:
        return False
    return True
