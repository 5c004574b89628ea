import { UnreadableError } from '../../app/unreadable-error.ts';

/** The key of one item in the table. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** Thrown when a stored item is not what this version of the gate writes. Nothing is decided on it. */
export class CorruptItemError extends UnreadableError {
  override readonly name = 'CorruptItemError';
  readonly pk: string;
  readonly sk: string;

  constructor({ pk, sk }: ItemKey, problem: string) {
    super(`The item ${pk} / ${sk} cannot be read: ${problem}.`);
    this.pk = pk;
    this.sk = sk;
  }
}
