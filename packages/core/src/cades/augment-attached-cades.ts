import type { ByteSource } from '../bytes/index.ts';
import { joinSignedData, splitSignedData } from '../cms/index.ts';
import { augmentCades, type AugmentCadesOptions, type AugmentedCades } from './augment-cades.ts';
import { CadesError } from './cades-error.ts';

export interface AugmentedAttachedCades extends Omit<AugmentedCades, 'cms'> {
  /** The file with what was added; it reads the content from the file that was given. */
  readonly cms: ByteSource;
}

/**
 * Raises the level of a file whose content lies within, of any length that a ContentInfo has: the content is read in pieces
 * and stays where it is, octet by octet. For the rest it does what `augmentCades` does.
 *
 * @throws {@link CadesError} `CADES_CONTENT_MISSING` for a detached signature, and as `augmentCades` does; CmsError.
 * @see ETSI EN 319 122-1 §6
 */
export async function augmentAttachedCades(
  file: ByteSource,
  options: Omit<AugmentCadesOptions, 'content'>,
): Promise<AugmentedAttachedCades> {
  const { detached, content, encapContentInfo } = await splitSignedData(
    file,
    options.signal === undefined ? {} : { signal: options.signal },
  );
  if (content === undefined) throw new CadesError('CADES_CONTENT_MISSING', 'expected a signature that holds its content');
  const raised = await augmentCades(detached, { ...options, content });
  return { ...raised, cms: joinSignedData(raised.cms, encapContentInfo) };
}
