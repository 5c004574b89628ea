import { placeIn, placeText, type QueueRow } from '../contracts/queue-answer.ts';
import { formatMoney } from '../domain/shared/money.ts';
import { visibleJson, visibleText } from '../domain/shared/visible-text.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS } from './connection.ts';
import { deskOf } from './desk.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

/** `refund-gate queue`. */
export const queueVerb: Verb = {
  usage: 'queue [--after PLACE] [--json]',
  summary: 'lists the refunds that wait for people, the largest expected loss first',
  help: [
    'One page has 25 refunds; the last line on stderr says how to see the next ones.',
    '',
    '  --after PLACE    the page after this place of the queue',
    '  --as PERSON      only on a gate on this machine: also say what this person may not decide',
    '  --json           one refund a line, as JSON',
    ...CONNECTION_HELP,
  ],
  run: async (args) => {
    const parsed = parseArguments(args, {
      options: {
        ...CONNECTION_OPTIONS,
        as: { type: 'string' },
        after: { type: 'string' },
        json: { type: 'boolean' },
      },
      words: [0, 0],
    });
    const text = parsed.option('after');
    const after = placeIn(text);
    if (text !== undefined && after === undefined) {
      throw new UsageError(
        `--after takes a place as this verb prints it, such as 104800.re_1, got "${text}"`,
      );
    }
    const desk = await deskOf(parsed);
    const { rows, next } = await desk.queue(after);
    for (const row of rows) {
      process.stdout.write(`${parsed.flag('json') ? visibleJson(row) : visibleText(lineOf(row))}\n`);
    }
    if (rows.length === 0) say('Nothing is waiting for a decision.');
    if (next !== undefined) say(`More: refund-gate queue --after ${placeText(next)}`);
    return 0;
  },
};

function lineOf({ refundId, details, decideBy = 'no time set', taken, why }: QueueRow): string {
  const facts =
    details === undefined
      ? why === undefined
        ? ['its data cannot be read']
        : []
      : [
          details.expectedLoss === null ? 'loss not known' : `loss ${formatMoney(details.expectedLoss)}`,
          formatMoney(details.amount),
          details.claim,
          `site ${details.siteId ?? 'none'}`,
        ];
  return [
    refundId,
    ...facts,
    `decide by ${decideBy}`,
    ...(taken === undefined ? [] : [`taken by ${taken.by}`]),
    ...(why === undefined ? [] : [`not for you: ${why}`]),
  ].join('  ');
}
