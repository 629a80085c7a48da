import { Asn1Error } from './asn1-error.ts';
import { type DerNode, derChildren } from './der-reader.ts';
import { TAGS } from './tags.ts';

type Tagged = Pick<DerNode, 'tagClass' | 'tagNumber'>;

/** True for the universal tag `tagNumber`. */
export function isUniversal(node: Tagged | undefined, tagNumber: number): boolean {
  return node !== undefined && node.tagClass === 'universal' && node.tagNumber === tagNumber;
}

/** True for the context-specific tag `[tagNumber]`. */
export function isContext(node: Tagged | undefined, tagNumber: number): boolean {
  return node !== undefined && node.tagClass === 'context' && node.tagNumber === tagNumber;
}

/** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED` */
export function assertUniversal(node: DerNode, tagNumber: number, constructed: boolean): void {
  if (!isUniversal(node, tagNumber) || node.constructed !== constructed)
    throw new Asn1Error('ASN1_TAG_UNEXPECTED', `expected universal tag ${tagNumber} at ${node.start}, got ${spellTag(node)}`, {
      facts: { offset: node.start },
    });
}

/** The elements of a SEQUENCE. @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED` */
export function readSequence(node: DerNode): readonly DerNode[] {
  assertUniversal(node, TAGS.SEQUENCE, true);
  return derChildren(node);
}

/** The elements of a SET, in the order received. @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED` */
export function readSet(node: DerNode): readonly DerNode[] {
  assertUniversal(node, TAGS.SET, true);
  return derChildren(node);
}

/** The one element inside an explicit tag. @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_FIELD_MISSING` */
export function readExplicit(node: DerNode): DerNode {
  const [inner, ...more] = derChildren(node);
  if (inner === undefined || more.length > 0)
    throw new Asn1Error('ASN1_FIELD_MISSING', `expected exactly one element inside ${spellTag(node)} at ${node.start}`);
  return inner;
}

/** Reads the fields of a SEQUENCE in order, optional ones included, and refuses what is left over. */
export class DerFields {
  readonly #fields: readonly DerNode[];
  readonly #at: number;
  #next = 0;

  constructor(sequence: DerNode) {
    this.#fields = readSequence(sequence);
    this.#at = sequence.start;
  }

  /** The next field, whatever it is. @throws {@link Asn1Error} `ASN1_FIELD_MISSING` */
  any(): DerNode {
    const field = this.#fields[this.#next];
    if (field === undefined)
      throw new Asn1Error('ASN1_FIELD_MISSING', `expected field ${this.#next + 1} in the sequence at ${this.#at}`, {
        facts: { offset: this.#at },
      });
    this.#next += 1;
    return field;
  }

  /** The next field, which must have this universal tag. @throws {@link Asn1Error} `ASN1_FIELD_MISSING`, `ASN1_TAG_UNEXPECTED` */
  take(tagNumber: number): DerNode {
    const field = this.any();
    if (!isUniversal(field, tagNumber))
      throw new Asn1Error('ASN1_TAG_UNEXPECTED', `expected universal tag ${tagNumber} at ${field.start}, got ${spellTag(field)}`, {
        facts: { offset: field.start },
      });
    return field;
  }

  /** The next field if it has this universal tag. */
  takeOptional(tagNumber: number): DerNode | undefined {
    return isUniversal(this.#fields[this.#next], tagNumber) ? this.any() : undefined;
  }

  /** The next field if it is `[tagNumber]`. */
  takeContext(tagNumber: number): DerNode | undefined {
    return isContext(this.#fields[this.#next], tagNumber) ? this.any() : undefined;
  }

  /** The next field without taking it. */
  peek(): DerNode | undefined {
    return this.#fields[this.#next];
  }

  /** The fields not yet taken. */
  rest(): readonly DerNode[] {
    const rest = this.#fields.slice(this.#next);
    this.#next = this.#fields.length;
    return rest;
  }

  /** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED` when a field is left over. */
  end(): void {
    const field = this.#fields[this.#next];
    if (field !== undefined)
      throw new Asn1Error('ASN1_TAG_UNEXPECTED', `expected the end of the sequence at ${field.start}, got ${spellTag(field)}`, {
        facts: { offset: field.start },
      });
  }
}

function spellTag(node: DerNode): string {
  return `${node.tagClass} tag ${node.tagNumber}${node.constructed ? ', constructed' : ''}`;
}
