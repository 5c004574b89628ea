import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { sha256 } from '../../app/digest.ts';
import { scanSchema } from '../../contracts/stored-shapes.ts';
import { type Attestor, compareScans, type Scan, type Trail } from '../../domain/evidence/scan.ts';
import { type Item, itemReader, jsonValue } from './item-reader.ts';
import { type FieldOrder, isRecord, pack, unpack, withField } from './packed.ts';

const SCAN_PREFIX = 's:';

const SCAN_ORDER: FieldOrder<Scan> = {
  key: true,
  at: true,
  attestor: true,
  step: true,
  disposition: true,
  eventId: true,
  grams: true,
  serials: true,
  delivery: true,
  photos: true,
  voids: true,
  id: true,
  correctedFrom: true,
  takenAt: true,
};

const ATTESTOR_ORDER: FieldOrder<Attestor> = {
  class: true,
  id: true,
  deviceId: true,
  capture: true,
  sessionId: true,
  spelled: true,
};

/** Returns the name of a scan's attribute: a hash of its key, because a key can have 300 characters. */
export function scanAttribute({ key }: Scan): string {
  return `${SCAN_PREFIX}${sha256(key).slice(0, 24)}`;
}

/** Returns a scan as an attribute. Its id is left out when the key ends with it, as it does unless it has a space. */
export function scanToValue(scan: Scan): AttributeValue {
  const attestor = pack(ATTESTOR_ORDER, scan.attestor);
  return jsonValue(pack(SCAN_ORDER, { ...scan, attestor, id: idIn(scan.key) === scan.id ? null : scan.id }));
}

/**
 * Returns the scan of one attribute.
 * @throws CorruptItemError when the attribute holds no scan.
 */
export function scanFromItem(item: Item, attribute: string): Scan {
  return itemReader(item).json(attribute, scanSchema, (list) => {
    const scan = withField(unpack(SCAN_ORDER, list), 'attestor', (one) => unpack(ATTESTOR_ORDER, one));
    return isRecord(scan) && typeof scan['key'] === 'string' ? { id: idIn(scan['key']), ...scan } : scan;
  });
}

/**
 * Returns all scans an item holds, in order.
 * @throws CorruptItemError when an attribute holds no scan.
 */
export function scansFromItem(item: Item): readonly Scan[] {
  const attributes = Object.keys(item).filter((name) => name.startsWith(SCAN_PREFIX));
  return attributes.map((name) => scanFromItem(item, name)).toSorted(compareScans);
}

/**
 * Returns the trail an item holds.
 * @throws CorruptItemError when the item holds no trail.
 */
export function trailFromItem(item: Item): Trail {
  const read = itemReader(item);
  const orderId = read.optionalText('orderId');
  return {
    version: read.count('version'),
    scans: scansFromItem(item),
    overflowed: read.truth('overflowed'),
    conflicted: read.truth('conflicted'),
    ...(orderId === undefined ? {} : { orderId }),
  };
}

function idIn(key: string): string {
  return key.slice(key.lastIndexOf(' ') + 1);
}
