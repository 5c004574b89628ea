import { expect, it } from 'vitest';
import type { Store } from '../../lib/app/ports.ts';
import { type Baselines, NO_BASELINES, type PeerGroup } from '../../lib/domain/risk/peer-baselines.ts';
import { HOSTILE_IDS } from './samples.ts';

const CLERKS: PeerGroup = { role: 'clerk', country: 'DE', siteId: 'site_1' };

const BASELINES: Baselines = {
  version: '5f5f5f5f5f5f5f5f',
  day: '2026-11-22',
  groups: {
    clerk: { low: 7000, mid: 5000, falseAttestations: 12 },
    'clerk/DE': { low: 6000, mid: 5000 },
    'clerk/DE/site_1': {},
    'clerk/DE/site_2': { mid: 5000 },
    'clerk/US': { low: 1000 },
    'clerk/US/site_9': { low: 1000 },
  },
};

/** Describes what a store does with employees and what is known of their peers. */
export function describePeers(store: () => Store): void {
  it('lists every employee once, in order', async () => {
    expect(await store().roster()).toStrictEqual([]);
    const ids = [...HOSTILE_IDS, ...Array.from({ length: 100 }, (_, number) => `emp_${number}`)];
    await Promise.all([...ids, 'emp_1', '__proto__'].map((id) => store().enroll(id)));
    expect(await store().roster()).toStrictEqual(ids.toSorted());
  });

  it('lists those who review once, in order, and apart from the other employees', async () => {
    await store().enroll('emp_1');
    expect(await store().reviewers()).toBeUndefined();
    await store().noteInDirectory({ id: 'emp_1', reviews: false });
    expect(await store().reviewers()).toStrictEqual([]);
    const noted = [...HOSTILE_IDS, 'rev_1', 'rev_1'].map((id) => ({ id, reviews: true }));
    await Promise.all([...noted, { id: 'emp_2', reviews: false }].map((one) => store().noteInDirectory(one)));
    expect(await store().reviewers()).toStrictEqual([...HOSTILE_IDS, 'rev_1'].toSorted());
    expect(await store().roster()).toStrictEqual(['emp_1']);
  });

  it('knows nothing of peers before the first snapshot', async () => {
    expect(await store().baselines(CLERKS)).toStrictEqual(NO_BASELINES);
  });

  it('answers a group’s own counts and those around it, and no others', async () => {
    await store().saveBaselines(BASELINES);
    const { clerk = {}, 'clerk/DE': country = {} } = BASELINES.groups;
    const own = { clerk, 'clerk/DE': country, 'clerk/DE/site_1': {} };
    expect(await store().baselines(CLERKS)).toStrictEqual({ ...BASELINES, groups: own });
  });

  it.each([
    [{ siteId: 'site_new' }, ['clerk', 'clerk/DE']],
    [{ siteId: '__proto__' }, ['clerk', 'clerk/DE']],
    [{ country: 'FR' }, ['clerk']],
  ])('answers what is known around a group without peers of its own: %j', async (other, keys) => {
    await store().saveBaselines(BASELINES);
    const { version, groups } = await store().baselines({ ...CLERKS, ...other });
    expect({ version, keys: Object.keys(groups) }).toStrictEqual({ version: BASELINES.version, keys });
  });

  it('replaces a snapshot by the next, whatever groups are gone', async () => {
    await store().saveBaselines(BASELINES);
    const { clerk = {}, 'clerk/DE': country = {} } = BASELINES.groups;
    const next = { version: '6f', day: '2026-11-23', groups: { clerk, 'clerk/DE': country } };
    await store().saveBaselines(next);
    await store().saveBaselines(next);
    expect(await store().baselines(CLERKS)).toStrictEqual(next);
    const us = { ...CLERKS, country: 'US', siteId: 'site_9' };
    expect(await store().baselines(us)).toStrictEqual({ ...next, groups: { clerk } });
  });
}
