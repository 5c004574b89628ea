import { requiredCollusion } from '../../../domain/policy/policy.ts';
import { SCAN_TYPE } from '../../../domain/producers/promises.ts';
import type { Producer, Register } from '../../../domain/producers/register.ts';
import { MARKER } from '../parties.ts';
import { MAX_PEOPLE } from '../search.ts';
import { abilityOf, type Place, registerAt } from './place.ts';
import { listedIds, typedVoices, type Voice, voicesOfAccount, voicesOfEmployee } from './voices.ts';

/** Somebody hostile, and every way in which they can sign. */
export interface Player {
  readonly name: string;
  readonly id: string;
  /** Players of one kind can do the same things. */
  readonly kind: string;
  /** True for an employee of the merchant. */
  readonly isEmployee: boolean;
  readonly voices: readonly Voice[];
  /** True for an account that reports employees: it can make made-up ones known. */
  readonly makesKnown: boolean;
}

/** Those who can lie at a place. */
export interface Cast {
  /** The insiders who are not counted: an employee of the site, or one of an organization there. */
  readonly markers: readonly Player[];
  /** Employees of the site, in the order in which they are bribed. */
  readonly employees: readonly Player[];
  /** For each group of sources, the account or the person who can say all that they may say. */
  readonly accounts: readonly Player[];
}

/** Returns those who can lie at a place. */
export function castOf(place: Place): Cast {
  // One more than is demanded: any one of them may be taken for the marker.
  const most = requiredCollusion(place.policy.policy, Number.POSITIVE_INFINITY) + 1;
  const { scanners } = place;
  const register = registerAt(place);
  // Where a source lists employees one by one, the bribed are the first of them.
  const listed = scanners.flatMap((producer) => listedIds(producer, 'site'));
  const employee = (name: string, usualId: string, number: number): Player => {
    const id = listed[number] ?? usualId;
    return {
      name,
      id,
      kind: 'employee',
      isEmployee: true,
      voices: voicesOfEmployee({ scanners, register }, id, most),
      makesKnown: false,
    };
  };
  const employees = Array.from({ length: MAX_PEOPLE }, (_, index) =>
    employee(`accomplice ${index + 1}`, `emp_accomplice_${index + 1}`, index + 1),
  );
  const marker = employee(MARKER.name, MARKER.id, 0);
  return {
    markers: [marker, ...scanners.filter(speaksForOrganization).map((one) => insiderOf(one, register))],
    employees: employees.filter(({ voices }) => voices.length > 0),
    accounts: withoutTwins(accountsAt(place, most), place),
  };
}

function speaksForOrganization(producer: Producer): boolean {
  return listedIds(producer, 'organization').length > 0;
}

/** The marker may work for the organization: then the refund is asked for without a mark of theirs. */
function insiderOf(producer: Producer, register: Register): Player {
  const voices = typedVoices(producer, register, 'own');
  const kind = `insider of ${producer.source}`;
  return {
    name: `${MARKER.name}, who works behind ${producer.source}`,
    id: MARKER.id,
    kind,
    isEmployee: false,
    voices,
    makesKnown: false,
  };
}

interface Account extends Player {
  readonly sources: readonly Producer[];
}

function accountsAt(place: Place, most: number): readonly Account[] {
  const groups = Map.groupBy(registerAt(place).producers, ({ group }) => group);
  return [...groups].flatMap(([group, members]) => {
    const scanning = members.filter(({ types }) => types.includes(SCAN_TYPE));
    const makesKnown = place.directories.some((one) => members.includes(one));
    const voices = voicesOfAccount(scanning, registerAt(place), most);
    if (voices.length === 0 && !makesKnown) return [];
    const names = members.map(({ source }) => source);
    const name = isOnlyCarrier(scanning)
      ? `a bribed driver, or the account, of ${names.join(', ')}`
      : `the account of ${names.join(', ')}`;
    return [
      {
        name,
        id: `account_${group}`,
        kind: `account ${group}`,
        isEmployee: false,
        voices,
        makesKnown,
        sources: scanning,
      },
    ];
  });
}

function isOnlyCarrier(sources: readonly Producer[]): boolean {
  return (
    sources.length > 0 && sources.every(({ attestors = {} }) => Object.keys(attestors).join() === 'carrier')
  );
}

/**
 * Of accounts that can say the same, under other names, no mix has more than `MAX_PEOPLE`. Carriers are no witnesses, so of them one
 * is enough.
 */
function withoutTwins(accounts: readonly Account[], place: Place): readonly Account[] {
  const alike = Map.groupBy(accounts, ({ sources, makesKnown }) =>
    JSON.stringify([
      makesKnown,
      sources.map((one) => [place.scanners.includes(one), abilityOf(one, registerAt(place))]),
    ]),
  );
  return [...alike.values()].flatMap((same) =>
    same.slice(0, same.every(({ sources }) => isOnlyCarrier(sources)) ? 1 : MAX_PEOPLE),
  );
}

/** Returns every mix of this many of those who can lie in addition to the marker. */
export function mixesOf({ employees, accounts }: Cast, size: number): readonly (readonly Player[])[] {
  return Array.from({ length: Math.min(size, employees.length) + 1 }, (_, bribed) =>
    subsetsOf(accounts, size - bribed).map((some) => [...employees.slice(0, bribed), ...some]),
  ).flat();
}

function subsetsOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return all.flatMap((first, index) =>
    subsetsOf(all.slice(index + 1), size - 1).map((others) => [first, ...others]),
  );
}
