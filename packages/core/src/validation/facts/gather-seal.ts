import { type Bytes, decodeBase64, encodeBase64 } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import { isPermittedSigner, parseSealStatement, SealError, type SealInfo, type SealStatement } from '../../seal/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { cmsFactsOf, gatherSigner } from './gather-cms.ts';
import type { GatherContext } from './gather-context.ts';
import { gatherPaths } from './gather-paths.ts';
import type { SealFacts, StatementFacts } from './seal-facts.ts';
import { compareSealPlace } from './seal-picture.ts';
import type { FieldWidget } from './signature-widgets.ts';

export interface SealQuery {
  /** DER of the statement's ContentInfo. */
  readonly statement: Bytes;
  readonly signer: Certificate | undefined;
  readonly widgets: readonly FieldWidget[];
}

/** What the statement says, who made it, whom it permits, and whether every place shows its picture. */
export async function gatherSeal(context: GatherContext, query: SealQuery): Promise<SealFacts> {
  const digest = await digestText('SHA-256', query.statement);
  const anchors = context.options.trust.sealMakers;
  const read = readStatement(query.statement);
  if ('fault' in read) {
    const makerPaths = { certificate: null, anchors: anchors.length, paths: [], withoutAnchor: [] };
    return { fault: read.fault, digest, statement: null, maker: null, makerPaths, signerListed: null, places: [] };
  }
  const { info, signedData, makerSignature } = read.statement;
  const made = await gatherSigner({
    signedData,
    signerInfo: makerSignature,
    kind: 'encapsulated',
    known: context.material.parsedCertificates,
  });
  const places: SealFacts['places'][number][] = [];
  for (const widget of query.widgets) places.push(await compareSealPlace(context.document, widget, info, context.options));
  return {
    fault: null,
    digest,
    statement: statementFacts(read.statement),
    maker: cmsFactsOf(signedData, made.signer),
    makerPaths: await gatherPaths({
      certificate: made.certificate,
      candidates: [...signedData.certificates, ...context.material.certificates],
      anchors,
      pool: context.pool,
    }),
    signerListed: query.signer === undefined ? null : await isPermittedSigner(info.permittedSigners, query.signer.raw),
    places,
  };
}

/** The picture of a statement, from facts. */
export function sealOfFacts({ statement }: SealFacts): Pick<SealInfo, 'picture' | 'widthUm' | 'heightUm'> | undefined {
  if (statement === null) return undefined;
  const { widthUm, heightUm, picture, pictureType } = statement;
  return { widthUm, heightUm, picture: { type: pictureType === 'PNG' ? 'PNG' : 'SVG', bytes: decodeBase64(picture) } };
}

export function readStatement(der: Uint8Array): { readonly statement: SealStatement } | { readonly fault: string } {
  try {
    return { statement: parseSealStatement(der) };
  } catch (error) {
    if (error instanceof SealError) return { fault: error.code };
    throw error;
  }
}

function statementFacts({ info }: SealStatement): StatementFacts {
  return {
    number: info.number,
    kind: info.kind,
    name: info.name,
    ordinal: info.ordinal,
    widthUm: info.widthUm,
    heightUm: info.heightUm,
    validStart: info.validStart.toISOString(),
    validEnd: info.validEnd.toISOString(),
    pictureType: info.picture.type,
    picture: encodeBase64(info.picture.bytes),
    testMaterial: info.testMaterial,
  };
}
