import type { RegisterDocument } from '../contracts/register-document.ts';
import { ATTESTORS, STORY_SITE } from './event-builders.ts';

/** The AWS account of the story: the embedded AWS has no other. */
const ACCOUNT = '000000000000';

const role = (name: string): string[] => [`arn:aws:iam::${ACCOUNT}:role/${name}`];

/** The register of the shop in the story: who may say what. Every system has a role of its own, and so is a group of its own. */
export const STORY_REGISTER: RegisterDocument = {
  version: 'story.1',
  producers: [
    {
      source: 'shop.refunds',
      roles: role('shop'),
      types: ['refundgate.refund.requested.v1'],
      always: { 'refundgate.refund.requested.v1': ['siteId', 'links.instrument'] },
    },
    {
      source: `carrier.${ATTESTORS.carrier.id}`,
      roles: role('carrier'),
      types: ['refundgate.scan.recorded.v1'],
      attestors: { carrier: [ATTESTORS.carrier.id] },
      evidence: ['carrier_accept', 'carrier_delivered', 'outbound_delivered'],
      delay: 'PT2H',
    },
    {
      source: `dock.${STORY_SITE}`,
      roles: role('dock'),
      types: ['refundgate.scan.recorded.v1'],
      attestors: { sensor: [ATTESTORS.dock.id, ATTESTORS.scale.id] },
      legs: ['return'],
      sites: [STORY_SITE],
      evidence: ['dock', 'weight'],
      delay: 'PT10M',
    },
    {
      source: `wms.${STORY_SITE}`,
      roles: role('wms'),
      types: ['refundgate.scan.recorded.v1'],
      attestors: { site: 'directory' },
      legs: ['return'],
      sites: [STORY_SITE],
      evidence: ['serial', 'condition', 'put_away', 'seen_again'],
      delay: 'P1D',
    },
    {
      source: 'hr.directory',
      roles: role('hr'),
      types: ['refundgate.employee.updated.v1'],
      completeFor: [STORY_SITE],
    },
    {
      source: 'loss.prevention',
      roles: role('loss-prevention'),
      types: [
        'refundgate.subject.flagged.v1',
        'refundgate.subject.cleared.v1',
        'refundgate.subject.shared.v1',
      ],
    },
  ],
};
