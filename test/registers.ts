import { pinPolicy } from '../lib/app/judging/policies.ts';
import type { PinnedPolicy } from '../lib/app/ports.ts';
import {
  judgingHalf,
  type RegisterDocument,
  registerDocumentSchema,
} from '../lib/contracts/register-document.ts';
import { STORY_REGISTER } from '../lib/demo/story-register.ts';
import type { Policy } from '../lib/domain/policy/policy.ts';
import type { Register } from '../lib/domain/producers/register.ts';
import { rulesOnly } from './builders.ts';

/** Changes to the producers of the story, by source; null leaves one out. */
export type RegisterChanges = Readonly<Record<string, object | null>>;

/** The register of the story with changes and more producers, as the schema reads it. */
export function aRegisterDocument(
  changes: RegisterChanges = {},
  more: readonly object[] = [],
): RegisterDocument {
  const producers = STORY_REGISTER.producers.flatMap((one): object[] => {
    const change = changes[one.source];
    return change === null ? [] : [{ ...one, ...change }];
  });
  return registerDocumentSchema.parse({ ...STORY_REGISTER, producers: [...producers, ...more] });
}

/** The same as the judgement reads it. */
export function aRegister(changes: RegisterChanges = {}, more: readonly object[] = []): Register {
  return judgingHalf(aRegisterDocument(changes, more));
}

/** A policy under which only the rules speak, with a register. */
export function byRegister(register: Register, overrides: Partial<Policy> = {}): PinnedPolicy {
  return pinPolicy(rulesOnly({ producers: register, ...overrides }));
}
