import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import { createVerifierKey, type NoteSigner, type VerifierKey } from '@sealkit/core/evidence';
import type { TimestampAuthority } from '@sealkit/core/ports';

/** The Ed25519 key of the logs; the private half is wherever the function says. */
export interface LogSigner {
  /** 32 octets. */
  readonly publicKey: Uint8Array;
  /** The Ed25519 value over exactly these octets. */
  readonly sign: NoteSigner['sign'];
}

/** Somebody else who sees that a log only grows, and says so. @see C2SP tlog-witness */
export interface LogWitness {
  /** Of type `cosignature/v1`. */
  readonly key: VerifierKey;
  /** Signature lines of the checkpoint, as C2SP tlog-witness answers them. */
  cosign(request: CosignRequest, options?: CallOptions): Promise<string>;
}

export interface CosignRequest {
  /** The note as the log signed it. */
  readonly checkpoint: string;
  /** The consistency proof from the size that the witness saw last; none from 0. */
  readonly proveSince: (size: number) => Promise<readonly Bytes[]>;
}

export interface TransparencyLogConfig {
  /** Names all logs of this deployment, a URL without scheme and without a slash at the end; each tenant's log is `<origin>/<tenant>`. */
  readonly origin: string;
  readonly signCheckpoint: LogSigner;
  readonly witnesses?: readonly LogWitness[];
  /** Asked for a token over the SHA-256 of every checkpoint's text; one that does not verify is not kept. */
  readonly timestampAuthority?: TimestampAuthority;
  /** DER of the anchors that its certificate has to lead to; the chain is not judged without them. */
  readonly timestampAnchors?: readonly Bytes[];
  /** How long new events may wait for a checkpoint, in milliseconds; 10 000 where absent. */
  readonly checkpointEveryMs?: number;
}

/** @throws TypeError naming the argument. */
export function assertLogConfig({ origin, signCheckpoint, witnesses = [], checkpointEveryMs }: TransparencyLogConfig): void {
  if (!/^[^\s+/][^\s+]*(?<!\/)$/.test(origin))
    throw new TypeError(`transparencyLog.origin: expected a URL without scheme, got '${origin}'`);
  if (typeof signCheckpoint.sign !== 'function' || signCheckpoint.publicKey.length !== 32)
    throw new TypeError('transparencyLog.signCheckpoint: expected an Ed25519 public key of 32 octets and a function that signs');
  if (witnesses.some(({ key }) => key.type !== 'cosignature/v1'))
    throw new TypeError('transparencyLog.witnesses: expected keys of type cosignature/v1');
  if (checkpointEveryMs !== undefined && !(checkpointEveryMs >= 0))
    throw new TypeError(`transparencyLog.checkpointEveryMs: expected milliseconds, got ${checkpointEveryMs}`);
}

/** Name of a tenant's log: the first line of its checkpoints and the name of its key. */
export function logOrigin({ origin }: Pick<TransparencyLogConfig, 'origin'>, tenant: string): string {
  return `${origin}/${encodeURIComponent(tenant)}`;
}

/** The key that verifies the checkpoints of a tenant's log: what a host gives to whoever is to check its proofs. */
export async function logVerifierKey(
  config: { readonly origin: string; readonly signCheckpoint: Pick<LogSigner, 'publicKey'> },
  tenant: string,
): Promise<VerifierKey> {
  return createVerifierKey({ name: logOrigin(config, tenant), type: 'ed25519', publicKey: config.signCheckpoint.publicKey });
}

/** Signs the notes of a tenant's log. */
export async function logNoteSigner(config: TransparencyLogConfig, tenant: string): Promise<NoteSigner> {
  const { sign } = config.signCheckpoint;
  return { key: await logVerifierKey(config, tenant), sign };
}
