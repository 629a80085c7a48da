import type { SealPlacement } from '../../pades/index.ts';
import type { CertificatePathFacts } from './path-facts.ts';
import type { CmsFacts } from './cms-facts.ts';

/** The seal statement of a signature, and how the places compare with it. */
export interface SealFacts {
  /** Null when the statement could be read. */
  readonly fault: string | null;
  /** SHA-256 of the statement's DER, `sha256:<hex>`. */
  readonly digest: string;
  readonly statement: StatementFacts | null;
  /** The maker's signature over the statement. */
  readonly maker: CmsFacts | null;
  readonly makerPaths: CertificatePathFacts;
  /** Whether the signer's certificate is on the statement's list; null when either is missing. */
  readonly signerListed: boolean | null;
  readonly places: readonly SealPlaceFacts[];
  readonly signerIsTestMaterial: boolean;
}

export interface StatementFacts {
  readonly number: string;
  readonly version: number;
  readonly kind: string;
  readonly name: string;
  readonly ordinal: number;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly validStart: string;
  readonly validEnd: string;
  readonly pictureType: string;
  /** Base64. */
  readonly picture: string;
  /** Whether the statement carries the mark of test material. */
  readonly testMaterial: boolean;
  /** Whether the face itself says so. */
  readonly faceSaysTest: boolean | null;
}

export interface SealPlaceFacts {
  readonly field: string;
  readonly page: number | null;
  readonly picture: 'equal' | 'different' | 'not-checked';
  /** Stable code of why the picture is different or was not compared. */
  readonly reason: string | null;
  /** Size on the page in micrometres; null where it cannot be measured. */
  readonly widthUm: number | null;
  readonly heightUm: number | null;
  readonly placement: SealPlacement | null;
}
