import { decodeBase64 } from '../../bytes/index.ts';
import type { SealInfo } from '../../seal/index.ts';
import type { SealFacts } from './seal-facts.ts';

/** The picture of a statement, from facts. */
export function sealOfFacts({ statement }: SealFacts): Pick<SealInfo, 'picture' | 'widthUm' | 'heightUm'> | undefined {
  if (statement === null) return undefined;
  const { widthUm, heightUm, picture, pictureType } = statement;
  return { widthUm, heightUm, picture: { type: pictureType === 'PNG' ? 'PNG' : 'SVG', bytes: decodeBase64(picture) } };
}
