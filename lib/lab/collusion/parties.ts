/** What a party can do at all: the scans of a site login, of a carrier's handheld, or of a customer. */
export type PartyKind = 'site' | 'carrier' | 'customer';

/** Somebody in the world of the search. */
export interface Party {
  /** The name in the list of an attack. */
  readonly name: string;
  /** The id they vouch under. A second login counts as theirs only on the device that they use themselves. */
  readonly id: string;
  readonly kind: PartyKind;
}

/** Always hostile, and never counted: the false return is theirs. */
export const CUSTOMER: Party = { name: 'the customer', id: 'c_1', kind: 'customer' };

/** The device the customer orders from; the gate knows it from the request's links. */
export const CUSTOMER_DEVICE = 'dev_customer';

/**
 * Another person's site login that the customer got hold of. The customer uses it on their own device; used
 * elsewhere, it is its owner's lie.
 */
export const BORROWED_LOGIN = 'emp_borrowed';

/** The one insider who is not counted: they say that the goods came back. */
export const MARKER: Party = { name: 'the marker', id: 'emp_marker', kind: 'site' };

/** Honest people and sensors; none of them knows that they are being used. */
export const HONEST = {
  driver: 'carrier_1',
  dock: 'dock_1',
  scale: 'scale_1',
  receiver: 'emp_receiver',
  inspector: 'emp_inspector',
  stower: 'emp_stower',
  supervisor: 'emp_supervisor',
} as const;

/** A name that no employee has, as the marker of a return. */
export const MADE_UP_MARKER = 'made_up_marker';

/** The name of a program that marks returns. The directory knows it as one. */
export const PROGRAM = 'returns_app';

/**
 * An inspection machine with a keyboard. What is keyed in at it, or at the dock's scanner, is the word of the
 * person who keys it.
 */
export const INSPECTION_MACHINE = 'machine_1';

/**
 * Returns every mix of accomplices of this size. Inspector, stower, dock operator and supervisor are one kind:
 * the gate asks who vouches and how, never for a job title, so each of them can make every scan of a site.
 */
export function coalitionsOf(people: number): readonly (readonly Party[])[] {
  return Array.from({ length: people + 1 }, (_, drivers) => [
    ...Array.from(
      { length: people - drivers },
      (_unused, index): Party => ({
        name: `accomplice ${index + 1}`,
        id: `emp_accomplice_${index + 1}`,
        kind: 'site',
      }),
    ),
    ...Array.from(
      { length: drivers },
      (_unused, index): Party => ({
        name: `bribed driver ${index + 1}`,
        id: `carrier_bribed_${index + 1}`,
        kind: 'carrier',
      }),
    ),
  ]);
}
