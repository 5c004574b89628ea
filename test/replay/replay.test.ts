import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { STORY_START, story } from '../../lib/demo/story.ts';
import { MAX_AHEAD_DAYS } from '../../lib/replay/replay.ts';
import { DAY, DEAR, file, HOUR, START } from '../lab/replay-file.ts';
import { outcomes, read, replayed } from '../lab/replayed.ts';
import { aRegister } from '../registers.ts';

/** The policy that the demo's story is judged by. */
const STORY_POLICY = { ...DEFAULT_POLICY, producers: aRegister() };

describe('a replay', () => {
  it('does what falls due before the next event first, each at its own time', async () => {
    const events = file();
    const lines = await replayed([
      events.refund(0),
      events.refund(2, { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2', customerId: 'c_2' }),
      events.dock(80, 'rma_9'),
    ]);
    expect(
      lines.map(read).map(({ type, time, data }) => [type.split('.').at(-2), data.refundId, time]),
    ).toStrictEqual([
      ['held', 're_1', new Date(START).toISOString()],
      ['held', 're_2', new Date(START + 2 * HOUR).toISOString()],
      ['escalated', 're_1', new Date(START + 3 * DAY).toISOString()],
      ['escalated', 're_2', new Date(START + 3 * DAY + 2 * HOUR).toISOString()],
    ]);
  });

  it('echoes a tick, letter by letter, after all that was due until then', async () => {
    const events = file();
    const tick = events.tick(72);
    const lines = await replayed([events.refund(0), events.tick(71), tick]);
    expect(lines.map((line) => read(line).type.split('.').at(-2))).toStrictEqual([
      'held',
      'ticked',
      'escalated',
      'ticked',
    ]);
    expect(lines.at(-1)).toBe(JSON.stringify(tick));
  });

  it('escalates a case again every day that a file is silent', async () => {
    const events = file();
    const lines = (await replayed([events.refund(0, DEAR), events.tick(24 * 4 + 1)])).map(read);
    expect(lines.map(({ data }) => data.by)).toStrictEqual([
      'policy',
      'timeout',
      'timeout',
      'timeout',
      'timeout',
      undefined,
    ]);
  });

  it('looks hourly at a flagged refund and lets it go once two people have lifted the flag', async () => {
    const events = file();
    expect(
      await outcomes([
        events.flag(0, 'flagged'),
        events.dock(0),
        events.refund(1),
        events.flag(3, 'cleared', 'ana'),
        events.flag(5, 'cleared', 'ben'),
        events.tick(7),
      ]),
    ).toStrictEqual(['held re_1', 'approved re_1', 'ticked']);
  });

  it('answers what does not parse and goes on', async () => {
    const events = file();
    const bad = { ...events.refund(0), time: 'yesterday' };
    const lines = (await replayed(['{', '', '[]', bad, events.dock(0), events.refund(0)])).map(read);
    expect(lines.map(({ type }) => type.split('.').at(-2))).toStrictEqual([
      ...Array.from({ length: 4 }, () => 'rejected'),
      'approved',
    ]);
    expect(lines.map(({ data }) => data.problems?.[0]?.path)).toStrictEqual(['', '', '', 'time', undefined]);
    expect(lines[3]?.data.eventId).toBe(bad.id);
  });

  it('takes a line up to 400 days after the newest one, rejects one beyond, and goes on', async () => {
    const events = file();
    const limit = MAX_AHEAD_DAYS * 24;
    const beyond = { ...events.tick(limit), time: new Date(START + MAX_AHEAD_DAYS * DAY + 1).toISOString() };
    const lines = await replayed([events.tick(0), beyond, events.tick(limit), events.tick(2 * limit)]);
    expect(lines.map((line) => read(line).type.split('.').at(-2))).toStrictEqual([
      'ticked',
      'rejected',
      'ticked',
      'ticked',
    ]);
    expect(read(lines[1] ?? '').data).toMatchObject({
      eventId: beyond.id,
      problems: [
        {
          path: 'time',
          message: `${beyond.time} is more than 400 days after ${new Date(START).toISOString()}, the newest time so far`,
        },
      ],
    });
  });

  it.each(['2099-01-01T00:00:00.000Z', '9999-12-31T23:59:59.000Z'])(
    'is not carried away by one line of %s among those of a day',
    async (time) => {
      const events = file();
      const wrong = { ...events.dock(1, 'rma_9'), time };
      const others = { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2', customerId: 'c_2' };
      expect(
        await outcomes([events.refund(0), wrong, events.dock(2, 'rma_2'), events.refund(2, others)]),
      ).toStrictEqual(['held re_1', `rejected ${wrong.id}`, 'approved re_2']);
    },
  );

  it('takes a first line of any date: there is no earlier line to compare it with', async () => {
    const events = file();
    expect(
      await outcomes([{ ...events.dock(0), time: '9999-12-31T23:59:59.999Z' }, events.refund(0)]),
    ).toStrictEqual(['held re_1']);
  });

  it('does not turn time back for an event that is late', async () => {
    const events = file();
    const lines = (await replayed([events.tick(10), events.refund(2), events.dock(1)])).map(read);
    expect(lines.slice(1).map(({ time }) => time)).toStrictEqual([
      new Date(START + 10 * HOUR).toISOString(),
      new Date(START + 10 * HOUR).toISOString(),
    ]);
    expect(lines[1]?.data.dueAt).toBe(new Date(START + 10 * HOUR + 3 * DAY).toISOString());
  });

  it('writes the same bytes for the same events, and the story is one of them', async () => {
    const events = story().flatMap((scene) => scene.events);
    const once = await replayed(events, STORY_POLICY);
    expect(await replayed(events, STORY_POLICY)).toStrictEqual(once);
    const told = story().flatMap((scene) => scene.events);
    expect(await replayed(told, STORY_POLICY)).toStrictEqual(once);
    expect(once.length).toBeGreaterThan(10);
  });

  it('writes the same however often each event comes', async () => {
    const events = story().flatMap((scene) => scene.events);
    const twice = events.flatMap((event) => (event.type.includes('clock') ? [event] : [event, event]));
    const accepted = async (all: readonly unknown[]) =>
      (await replayed(all, STORY_POLICY)).filter((line) => !line.includes('event.rejected'));
    expect(await accepted(twice)).toStrictEqual(await accepted(events));
  });
});

describe('the story', () => {
  it('ends each scene as it says', async () => {
    const latest = new Map<string, string>();
    const scenes = story();
    expect(scenes[0]?.events[0]?.time).toBe(new Date(STORY_START.getTime() + 7 * 60_000).toISOString());
    for (const [index, { title, expected }] of scenes.entries()) {
      const soFar = scenes.slice(0, index + 1).flatMap(({ events }) => events);
      const lines = await replayed(soFar, STORY_POLICY);
      for (const { type, data } of lines.map(read)) {
        latest.set(data.refundId ?? data.eventId ?? '', type.split('.').at(-2) ?? '');
      }
      const found = Object.keys(expected).map((id) => [id, latest.get(id)]);
      expect(Object.fromEntries(found), title).toStrictEqual(expected);
    }
  });
});
