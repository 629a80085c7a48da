"""The container of an evidence package: docs/evidence-format.md sections 1 to 4. Standard library and `cryptography` only."""

import base64
import hashlib
import re
import struct
import zlib

from cryptography.hazmat.primitives import hashes

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\Z")
MEDIA_TYPES = [
    (".pdf", "application/pdf"),
    (".json", "application/json"),
    (".jsonl", "application/jsonl"),
    (".jws", "application/jose"),
    (".md", "text/markdown"),
    (".cer", "application/pkix-cert"),
    (".crl", "application/pkix-crl"),
    (".ocsp", "application/ocsp-response"),
    (".tst", "application/vnd.etsi.timestamp-token"),
    (".der", "application/pkcs7-mime"),
]
ALWAYS = [
    "mimetype",
    "META-INF/ASiCManifest001.xml",
    "META-INF/signature001.p7s",
    "SHA256SUMS",
    "SM3SUMS",
    "VERIFY.md",
    "evidence.json",
]
USE_PARTS = ["permit.jws", "record.jws", "receipt.jws", "intent.json"]


class NotCanonical(Exception):
    """The file is not in the one form."""


def sort_key(name):
    return b"" if name == "mimetype" else name.encode("ascii")


def read_zip(data):
    """Entries by name, in order; section 1."""
    if len(data) > 1 << 30:
        raise NotCanonical("", "PACKAGE_TOO_LARGE")
    entries, central, offset = {}, b"", 0
    while data[offset : offset + 4] == b"PK\x03\x04":
        header = data[offset : offset + 30]
        if len(header) < 30:
            raise NotCanonical("", "ZIP_TRUNCATED")
        version, flags, method, time, date, crc, packed, size, name_length, extra = struct.unpack("<HHHHHIIIHH", header[4:])
        raw_name = data[offset + 30 : offset + 30 + name_length]
        try:
            name = raw_name.decode("ascii")
        except UnicodeDecodeError:
            raise NotCanonical("", "ZIP_NAME_REFUSED") from None
        if len(name) > 200 or not NAME.match(name):
            raise NotCanonical("", "ZIP_NAME_REFUSED")
        if entries and sort_key(name) <= sort_key(list(entries)[-1]):
            raise NotCanonical(name, "ZIP_ORDER_OTHER")
        start = offset + 30 + name_length
        content = data[start : start + packed]
        if len(content) < packed:
            raise NotCanonical(name, "ZIP_TRUNCATED")
        if zlib.crc32(content) != crc:
            raise NotCanonical(name, "ZIP_CRC_DIFFERS")
        if (version, flags, method, time, date, size, extra) != (10, 0, 0, 0, 0x21, packed, 0):
            raise NotCanonical(name, "ZIP_HEADER_OTHER")
        entries[name] = content
        central += b"PK\x01\x02" + struct.pack("<H", 10) + header[4:] + bytes(10) + struct.pack("<I", offset) + raw_name
        offset = start + packed
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(central), offset, 0)
    if len(entries) > 65534 or data[offset:] != central + end:
        last = list(entries)[-1] if entries else ""
        raise NotCanonical(last, "ZIP_TRUNCATED" if len(data) < offset + 22 else "ZIP_DIRECTORY_OTHER")
    return entries


def sm3(data):
    running = hashes.Hash(hashes.SM3())
    running.update(data)
    return running.finalize()


def listed(entries):
    return [name for name in entries if name != "mimetype" and not name.startswith("META-INF/")]


def manifest_of(entries):
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
        '<asic:SigReference URI="META-INF/signature001.p7s" MimeType="application/pkcs7-signature"/>',
    ]
    for name in listed(entries):
        media = next((media for end, media in MEDIA_TYPES if name.endswith(end)), "text/plain")
        value = base64.b64encode(hashlib.sha256(entries[name]).digest()).decode()
        lines.append(
            f'<asic:DataObjectReference URI="{name}" MimeType="{media}">'
            '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
            f"<ds:DigestValue>{value}</ds:DigestValue></asic:DataObjectReference>"
        )
    return ("\n".join([*lines, "</asic:ASiCManifest>", ""])).encode()


def sums_of(entries, digest):
    names = [name for name in listed(entries) if name not in ("SHA256SUMS", "SM3SUMS")]
    return "".join(f"{digest(entries[name]).hex()}  {name}\n" for name in names).encode()


def first_other(found, expected, pattern):
    """The name in the first line that should be there and is not."""
    lines = set(found.split(b"\n"))
    for line in expected.split(b"\n"):
        if line not in lines:
            match = re.search(pattern, line.decode())
            return match.group(1) if match else ""
    return ""


def entries_fault(entries, evidence):
    """Section 2: what is missing or not allowed, as (name, reason); None where nothing is."""
    for name in ALWAYS:
        if name not in entries:
            return name, "ENTRY_MISSING"
    if entries["mimetype"] != b"application/vnd.etsi.asic-e+zip":
        return "mimetype", "MEDIA_TYPE_OTHER"
    if evidence is None:
        return None
    needed, known = [], {*ALWAYS, "documents/document.pdf"}
    if evidence["events"] is not None:
        needed.append("events.jsonl")
    if evidence["report"] is not None:
        needed.append("report.pdf")
    needed += [f"anchors/{anchor['name']}.json" for anchor in evidence["anchors"] if anchor["receipt"] is not None]
    if evidence["log"] is not None:
        needed.append("log/log.tlog-proof")
        known.add("log/checkpoint.tst")
    needed += [f"seals/{seal['number']}-{seal['version']}.der" for seal in evidence["seals"] if seal["statement"] is not None]
    known.update(needed)
    known.update(f"uses/{use['id']}/{part}" for use in evidence["uses"] for part in USE_PARTS)
    for name, content in entries.items():
        value = hashlib.sha256(content).hexdigest()
        if name not in known and name not in (f"certificates/{value}.cer", f"revocation/{value}.crl", f"revocation/{value}.ocsp"):
            return name, "ENTRY_UNKNOWN"
    for name in needed:
        if name not in entries:
            return name, "ENTRY_MISSING"
    return None
