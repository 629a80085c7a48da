#!/usr/bin/env python3
"""A second verifier of evidence packages, written from docs/evidence-format.md.

    verify.py case.asice --trust root.pem --trust-register root.pem --trust-seal-maker root.pem --log-key VKEY [--json]

Exit code: 0 PASSED, 1 FAILED, 2 INDETERMINATE. With `-` as file, one path by line on standard input, one JSON report by line on standard
output. Needs Python 3.10 and `cryptography` 42. It reads no PDF: signatures in the document are verified over their byte ranges alone.
"""

import argparse
import base64
import datetime
import hashlib
import json
import pathlib
import re
import sys

import batch
import cms
import container
import passkey
import records
import report
import revocation

PERMIT, RECORD = "2.25.218644696735372358093694785794535528523", "2.25.50897280647943507714499545534337158692"
STATEMENT = "2.25.34583169869569921540621197307591107388"
STRUCTURE = (cms.Malformed, ValueError, IndexError)


class Verifier:
    def __init__(self, trust, at, document=None):
        self.trust, self.at, self.document, self.rows = trust, at, document, []

    def row(self, name, subject, status, reason=None, **values):
        self.rows.append({"id": name, "subject": subject, "status": status, "reason": reason, "values": values})

    def check(self, name, subject, ok, reason, **values):
        self.row(name, subject, "passed" if ok else "failed", None if ok else reason, **values)

    def agree(self, name, subject, **members):
        for member, (left, right) in members.items():
            if left != right or isinstance(left, bool) != isinstance(right, bool):
                return self.row(name, subject, "failed", "DIFFERS", member=member, left=str(left), right=str(right))
        return self.row(name, subject, "passed")

    def signed(self, name, subject, holds, leaf, candidates, anchors, at):
        """A row of a signature: its value first, then its chain."""
        if holds is None:
            return self.row(name, subject, "indeterminate", "ALGORITHM_UNKNOWN")
        if not holds:
            return self.row(name, subject, "failed", "SIGNATURE_INVALID")
        trusted = cms.leads_to_anchor(leaf, candidates, self.trust[anchors], at)
        return self.row(name, subject, "passed" if trusted else "indeterminate", None if trusted else "NO_CERTIFICATE_CHAIN_FOUND")

    def report(self):
        states = {row["status"] for row in self.rows}
        indication = "FAILED" if "failed" in states else "INDETERMINATE" if "indeterminate" in states else "PASSED"
        return {"version": 1, "indication": indication, "rows": self.rows}

    def verify(self, data):
        try:
            self.entries = container.read_zip(data)
        except container.NotCanonical as fault:
            self.row("container.form", fault.args[0], "failed", fault.args[1])
            return self.report()
        self.row("container.form", "", "passed")
        evidence = self.entries.get("evidence.json")
        self.evidence = None if evidence is None else records.read_evidence(evidence)
        fault = container.entries_fault(self.entries, self.evidence)
        self.check("container.entries", fault[0] if fault else "", fault is None, fault and fault[1])
        self.container_rows()
        if evidence is not None:
            self.check("evidence.form", "evidence.json", self.evidence is not None, "EVIDENCE_MALFORMED")
        if self.evidence is not None:
            self.contents_rows()
        return self.report()

    def container_rows(self):
        entries = self.entries
        made = [
            ("container.manifest", "META-INF/ASiCManifest001.xml", lambda: container.manifest_of(entries), r'URI="([^"]*)"'),
            ("container.sha256", "SHA256SUMS", lambda: container.sums_of(entries, lambda one: hashlib.sha256(one).digest()), r"  (.*)"),
            ("container.sm3", "SM3SUMS", lambda: container.sums_of(entries, container.sm3), r"  (.*)"),
        ]
        for name, file, make, pattern in made:
            expected, found = make(), entries.get(file)
            if found is None or found == expected:
                self.check(name, "" if found else file, found is not None, "ENTRY_MISSING")
            else:
                self.row(name, container.first_other(found, expected, pattern) or file, "failed", "DIGEST_DIFFERS")
        manifest, file = entries.get("META-INF/ASiCManifest001.xml"), "META-INF/signature001.p7s"
        if manifest is None or file not in entries:
            return
        if not cms.is_canonical(entries[file], self.certificates()):
            for name in ("container.signature-form", "container.signature"):
                self.row(name, file, "failed", "SIGNATURE_FORM_OTHER")
            return
        self.row("container.signature-form", file, "passed")
        self.cms_row("container.signature", file, entries[file], manifest, "register")
        for place, (token, is_over, time) in enumerate(cms.timestamps(cms.SignedData(entries[file]), manifest), 1):
            if not is_over:
                self.row("container.timestamp", str(place), "failed", "HASH_FAILURE")
                continue
            candidates = [*token.certificates, *cms.SignedData(entries[file]).certificates]
            self.signed("container.timestamp", str(place), token.holds_over(token.content), token.signer_certificate(), candidates, "tsa", time)

    def certificates(self):
        return [content for name, content in self.entries.items() if name.startswith("certificates/")]

    def cms_row(self, name, subject, data, content, anchors):
        """`content` None: what lies inside the signature."""
        try:
            found = cms.SignedData(data)
            inside = found.content if content is None else content
            if inside is None:
                return self.row(name, subject, "failed", "FORMAT_FAILURE")
            leaf = found.signer_certificate()
            holds = found.holds_over(inside)
            return self.signed(name, subject, holds, leaf, [*found.certificates, *self.certificates()], anchors, self.at)
        except STRUCTURE:
            return self.row(name, subject, "failed", "FORMAT_FAILURE")

    def contents_rows(self):
        lines = self.entries.get("events.jsonl")
        self.events = None if lines is None else records.read_events(lines)
        self.report_rows()
        if self.evidence["events"] is not None:
            self.event_rows()
        if self.evidence["log"] is not None and "log/log.tlog-proof" in self.entries:
            self.log_rows()
        for seal in self.evidence["seals"]:
            self.seal_rows(seal)
        for use in self.evidence["uses"]:
            self.use_rows(use)
        document = self.entries.get("documents/document.pdf", self.document)
        if document is not None:
            if self.document is not None and "documents/document.pdf" in self.entries:
                self.check("document.given", "documents/document.pdf", document == self.document, "DIFFERS")
            self.document_rows(document)

    def report_rows(self):
        file, octets = self.entries.get("report.pdf"), self.entries["evidence.json"]
        if self.evidence["report"] is not None and file is not None:
            same = report.embeds(file, octets, self.evidence["issued"]["at"])
            self.check("report.evidence", "report.pdf", same, "DIFFERS", compared="evidence.json")
        for name in self.entries:
            if name.startswith("revocation/"):
                self.answer_row(name)
        for anchor in self.evidence["anchors"]:
            receipt = self.entries.get(f"anchors/{anchor['name']}.json")
            if anchor["receipt"] is not None and receipt is not None:
                self.agree("anchor.receipt", anchor["name"], receipt=(records.digest_of(receipt, anchor["receipt"]), anchor["receipt"]))

    def answer_row(self, name):
        anchors = [der for kind in ("signer", "register", "sealMaker", "tsa") for der in self.trust[kind]]
        holds = revocation.holds(name, self.entries[name], [*self.certificates(), *anchors])
        if holds is None:
            self.row("revocation.answer", name, "indeterminate", "SIGNER_UNKNOWN")
        elif holds == "malformed":
            self.row("revocation.answer", name, "failed", "FORMAT_FAILURE")
        else:
            self.check("revocation.answer", name, holds, "SIGNATURE_INVALID")

    def event_rows(self):
        if self.events is None:
            return self.row("events.chain", "", "failed", "EVENTS_MALFORMED")
        reason, subject, before = None, "", None
        for position, (event, digest) in enumerate(self.events, 1):
            sequence = event.get("sequence")
            if sequence != position or isinstance(sequence, bool):
                reason = "POSITION_MISSING"
            elif event.get("prev", False) != before:
                reason = "LINK_BROKEN"
            elif event.get("tenant") != self.evidence["tenant"] or event.get("chain") != self.evidence["envelope"]["id"]:
                reason = "EVENT_FOREIGN"
            if reason is not None:
                subject = str(position)
                break
            before = digest
        self.check("events.chain", subject, reason is None, reason)
        head = self.events[-1][1] if self.events else None
        said = self.evidence["events"]
        self.agree("events.head", "", count=(len(self.events), said["count"]), head=(head, said["head"]))
        steps = [event for event, _ in self.events if str(event.get("type")).startswith("envelope-")]
        envelope = steps[-1]["body"].get("envelope") if steps else None
        return self.agree("events.envelope", "", envelope=(envelope, records.digest_of_json(self.evidence["envelope"])))

    def log_rows(self):
        try:
            proof = records.LogProof(self.entries["log/log.tlog-proof"])
        except (ValueError, IndexError):
            proof = None
        if self.evidence["events"] is not None:
            self.inclusion_row(proof, self.evidence["log"]["key"], self.evidence["events"]["head"])
        token = self.entries.get("log/checkpoint.tst")
        if token is not None:
            self.timestamp_row(proof, token)

    def inclusion_row(self, proof, key, head):
        name = "log.inclusion"
        if proof is None or not head.startswith("sha256:"):
            return self.row(name, "", "failed", "PROOF_MALFORMED")
        try:
            signed = proof.is_signed_by(key)
        except ValueError:
            return self.row(name, "", "failed", "LOG_KEY_MALFORMED")
        if signed is False or not proof.includes(bytes.fromhex(head[7:])):
            return self.row(name, "", "failed", "PROOF_WRONG")
        if signed is None:
            return self.row(name, "", "indeterminate", "LOG_SIGNATURE_MISSING")
        trusted = key in self.trust["logs"]
        return self.row(name, "", "passed" if trusted else "indeterminate", None if trusted else "LOG_KEY_NOT_TRUSTED")

    def timestamp_row(self, proof, token):
        name, file = "log.timestamp", "log/checkpoint.tst"
        if proof is None:
            return self.row(name, file, "failed", "PROOF_MALFORMED")
        try:
            info = cms.parse(cms.SignedData(token).content or b"").expect(0x30).children()
            algorithm, imprint = info[2].children()
            digest, _ = cms.DIGESTS.get(algorithm.children()[0].oid(), ("sha256", None))
            if imprint.content != hashlib.new(digest, proof.text).digest():
                return self.row(name, file, "failed", "HASH_FAILURE")
        except STRUCTURE:
            return self.row(name, file, "failed", "FORMAT_FAILURE")
        return self.cms_row(name, file, token, None, "tsa")

    def seal_rows(self, seal):
        subject = f"{seal['number']}-{seal['version']}"
        der = self.entries.get(f"seals/{subject}.der")
        if seal["statement"] is None or der is None:
            return
        self.cms_row("seal.statement", subject, der, None, "sealMaker")
        number = None
        try:
            # SES_SealInfo: header, then the number as IA5String.
            number = cms.parse(cms.SignedData(der).content or b"").children()[1].content.decode("ascii")
        except STRUCTURE:
            pass
        self.agree("seal.statement-evidence", subject, statement=(records.digest_of(der), seal["statement"]), number=(number, seal["number"]))

    def use_rows(self, use):
        permit = self.statement(use, "permit", "seal-permit+jws", "notBefore")
        record = self.statement(use, "record", "seal-use+jws", None)
        receipt = self.statement(use, "receipt", "seal-receipt+jws", "time")
        intent_octets = self.entries.get(f"uses/{use['id']}/intent.json")
        intent = None if intent_octets is None else records.read_canonical(intent_octets)
        intent_digest = None if intent is None else records.digest_of(intent_octets)
        event, completed = self.event_of(use, "use"), self.event_of(use, "use-completed")
        has_events = self.events is not None
        self.permit_rows(use, permit)
        self.record_rows(use, record, permit, (intent_octets, intent_digest), event, has_events)
        self.receipt_rows(use, receipt, permit, event, has_events)
        if intent_octets is not None:
            self.intent_rows(use, intent, permit)
        if has_events:
            self.use_event_rows(use, event, completed, permit, (intent_octets, intent, intent_digest))

    def statement(self, use, part, kind, time_member):
        data = self.entries.get(f"uses/{use['id']}/{part}.jws")
        if data is None:
            return None
        found, name = records.Statement(data, kind), f"use.{part}"
        if found.fault is not None:
            self.row(name, use["id"], "failed", found.fault)
            return found
        try:
            at = instant(use["signingTime"] if time_member is None else found.payload[time_member])
        except (KeyError, TypeError, ValueError):
            self.row(name, use["id"], "failed", "FORMAT")
            return found
        self.signed(name, use["id"], True, found.certificates[0], found.certificates[1:], "register", at)
        return found

    def event_of(self, use, kind):
        for event, digest in self.events or []:
            if event.get("type") == kind and event["body"].get("useId") == use["id"]:
                return event, digest
        return None

    def permit_rows(self, use, permit):
        if permit is None:
            return
        says = permit.payload or {}
        seal, document = says.get("seal") or {}, says.get("document") or {}
        self.agree(
            "use.permit-evidence",
            use["id"],
            id=(says.get("id"), use["permitId"]),
            tenant=(says.get("tenant"), self.evidence["tenant"]),
            envelopeId=(says.get("envelopeId"), self.evidence["envelope"]["id"]),
            person=(says.get("person"), use["personId"]),
            sealNumber=(seal.get("number"), use["sealNumber"]),
            sealVersion=(seal.get("version"), use["sealVersion"]),
            document=(document.get("digest"), use["originalDigest"]),
            certificate=(says.get("certificate"), use["certificate"]),
        )
        statement = self.seal_statement(use)
        if statement is not None:
            self.agree("use.permit-statement", use["id"], statement=(seal.get("statement"), records.digest_of(statement)))
        self.countersigned_row(use, says)

    def countersigned_row(self, use, says):
        approvals = says.get("approvals")
        approvals = approvals if isinstance(approvals, list) else []
        answers = [(one.get("person"), one["assertion"]) for one in approvals if isinstance(one, dict) and "assertion" in one]
        if "approvalPolicy" not in says and not answers:
            return
        fault = passkey.countersignature_fault(says, approvals, answers)
        self.row("use.permit-countersigned", use["id"], "failed" if fault else "passed", fault)

    def seal_statement(self, use):
        if use["sealNumber"] is None or use["sealVersion"] is None:
            return None
        return self.entries.get(f"seals/{use['sealNumber']}-{use['sealVersion']}.der")

    def record_rows(self, use, record, permit, intent, event, has_events):
        if record is None:
            return
        says, subject = record.payload or {}, use["id"]
        self.agree("use.record-evidence", subject, byteRangeDigest=(says.get("byteRangeDigest"), use["byteRangeDigest"]))
        if permit is not None:
            self.agree("use.record-permit", subject, permit=(says.get("permit"), permit.digest))
        if intent[0] is not None:
            self.agree("use.record-intent", subject, intent=(says.get("intent"), intent[1]))
        if has_events:
            self.agree("use.record-event", subject, event=(says.get("event"), event and event[1]))

    def receipt_rows(self, use, receipt, permit, event, has_events):
        if receipt is None:
            return
        says, subject = receipt.payload or {}, use["id"]
        same = ("sealNumber", "originalDigest", "byteRangeDigest", "fileDigest")
        self.agree(
            "use.receipt-evidence",
            subject,
            act=(says.get("act"), "use"),
            id=(says.get("id"), use["id"]),
            tenant=(says.get("tenant"), self.evidence["tenant"]),
            envelopeId=(says.get("envelopeId"), self.evidence["envelope"]["id"]),
            person=(says.get("person"), use["personId"]),
            **{name: (says.get(name), use[name]) for name in same},
        )
        if permit is not None:
            self.agree("use.receipt-permit", subject, permit=(says.get("permit"), permit.digest))
        if has_events:
            self.agree("use.receipt-event", subject, event=(says.get("event"), event and event[1]))

    def intent_rows(self, use, intent, permit):
        subject = use["id"]
        if intent is None:
            self.row("use.intent-evidence", subject, "failed", "INTENT_MALFORMED")
            return
        says = intent if isinstance(intent, dict) else {}
        self.agree(
            "use.intent-evidence",
            subject,
            tenant=(says.get("tenant"), self.evidence["tenant"]),
            person=(says.get("person"), use["personId"]),
            useId=(says.get("useId"), use["id"]),
            result=(says.get("result"), "passed"),
        )
        policy = ((permit and permit.payload) or {}).get("intentPolicy")
        if isinstance(policy, dict):
            fault = self.intent_fault(says, policy, permit.digest)
            self.row("use.intent-permit", subject, "failed" if fault else "passed", fault)
        if "statement" in says:
            self.intent_act(use, says)
        if "batch" in says:
            self.intent_batch(use, says)
        if says.get("method") == "passkey":
            fault = passkey.fault(says.get("raw"), self.proven(says))
            self.row("use.intent-passkey", subject, "failed" if fault else "passed", fault)

    def intent_fault(self, says, policy, permit_digest):
        method, assurance = says.get("method"), says.get("assurance")
        number = isinstance(assurance, (int, float)) and not isinstance(assurance, bool)
        if not isinstance(method, str) or method not in policy["methods"] or not number or assurance < policy["minimumAssurance"]:
            return "METHOD_REFUSED"
        if "batch" in says and policy.get("batch") is not True:
            return "BATCH_REFUSED"
        shown = says.get("statement")
        if "statement" in says and (not isinstance(shown, dict) or shown.get("permit") != permit_digest):
            return "DIFFERS"
        return None

    def proven(self, says):
        """The digest that was proven: of the batch where there is one, else of the act."""
        if "batch" not in says:
            return says.get("challenge")
        return says["batch"].get("challenge") if isinstance(says["batch"], dict) else None

    def intent_batch(self, use, says):
        name, subject = "use.intent-batch", use["id"]
        found = says["batch"] if isinstance(says["batch"], dict) else {}
        statement = found.get("statement") if isinstance(found.get("statement"), dict) else {}
        challenge = records.digest_of_json(found["statement"]) if "statement" in found else None
        agreed = (
            challenge == found.get("challenge")
            and statement.get("action") == "batch"
            and statement.get("tenant") == self.evidence["tenant"]
            and statement.get("person") == use["personId"]
        )
        place = (found.get("index"), statement.get("count"), found.get("path"), statement.get("root"))
        fault = None if agreed and batch.includes(says.get("challenge"), *place) else "NOT_IN_BATCH" if agreed else "DIFFERS"
        self.row(name, subject, "failed" if fault else "passed", fault)

    def intent_act(self, use, says):
        shown = says["statement"] if isinstance(says["statement"], dict) else {}
        same = {"person": "personId", "originalDigest": "originalDigest", "messageDigest": "byteRangeDigest", "certificate": "certificate"}
        self.agree(
            "use.intent-act",
            use["id"],
            challenge=(records.digest_of_json(says["statement"]), says.get("challenge")),
            shownDigest=(says.get("shownDigest"), says.get("challenge")),
            tenant=(shown.get("tenant"), self.evidence["tenant"]),
            envelopeId=(shown.get("envelopeId"), self.evidence["envelope"]["id"]),
            **{name: (shown.get(name), use[fact]) for name, fact in same.items()},
        )

    def use_event_rows(self, use, event, completed, permit, intent):
        subject = use["id"]
        if event is None or completed is None:
            self.row("use.event-evidence", subject, "failed", "EVENT_MISSING")
            return
        body = event[0]["body"]
        same = ("sealVersion", "permitId", "certificate", "originalDigest", "byteRangeDigest", "signingTime")
        self.agree(
            "use.event-evidence",
            subject,
            actor=(event[0].get("actor"), use["personId"]),
            sealNumber=(event[0].get("sealNumber"), use["sealNumber"]),
            **{name: (body.get(name), use[name]) for name in same},
            useEvent=(completed[0]["body"].get("useEvent"), event[1]),
            fileDigest=(completed[0]["body"].get("fileDigest"), use["fileDigest"]),
        )
        if permit is not None:
            self.agree("use.event-permit", subject, permit=(body.get("permit"), permit.digest))
        octets, value, digest = intent
        if octets is not None:
            challenge = value.get("challenge") if isinstance(value, dict) else None
            self.agree("use.event-intent", subject, intent=(body.get("intent"), digest), challenge=(body.get("challenge"), challenge))

    def document_rows(self, document):
        for version in self.evidence["envelope"]["versions"]:
            name, subject, length = "document.version", str(version["version"]), version["length"]
            if length > len(document):
                self.row(name, subject, "failed", "DOCUMENT_SHORTER")
            else:
                self.agree(name, subject, digest=(records.digest_of(document[:length], version["digest"]), version["digest"]))
        for use in self.evidence["uses"]:
            self.signature_rows(document, use)
        ends = [version["length"] for version in self.evidence["envelope"]["versions"]]
        ends += [sum(use["byteRange"][2:]) for use in self.evidence["uses"] if len(use["byteRange"] or []) == 4]
        if len(document) not in ends:
            # What came behind the last version that is known may change what is shown; whoever reads PDF has to judge it.
            self.row("document.integrity", "documents/document.pdf", "indeterminate", "LATER_OCTETS_NOT_READ")

    def signature_rows(self, document, use):
        subject, byte_range = use["id"], use["byteRange"]
        found = {"byteRangeDigest": None, "fileDigest": None}
        signed = hole = b""
        if len(byte_range) == 4 and byte_range[0] == 0 and byte_range[1] + 2 <= byte_range[2] and sum(byte_range[2:]) <= len(document):
            _, before, after, rest = byte_range
            signed, hole = document[:before] + document[after : after + rest], document[before:after]
            found["byteRangeDigest"] = records.digest_of(signed, use["byteRangeDigest"])
            found["fileDigest"] = records.digest_of(document[: after + rest], use["fileDigest"])
        named = any(version["useId"] == subject for version in self.evidence["envelope"]["versions"])
        if found["fileDigest"] != use["fileDigest"] and not named:
            self.row("use.document-range", subject, "indeterminate", "IN_ANOTHER_FILE")
            return
        self.agree("use.document-range", subject, **{name: (value, use[name]) for name, value in found.items()})
        try:
            if not re.match(rb"<(?:[0-9A-Fa-f]{2})*>\Z", hole):
                raise cms.Malformed("hole")
            signature = cms.SignedData(bytes.fromhex(hole[1:-1].decode("ascii")), trailing_zeros=True)
            leaf, assertions = signature.signer_certificate(), signature.assertions()
            holds = signature.holds_over(signed)
        except STRUCTURE:
            self.row("use.document-signature", subject, "failed", "SIGNATURE_MISSING")
            return
        if leaf is None or holds is False:
            self.row("use.document-signature", subject, "failed", "SIGNATURE_INVALID")
        elif holds is None:
            self.row("use.document-signature", subject, "indeterminate", "ALGORITHM_UNKNOWN")
        else:
            self.agree("use.document-signature", subject, certificate=(records.digest_of(leaf), use["certificate"]))
        for part, oid in (("permit", PERMIT), ("record", RECORD)):
            compact = self.entries.get(f"uses/{subject}/{part}.jws")
            if compact is not None:
                self.check(f"use.document-{part}", subject, assertions.get(oid) == cms.tlv(0x0C, compact), "DIFFERS")
        statement = self.seal_statement(use)
        if statement is not None:
            self.check("use.document-statement", subject, assertions.get(STATEMENT) == statement, "DIFFERS")


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def read_certificates(paths):
    found = []
    for path in paths:
        data = pathlib.Path(path).read_bytes()
        blocks = re.findall(rb"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", data, re.S)
        found += [base64.b64decode(block) for block in blocks] if blocks or not data else [data]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    for name in ("trust", "trust-register", "trust-seal-maker", "trust-tsa", "log-key"):
        parser.add_argument(f"--{name}", action="append", default=[])
    parser.add_argument("--at")
    parser.add_argument("--document")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    trust = {
        "signer": read_certificates(options.trust),
        "register": read_certificates(options.trust_register),
        "sealMaker": read_certificates(options.trust_seal_maker),
        "tsa": read_certificates(options.trust_tsa or options.trust),
        "logs": options.log_key,
    }
    at = instant(options.at) if options.at else datetime.datetime.now(datetime.timezone.utc)
    document = pathlib.Path(options.document).read_bytes() if options.document else None
    if options.file == "-":
        for line in sys.stdin:
            report = Verifier(trust, at, document).verify(pathlib.Path(line.rstrip("\n")).read_bytes())
            print(json.dumps(report), flush=True)
        return 0
    report = Verifier(trust, at, document).verify(pathlib.Path(options.file).read_bytes())
    if options.json:
        print(json.dumps(report))
    else:
        print(report["indication"])
        for row in report["rows"]:
            print(f"  {row['status']:13} {row['id']:26} {row['subject']} {row['reason'] or ''}".rstrip())
    return {"PASSED": 0, "FAILED": 1}.get(report["indication"], 2)


if __name__ == "__main__":
    sys.exit(main())
