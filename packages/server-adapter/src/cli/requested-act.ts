import type { ByteSource } from '@sealkit/core/bytes';
import {
  assertOpen,
  type FramePage,
  findSignatureFields,
  readDocumentFrame,
  rectToPlacement,
  type RequestedAct,
  type SealPlacement,
  type SignatureField,
  walkFieldTree,
} from '@sealkit/core/pades';
import { openPdf, type PdfDocument } from '@sealkit/core/pdf';
import { type Appearance, faceOf, placementOn, readAppearance } from './appearance.ts';
import { CliError, EXIT, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole } from './input-files.ts';
import { choice, type OptionRules, type ParsedArguments } from './parse-arguments.ts';

export const ACT_OPTIONS = {
  '--field': 'value',
  '--reason': 'value',
  '--location': 'value',
  '--contact': 'value',
  '--name': 'value',
  '--image': 'value',
  '--page': 'value',
  '--rect': 'value',
  '--unit': 'value',
  '--rotate': 'value',
  '--certify': 'value',
  '--lock': 'value',
} as const satisfies OptionRules;

/** What is asked of every file alike. */
export interface ActRequest {
  readonly field: string | undefined;
  readonly appearance: Appearance | undefined;
  readonly dictionary: Pick<RequestedAct, 'reason' | 'location' | 'contactInfo' | 'name' | 'certify' | 'lock'>;
}

const CERTIFY = { '1': 1, '2': 2, '3': 3 } as const;

/** @throws CliError (64) */
export function readActRequest(options: ParsedArguments): ActRequest {
  const certify = options.value('--certify');
  const lock = options.value('--lock');
  return {
    field: options.value('--field'),
    appearance: readAppearance(options),
    dictionary: {
      ...text('reason', options.value('--reason')),
      ...text('location', options.value('--location')),
      ...text('contactInfo', options.value('--contact')),
      ...text('name', options.value('--name')),
      ...(certify === undefined ? {} : { certify: CERTIFY[choice('--certify', certify, ['1', '2', '3'])] }),
      ...(lock === undefined ? {} : { lock: readLock(lock) }),
    },
  };
}

/** How a document is opened. */
export interface Opening {
  readonly io: CommandIo;
  readonly password?: string;
}

/** The act for one document: its field, and its place in micrometres. */
export async function requestedActFor(source: ByteSource, request: ActRequest, opening: Opening): Promise<RequestedAct> {
  const { io, password } = opening;
  const { appearance, dictionary } = request;
  const document = await openPdf(source, { signal: io.signal, ...(password === undefined ? {} : { password }) });
  // Names of fields are strings: without the password none would be found.
  assertOpen(document);
  const { fields } = await walkFieldTree(document, { signal: io.signal });
  const names = new Set(fields.map(({ name }) => name));
  const name = request.field ?? freeName(names);
  const kind = names.has(name) ? 'prepared' : 'new';
  if (appearance === undefined) return { places: [], face: null, invisibleField: { kind, name }, ...dictionary };
  const placement = await placementFor({ document, source, name, appearance, opening });
  const face = faceOf(await readWhole(appearance.image, io), placement);
  return { places: [{ placement, field: { kind, name } }], face, ...dictionary };
}

interface PlacementQuery {
  readonly document: PdfDocument;
  readonly source: ByteSource;
  readonly name: string;
  readonly appearance: Appearance;
  readonly opening: Opening;
}

async function placementFor(query: PlacementQuery): Promise<SealPlacement> {
  const { place } = query.appearance;
  if (place !== undefined) return placementOn(place, () => framePage(query, place.page));
  const fields = await findSignatureFields(query.document, { signal: query.opening.io.signal });
  const { page, rect } = shownWidget(
    fields.find((field) => field.name === query.name),
    query.name,
  );
  return rectToPlacement(rect, page, await framePage(query, page));
}

function shownWidget(field: SignatureField | undefined, name: string) {
  const [widget] = field?.widgets ?? [];
  if (widget === undefined || widget.page === null || widget.rect === null)
    throw new CliError(
      'PAGE_MISSING',
      `field ${name}: expected an existing field with a place on a page, or --page and --rect`,
      EXIT.notProcessed,
    );
  return { page: widget.page, rect: widget.rect };
}

/** The page's geometry. The document's digest is not wanted here, and not computed. */
async function framePage({ source, opening }: PlacementQuery, index: number): Promise<FramePage> {
  const { io, password } = opening;
  const frame = await readDocumentFrame(source, {
    algorithm: 'SHA-256',
    mode: 'direct',
    digest: 'not computed',
    pages: [index],
    signal: io.signal,
    ...(password === undefined ? {} : { password }),
  });
  const page = frame.pages.find((candidate) => candidate.index === index);
  if (page === undefined) throw new CliError('PAGE_MISSING', `expected page ${index} in the document`, EXIT.notProcessed);
  return page;
}

/** `Signature<k>` with the lowest k that is free, also as the beginning of a qualified name. */
function freeName(names: ReadonlySet<string>): string {
  const taken = new Set(Array.from(names, (name) => name.split('.', 1)[0]));
  for (let index = 1; ; index += 1) if (!taken.has(`Signature${index}`)) return `Signature${index}`;
}

const LOCK = /^(?:all|(include|exclude):(.+))$/;

function readLock(value: string): NonNullable<RequestedAct['lock']> {
  const match = LOCK.exec(value);
  if (match === null) throw usageError(`--lock: expected all, include:A,B or exclude:A,B, got ${value}`, 'OPTION_VALUE_MALFORMED');
  const [, action, list] = match;
  if (action === undefined) return { action: 'All', fields: [] };
  const fields = (list ?? '').split(',').filter((name) => name !== '');
  if (fields.length === 0) throw usageError('--lock: expected at least one field name', 'OPTION_VALUE_MALFORMED');
  return { action: action === 'include' ? 'Include' : 'Exclude', fields };
}

function text<K extends string>(key: K, value: string | undefined): { readonly [name in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]?: string });
}
