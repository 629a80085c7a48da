/** Who reads the spoilt octets: for each target how seeds are spoilt, what is done with the result, and which errors may come out. */
import { memorySource } from '@sealkit/core/bytes';
import {
  CadesError,
  materialOfSignedData,
  matchSigningCertificate,
  parseEvidenceRecord,
  readAtsHashIndex,
  readEvidenceRecordCover,
  readSignedAssertions,
  readSigningCertificateReferences,
  verifyTimestampToken,
} from '@sealkit/core/cades';
import {
  CmsError,
  encodeSignedDataElements,
  findSignerCertificate,
  parseSignedData,
  parseTimestampResponse,
  parseTimestampToken,
  readSignedDataElements,
  splitSignedData,
  verifySignerInfo,
} from '@sealkit/core/cms';
import { digest } from '@sealkit/core/crypto';
import { verifyEvidencePackage } from '@sealkit/core/evidence';
import { firstFreeObjectNumber, objectsByText, openPdf, PdfError, revisionDoubts, walkPageTree } from '@sealkit/core/pdf';
import {
  ContainerError,
  etsiReport,
  validateAttachedCms,
  validateCms,
  validateContainer,
  validateDocument,
  validateEvidenceRecord,
  VALIDATION_POLICIES,
} from '@sealkit/core/validation';
import {
  buildUnanchoredChain,
  checkPath,
  findRevokedEntry,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  verifyCertificateSignature,
  verifyCrl,
  verifyOcsp,
  X509Error,
} from '@sealkit/core/x509';
import { TEST_TIME } from '@sealkit/testkit';
import { mutateArchive, mutateDer, mutateOctets, mutatePackage, mutatePdf } from './mutations.mjs';

/** Half of the changes keep the structure, so that they are read further. */
const sometimes = (structured) => (seed, context) => (context.random() < 0.5 ? structured : mutateOctets)(seed, context);

function optionsOf({ pki }) {
  const anchors = [pki.root.certificate];
  return {
    trust: { signers: anchors, sealMakers: anchors, registers: anchors, timestampAuthorities: anchors, logs: [] },
    policy: VALIDATION_POLICIES.longTerm,
    validationTime: TEST_TIME,
  };
}

/** `{ mutate(seed, { random, other }), read(octets, seeds), errors }` by name. */
export const TARGETS = {
  pdf: {
    mutate: sometimes(mutatePdf),
    errors: [PdfError],
    read: async (octets) => {
      const document = await openPdf(memorySource(octets));
      await walkPageTree(document);
      await firstFreeObjectNumber(document);
      await objectsByText(document);
      await revisionDoubts(document, document.revisions.length);
    },
  },
  document: {
    mutate: sometimes(mutatePdf),
    errors: [PdfError],
    read: async (octets, seeds) => {
      const report = await validateDocument(memorySource(octets), optionsOf(seeds));
      if (report.signatures.length > 0) etsiReport(report);
    },
  },
  cms: {
    mutate: sometimes(mutateDer),
    errors: [],
    read: async (octets, seeds) => {
      const options = optionsOf(seeds);
      await validateCms(octets, { ...options, content: memorySource(seeds.content) });
      await validateAttachedCms(memorySource(octets), options);
    },
  },
  cades: {
    mutate: sometimes(mutateDer),
    seeds: 'cms',
    errors: [CmsError, CadesError],
    read: readCades,
  },
  timestamp: {
    mutate: sometimes(mutateDer),
    errors: [CmsError],
    read: async (octets, { content, pki }) => {
      await verifyTimestampToken(
        octets,
        { algorithm: 'SHA-256', value: await digest('SHA-256', content) },
        { anchors: [pki.root.certificate] },
      );
      await valueOr(CmsError, () => parseTimestampResponse(octets));
      parseTimestampToken(octets);
    },
  },
  certificate: {
    mutate: sometimes(mutateDer),
    errors: [X509Error],
    read: async (octets, { pki }) => {
      const certificate = parseCertificate(octets);
      const [above, root] = [pki.intermediate, pki.root].map(({ certificate: der }) => parseCertificate(der));
      buildUnanchoredChain({ leaf: certificate, candidates: [octets] });
      const policies = { explicit: true, acceptable: ['2.16.840.1.101.3.2.1.48.1'] };
      for (const path of [
        [certificate, above, root],
        [above, certificate, root],
        [above, certificate],
      ])
        checkPath({ certificates: path, links: path.slice(1).map(() => 'valid') }, { at: TEST_TIME, purpose: 'signing', policies });
      await verifyCertificateSignature(certificate, above.spki);
      await verifyCertificateSignature(above, certificate.spki);
    },
  },
  crl: {
    mutate: sometimes(mutateDer),
    errors: [X509Error],
    read: async (octets, { pki }) => {
      const subject = subjectOf(pki);
      const crl = parseCrl(octets);
      findRevokedEntry(crl, subject.certificate);
      await verifyCrl(crl, subject);
    },
  },
  ocsp: {
    mutate: sometimes(mutateDer),
    errors: [X509Error],
    read: (octets, { pki }) => verifyOcsp(parseOcspResponse(octets), subjectOf(pki)),
  },
  container: {
    mutate: mutateArchive,
    errors: [ContainerError],
    read: (octets, seeds) => validateContainer(memorySource(octets), optionsOf(seeds)),
  },
  'evidence-record': {
    mutate: sometimes(mutateDer),
    errors: [CadesError],
    read: async (octets, seeds) => {
      const record = parseEvidenceRecord(octets);
      await readEvidenceRecordCover(record, [{ digest: (algorithm) => digest(algorithm, seeds.content) }]);
      await validateEvidenceRecord(octets, { ...optionsOf(seeds), objects: [memorySource(seeds.content)] });
    },
  },
  'evidence-package': {
    mutate: mutatePackage,
    errors: [],
    read: (octets, seeds) => verifyEvidencePackage(memorySource(octets), optionsOf(seeds)),
  },
};

/** Whom CRLs and OCSP responses are asked about. */
function subjectOf(pki) {
  const [certificate, issuer] = [pki.signers.rsa2048, pki.intermediate].map(({ certificate: der }) => parseCertificate(der));
  return { certificate, issuer };
}

/** Every reader of CMS and CAdES by itself: where one refuses, the next is asked all the same. */
async function readCades(octets) {
  await valueOr(CmsError, () => splitSignedData(memorySource(octets)));
  await valueOr(CmsError, () => encodeSignedDataElements(readSignedDataElements(octets)));
  const signedData = parseSignedData(octets);
  materialOfSignedData(signedData);
  readAtsHashIndex(signedData);
  for (const signerInfo of signedData.signerInfos) {
    await valueOr(CadesError, () => readSigningCertificateReferences(signerInfo));
    await valueOr(CadesError, () => readSignedAssertions(signerInfo));
    const certificate = findSignerCertificate(signerInfo, signedData.certificates);
    if (certificate === undefined) continue;
    await matchSigningCertificate(signerInfo, certificate);
    await verifySignerInfo({ signerInfo, certificate, contentType: signedData.contentType, contentDigest: octets.subarray(0, 32) });
  }
}

async function valueOr(kind, read) {
  try {
    return await read();
  } catch (error) {
    if (error instanceof kind) return undefined;
    throw error;
  }
}
