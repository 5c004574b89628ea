import { eventParser } from '../../contracts/parse-event.ts';
import { quickly } from './quick-parse.ts';

/** Parses events as `parseEvent` does. Valid events parse several times faster: a replay reads millions. */
export const parseQuickly = eventParser(quickly);
