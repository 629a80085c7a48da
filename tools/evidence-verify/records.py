"""JSON, JWS of the register and proofs of the log: docs/evidence-format.md sections 5 and 6. Standard library and `cryptography` only."""

import base64
import hashlib
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

import cms

DIGEST = re.compile(r"(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})\Z")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z\Z")


MAX_JSON_DEPTH = 128


def read_json(data):
    """Any JSON of at most MAX_JSON_DEPTH levels."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=not_json)
    except RecursionError:
        raise ValueError("too many levels") from None
    if not is_shallow(value):
        raise ValueError("too many levels")
    return value


def not_json(name):
    raise ValueError(f"{name} is no JSON")


def is_shallow(value):
    level = [value]
    for _ in range(MAX_JSON_DEPTH + 1):
        level = [item for item in level if isinstance(item, (dict, list))]
        if not level:
            return True
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return False


def canonical(value):
    """RFC 8785 of JSON whose numbers are integers."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(member)}" for name, member in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 53:
        raise ValueError("integer beyond 2^53")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_canonical(data):
    """The value of canonical JSON; None for anything else (no record is JSON's null)."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text)
        return value if is_shallow(value) and canonical(value).encode("utf-8") == data else None
    except (ValueError, RecursionError):
        return None


def digest_of(data, like="sha256:"):
    name = like.split(":")[0]
    return f"{name}:{hashlib.new(name, data).hexdigest()}"


def digest_of_json(value):
    return digest_of(canonical(value).encode("utf-8"))


def read_evidence(data):
    """evidence.json, or None where it is not as section 5 says."""
    value = read_canonical(data)
    return value if value is not None and is_evidence(value) else None


MEMBERS = "v tenant issued envelope persons organisations seals uses events log signatures anchors environment report missing"


def is_evidence(value):
    if not has(value, MEMBERS) or value["v"] != 1 or value["v"] is True:
        return False
    envelope = value["envelope"]
    return (
        words(value["tenant"])
        and has(value["issued"], "at personId issuer")
        and instant(value["issued"]["at"])
        and words(value["issued"]["personId"])
        and words(value["issued"]["issuer"])
        and isinstance(envelope, dict)
        and ident(envelope.get("id"))
        and each(envelope.get("versions"), is_version)
        and each(value["persons"], lambda one: has(one, "id name organisationId") and all(map(words, one.values())))
        and each(value["organisations"], lambda one: has(one, "id name verifiedName") and all(map(words, one.values())))
        and each(value["seals"], is_seal)
        and each(value["uses"], is_use)
        and (value["events"] is None or has(value["events"], "count head") and count(value["events"]["count"], 1) and digest(value["events"]["head"]))
        and (value["log"] is None or has(value["log"], "key") and words(value["log"]["key"]))
        and maybe(lambda found: each(found, is_signature), value["signatures"])
        and each(value["anchors"], is_anchor)
        and maybe(lambda one: has(one, "software runtime clock") and all(map(words, one.values())), value["environment"])
        and maybe(lambda one: has(one, "glyphs checkPage") and words(one["glyphs"]) and maybe(words, one["checkPage"]), value["report"])
        and each(value["missing"], lambda one: has(one, "what reason") and all(map(words, one.values())))
    )


def is_signature(value):
    names = "field indication subIndication level signer issuer claimedSigningTime bestSignatureTime bestSignatureTimeSource"
    return (
        has(value, names)
        and all(words(value[name]) for name in ("field", "indication", "bestSignatureTimeSource"))
        and all(maybe(words, value[name]) for name in ("subIndication", "level", "signer", "issuer"))
        and maybe(instant, value["claimedSigningTime"])
        and instant(value["bestSignatureTime"])
    )


def is_anchor(value):
    return (
        has(value, "name kind state reference at reason receipt")
        and ident(value["name"])
        and value["kind"] in ("judicial-chain", "notary")
        and value["state"] in ("recorded", "pending", "failed")
        and maybe(words, value["reference"])
        and maybe(instant, value["at"])
        and maybe(words, value["reason"])
        and maybe(digest, value["receipt"])
    )


def is_version(value):
    if not isinstance(value, dict) or "useId" not in value:
        return False
    return count(value.get("version"), 1, 10_000) and digest(value.get("digest")) and count(value.get("length")) and maybe(ident, value["useId"])


def is_seal(value):
    return (
        has(value, "number version name kind organisationId statement")
        and ident(value["number"])
        and count(value["version"], 1, 1_000_000)
        and all(words(value[name]) for name in ("name", "kind", "organisationId"))
        and maybe(digest, value["statement"])
    )


def is_use(value):
    names = "id permitId personId sealNumber sealVersion certificate signingTime originalDigest byteRange byteRangeDigest fileDigest"
    return (
        has(value, names)
        and ident(value["id"])
        and ident(value["permitId"])
        and words(value["personId"])
        and maybe(ident, value["sealNumber"])
        and maybe(lambda version: count(version, 1, 1_000_000), value["sealVersion"])
        and instant(value["signingTime"])
        and isinstance(value["byteRange"], list)
        and len(value["byteRange"]) <= 4
        and all(map(count, value["byteRange"]))
        and all(digest(value[name]) for name in ("certificate", "originalDigest", "byteRangeDigest", "fileDigest"))
    )


def has(value, names):
    return isinstance(value, dict) and set(value) == set(names.split())


def each(value, is_one):
    return isinstance(value, list) and len(value) <= 10_000 and all(map(is_one, value))


def maybe(is_one, value):
    return value is None or is_one(value)


def words(value):
    return isinstance(value, str) and 0 < len(value.encode("utf-16-be", "surrogatepass")) // 2 <= 1000


def ident(value):
    return isinstance(value, str) and ID.match(value) is not None


def digest(value):
    return isinstance(value, str) and DIGEST.match(value) is not None


def instant(value):
    return isinstance(value, str) and INSTANT.match(value) is not None


def count(value, least=0, most=(1 << 53) - 1):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def read_events(data):
    """(value, digest) of every line; None where a line is no event."""
    if data and not data.endswith(b"\n"):
        return None
    events = []
    for line in data.split(b"\n")[:-1]:
        value = read_canonical(line)
        if not isinstance(value, dict) or not isinstance(value.get("body"), dict):
            return None
        events.append((value, digest_of(line)))
    return events


def base64url(text):
    if not re.match(r"[A-Za-z0-9_-]+\Z", text):
        raise ValueError("base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError("base64url with other bits")
    return data


class Statement:
    """A JWS of the register: what it says (None where it is none), its digest, and how its signature verifies."""

    def __init__(self, data, kind):
        self.digest, self.payload, self.certificates, self.fault = digest_of(data), None, [], "FORMAT"
        try:
            header_text, payload_text, signature_text = data.decode("ascii").split(".")
            header, payload = read_canonical(base64url(header_text)), read_canonical(base64url(payload_text))
            if not has(header, "alg kid typ x5c") or header["alg"] != "ES256" or header["typ"] != kind or not isinstance(payload, dict):
                return
            self.certificates = [base64.b64decode(one, validate=True) for one in header["x5c"]]
            signature, leaf = base64url(signature_text), cms.load(self.certificates[0])
            if header["kid"] != digest_of(self.certificates[0]) or len(signature) != 64:
                return
            self.payload, self.fault = payload, "SIGNATURE_VALUE_INVALID"
            value = utils.encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
            leaf.public_key().verify(value, f"{header_text}.{payload_text}".encode(), ec.ECDSA(hashes.SHA256()))
            self.fault = None
        except (ValueError, IndexError, TypeError, AttributeError, InvalidSignature):
            return


class LogProof:
    """A C2SP tlog-proof with its checkpoint."""

    def __init__(self, data):
        text = data.decode("utf-8")
        head, self.note = text.split("\n\n", 1)
        lines = head.split("\n")
        if lines[0] != "c2sp.org/tlog-proof@v1":
            raise ValueError("header")
        if lines[1].startswith("extra "):
            strict_base64(lines.pop(1)[6:])
        self.index = decimal(lines[1].removeprefix("index ")) if lines[1].startswith("index ") else decimal("")
        self.path = [strict_base64(line, 32) for line in lines[2:]]
        text, signatures = self.note.rsplit("\n\n", 1)
        self.text = (text + "\n").encode("utf-8")
        if not signatures.endswith("\n"):
            raise ValueError("note")
        self.signatures = []
        for line in signatures[:-1].split("\n"):
            dash, name, value = line.split(" ")
            if dash != "\u2014":
                raise ValueError("signature line")
            self.signatures.append((name, strict_base64(value)))
        self.origin, size, root, *extensions = text.split("\n")
        self.size, self.root = decimal(size), strict_base64(root, 32)
        if "" in extensions or any(ord(character) < 0x20 for line in (head, self.note) for character in line.replace("\n", "")):
            raise ValueError("lines")

    def includes(self, entry):
        """RFC 9162 section 2.1.3.2."""
        if self.index >= self.size:
            return False
        node, last = self.index, self.size - 1
        value = hashlib.sha256(b"\x00" + entry).digest()
        for step in self.path:
            if last == 0:
                return False
            if node & 1 or node == last:
                value = hashlib.sha256(b"\x01" + step + value).digest()
                while not node & 1 and node:
                    node, last = node >> 1, last >> 1
            else:
                value = hashlib.sha256(b"\x01" + value + step).digest()
            node, last = node >> 1, last >> 1
        return last == 0 and value == self.root

    def is_signed_by(self, key):
        """True, False, or None where the key has not signed it."""
        match = re.match(r"([^+]+)\+([0-9a-f]{8})\+(.{44})\Z", key, re.S)
        if match is None:
            raise ValueError("verifier key")
        name, key_id, octets = match.group(1), match.group(2), strict_base64(match.group(3), 33)
        if octets[0] != 1 or hashlib.sha256(name.encode() + b"\n" + octets).digest()[:4].hex() != key_id:
            raise ValueError("verifier key")
        if self.origin != name:
            return False
        answers = []
        for signer, value in self.signatures:
            if signer == name and value[:4].hex() == key_id:
                try:
                    ed25519.Ed25519PublicKey.from_public_bytes(octets[1:]).verify(value[4:], self.text)
                    answers.append(True)
                except InvalidSignature:
                    answers.append(False)
        return all(answers) if answers else None


def strict_base64(text, length=None):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text or (length is not None and len(data) != length):
        raise ValueError("base64")
    return data


def decimal(text):
    if not re.match(r"(0|[1-9][0-9]{0,15})\Z", text):
        raise ValueError("decimal")
    return int(text)
