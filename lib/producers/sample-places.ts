import type { Places, SitePlace } from './places.ts';

/** Stands for the merchant's own account, and those of the two companies that run its sites. */
const ACCOUNTS = { own: '111111111111', lille: '222222222222', memphis: '333333333333' } as const;

/** Invented places to start a register from. Every name, account and role in them is to be replaced. */
export const SAMPLE_PLACES: Places = {
  shop: { source: 'shop.returns', roles: [roleOf('returns')] },
  hr: { source: 'hr.directory', roles: [roleOf('hr')] },
  lossPrevention: { source: 'loss.prevention', roles: [roleOf('loss-prevention')] },
  carriers: [
    { id: 'ups', source: 'carrier.ups', roles: [roleOf('ups-tracking')] },
    { id: 'dhl', source: 'carrier.dhl', roles: [roleOf('dhl-tracking')] },
  ],
  sites: [siteOf('lille'), siteOf('memphis')],
};

function roleOf(name: string): string {
  return `arn:aws:iam::${ACCOUNTS.own}:role/${name}`;
}

function siteOf(id: 'lille' | 'memphis'): SitePlace {
  return {
    id,
    dock: {
      source: `dock.${id}`,
      roles: [roleOf(`${id}-dock`)],
      scanners: [`${id}_dock_1`, `${id}_dock_2`],
      scales: [`${id}_scale_1`],
    },
    warehouse: { source: `wms.${id}`, roles: [roleOf(`${id}-wms`)], counters: [`${id}_stock_count`] },
    thirdParty: { id: `${id}_logistics`, source: `3pl.${id}`, accounts: [ACCOUNTS[id]] },
  };
}
