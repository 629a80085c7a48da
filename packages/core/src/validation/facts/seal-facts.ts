import type { SealPlacement } from '../../pades/index.ts';
import type { CmsFacts } from './cms-facts.ts';
import type { CertificatePathFacts } from './path-facts.ts';

/** The seal statement of a signature, and how the places compare with it. */
export interface SealFacts {
  /** Stable code of why the statement could not be read; null when it could. */
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
}

export interface StatementFacts {
  readonly number: string;
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
  readonly testMaterial: boolean;
}

export interface SealPlaceFacts {
  readonly field: string;
  readonly page: number | null;
  readonly picture: 'equal' | 'different' | 'not-checked';
  /** Stable code of why the picture is different or was not compared. */
  readonly reason: string | null;
  /** Whether the picture is drawn at the statement's size; null where it was not measured. */
  readonly sizeEqual: boolean | null;
  readonly placement: SealPlacement | null;
}

/** A statement's picture that is drawn where its signature did not put it. */
export interface CopiedPicture {
  /** Field of the signature with the statement. */
  readonly seal: string;
  readonly page: number;
  /** `page-content`, the subtype of an annotation, or `Widget`. */
  readonly shownBy: string;
  /** Object of the annotation, `n g`; null for page content. */
  readonly object: string | null;
}
