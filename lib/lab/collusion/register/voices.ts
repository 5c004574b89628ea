import type { Attestor } from '../../../domain/evidence/scan.ts';
import { ANY_CARRIER, DIRECTORY, type Producer, type Register } from '../../../domain/producers/register.ts';
import { inCapitals, stationOf } from '../identities.ts';
import { HONEST } from '../parties.ts';

/**
 * How somebody comes by a voice: it is their own, with the device left out or not; the login is lent to them; they made the name up; or they type another class
 * or id into a system that lets them; or they key something in at a machine.
 */
export type VoiceKind = 'own' | 'no_device' | 'lent' | 'made_up' | 'typed' | 'keyed';

/** One way to sign a scan: the source that sends it, and the party that it names. */
export interface Voice {
  /** The same for the same voice of another person of the same kind. */
  readonly key: string;
  readonly source: string;
  readonly sent: Attestor;
  readonly kind: VoiceKind;
}

/** Ids of employees that nobody has. */
export const MADE_UP = 'made_up_';

const CAPTURES: readonly Attestor['capture'][] = ['scanned', 'keyed', 'api', undefined];

/** Of each class two ids that a source lists are enough to see if they count twice; there may be hundreds of a kind. */
const MAX_IDS = 2;

/** The classes whose ids are no logins: whoever can type into a system may try them. */
const TYPED: readonly Attestor['class'][] = ['carrier', 'sensor', 'organization', 'system'];

/** Returns an attestor with every field that a producer may promise. */
export function wholeAttestor(
  of: Attestor['class'],
  id: string,
  { deviceId = stationOf(id), capture = 'scanned' }: Partial<Attestor> = {},
): Attestor {
  return { class: of, id, deviceId, sessionId: `session_of_${deviceId}`, capture };
}

/** Returns the ids of a class that a source lists; for all carriers, that of one. */
export function listedIds({ attestors = {} }: Producer, of: Attestor['class']): readonly string[] {
  const ids = attestors[of] ?? [];
  if (ids === DIRECTORY) return [];
  return ids.map((id) => (of === 'carrier' && id === ANY_CARRIER ? HONEST.driver : id));
}

/** Returns true if an employee has a login at a source: where it takes every employee, or lists them. */
function hasLoginAt(producer: Producer, id: string): boolean {
  return producer.attestors?.site === DIRECTORY || listedIds(producer, 'site').includes(id);
}

/**
 * Returns how an employee can sign through the systems of their site. The system signs with the login that is used; only the
 * names of machines, carriers and organizations are typed. At a machine they can only key in.
 */
export function voicesOfEmployee(
  { scanners, register }: { readonly scanners: readonly Producer[]; readonly register: Register },
  id: string,
  mostMadeUp: number,
): readonly Voice[] {
  return scanners.flatMap((producer): readonly Voice[] => {
    if (hasLoginAt(producer, id)) {
      const others = producer.attestors?.site === DIRECTORY ? mostMadeUp : 0;
      return [
        ...ownVoices(producer, id),
        ...madeUpVoices(producer, id, others),
        ...typedVoices(producer, register),
      ];
    }
    const [machine] = listedIds(producer, 'sensor');
    return machine === undefined ? [] : keyedVoices(producer, machine);
  });
}

function ownVoices({ source, attestors }: Producer, login: string): readonly Voice[] {
  const station = stationOf(login);
  const whole = wholeAttestor('site', login);
  const own = (key: string, sent: Attestor): Voice => ({
    key: `${source} ${key}`,
    source,
    sent,
    kind: 'own',
  });
  const { capture: _, ...withoutCapture } = whole;
  return [
    ...CAPTURES.map((capture) =>
      own(`own ${capture ?? ''}`, capture === undefined ? withoutCapture : { ...whole, capture }),
    ),
    { ...own('own without device', { class: 'site', id: login, capture: 'scanned' }), kind: 'no_device' },
    own('own in capitals', { ...whole, id: inCapitals(login) }),
    ...(attestors?.site === DIRECTORY
      ? [
          {
            ...own('lent', wholeAttestor('site', `lent_to_${login}`, { deviceId: station })),
            kind: 'lent',
          } as const,
        ]
      : []),
  ];
}

/** Nobody else lies under a made-up name. It is used on a device that nobody uses otherwise. */
function madeUpVoices({ source }: Producer, by: string, most: number): readonly Voice[] {
  return Array.from({ length: most }, (_, index) => ({
    key: `${source} made up ${index}`,
    source,
    sent: wholeAttestor('site', `${MADE_UP}${index}_by_${by}`),
    kind: 'made_up',
  }));
}

/** A machine says that something was keyed in, or does not say how it was captured. */
function keyedVoices({ source }: Producer, machine: string): readonly Voice[] {
  const { capture: _, ...silent } = wholeAttestor('sensor', machine);
  return [silent, { ...silent, capture: 'keyed' as const }].map((sent) => ({
    key: `${source} keyed ${'capture' in sent ? 'says so' : ''}`,
    source,
    sent,
    kind: 'keyed',
  }));
}

/**
 * Returns the voices that are typed: ids of every class, those that the source lists, those of others, and one that nobody lists.
 * The gate says which of them the register lets through. An organization speaks through its interface too.
 */
export function typedVoices(
  producer: Producer,
  { producers }: Register,
  kind: VoiceKind = 'typed',
): readonly Voice[] {
  const { source } = producer;
  return TYPED.flatMap((of) => {
    const others = producers.flatMap((one) => listedIds(one, of)).slice(0, MAX_IDS);
    const ids = new Set([...listedIds(producer, of).slice(0, MAX_IDS), ...others, `unlisted_${of}`]);
    const captures = of === 'organization' ? (['api', 'scanned'] as const) : (['scanned'] as const);
    return [...ids].flatMap((id) =>
      captures.map((capture) => ({
        key: `${source} ${of} ${id} ${capture}`,
        source,
        sent: wholeAttestor(of, id, { capture }),
        kind,
      })),
    );
  });
}

/** Returns everything that an account of these sources can try to sign: of employees, as many as can be demanded. */
export function voicesOfAccount(
  senders: readonly Producer[],
  register: Register,
  mostEmployees: number,
): readonly Voice[] {
  return senders.flatMap((producer) => {
    const { source } = producer;
    const colleagues = Array.from({ length: mostEmployees }, (_, index) => `emp_colleague_${index + 1}`);
    const listed = listedIds(producer, 'site').slice(0, mostEmployees);
    return [
      ...(listed.length > 0 ? listed : colleagues).map(
        (id): Voice => ({ key: `${source} ${id}`, source, sent: wholeAttestor('site', id), kind: 'typed' }),
      ),
      ...typedVoices(producer, register),
    ];
  });
}
