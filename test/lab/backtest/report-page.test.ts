import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../../lib/lab/backtest/page/html.ts';
import { reportPage } from '../../../lib/lab/backtest/page/report-page.ts';
import { type BacktestReport, backtestReport } from '../../../lib/lab/backtest/report.ts';
import { textSummary } from '../../../lib/lab/backtest/text-summary.ts';
import { aReport } from './sample-report.ts';

const VOID = new Set(['meta', 'br', 'hr', 'img', 'link', 'input', '!DOCTYPE']);

/** Returns what is wrong with the nesting of a page's tags, and with every sign that is not escaped. */
function faults(page: string): readonly string[] {
  const open: string[] = [];
  const found: string[] = [];
  const tag = /<(\/?)([!A-Za-z][\w:-]*)((?:\s+[\w:-]+(?:\s*=\s*"[^"<]*")?)*)\s*(\/?)>/g;
  const text = page.replace(/<style[^>]*>[\s\S]*?<\/style>/g, '');
  let end = 0;
  for (const match of text.matchAll(tag)) {
    const between = text.slice(end, match.index);
    if (/[<>]/.test(between) || /&(?!(?:amp|lt|gt|quot|#\d+|#x[\da-f]+);)/i.test(between)) {
      found.push(`unescaped: ${between.slice(0, 80)}`);
    }
    end = match.index + match[0].length;
    const [, slash, name = '', , selfClosed] = match;
    if (VOID.has(name) || selfClosed === '/') continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) found.push(`closes ${name} out of turn`);
  }
  return [...found, ...open.map((name) => `never closes ${name}`)];
}

function headingsOf(page: string): readonly string[] {
  return [...page.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, text = '']) => text);
}

/** A report with these bins of calibration, and no others. */
function withBins(
  rows: readonly (readonly [at: number, refunds: number, meanPredicted: number, observed: number])[],
): BacktestReport {
  const { runs, ...rest } = aReport();
  const bins = Array.from({ length: 10 }, (_, index) => {
    const edges = { from: index / 10, to: (index + 1) / 10 };
    const [, refunds, meanPredicted, observed] = rows.find(([at]) => Math.floor(at * 10) === index) ?? [];
    return refunds === undefined || meanPredicted === undefined || observed === undefined
      ? { ...edges, refunds: 0, frauds: 0, meanPredicted: null, observed: null, interval: null }
      : {
          ...edges,
          refunds,
          frauds: refunds * observed,
          meanPredicted,
          observed,
          interval: { low: 0, high: 1 },
        };
  });
  const refunds = bins.reduce((sum, bin) => sum + bin.refunds, 0);
  const calibration = { refunds, bins, worstGap: null, chanceOfGap: null };
  return backtestReport(
    runs.map((run) => ({ ...run, figures: { ...run.figures, calibration } })),
    rest,
  );
}

const HOSTILE = '<script>alert("x")</script>&\'';

function hostile(): BacktestReport {
  return aReport({ policies: [HOSTILE, 'other'] });
}

describe('the check of pages itself', () => {
  it.each(['<p>a < b</p>', '<p><b></p></b>', '<p>', '<p>a & b</p>', '<p title="<">x</p>'])(
    'finds what is wrong in %s',
    (page) => {
      expect(faults(page)).not.toStrictEqual([]);
    },
  );

  it('finds nothing wrong in a good page', () => {
    expect(faults('<!DOCTYPE html><p title="a">a &lt; b <b>&amp;</b><path d="M0 0"/></p>')).toStrictEqual([]);
  });
});

describe('the page of a report', () => {
  it.each([
    ['of one policy', aReport()],
    ['of two policies on two worlds', aReport({ seeds: [7, 8], policies: ['default', 'stricter'] })],
    ['with hostile names', hostile()],
    ['of nothing', { ...aReport(), runs: [], policies: [] }],
  ])('%s is well formed', (_, report) => {
    expect(faults(reportPage(report))).toStrictEqual([]);
  });

  it('loads nothing and runs nothing: no address but the names of SVG, no script, no handler', () => {
    const page = reportPage(aReport({ policies: ['default', 'stricter'] }));
    const addresses = [...page.matchAll(/\b[a-z]+:\/\/[^\s"'<)]+/g)].map(([address]) => address);
    expect(new Set(addresses)).toStrictEqual(
      new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']),
    );
    expect(page).not.toMatch(
      /<(?:script|link|img|iframe|object|image|use)\b|@import|url\(\s*['"]?(?!#)|\son\w+=/i,
    );
  });

  it('shows no foreign text as markup', () => {
    const page = reportPage(hostile());
    expect(page).not.toContain('<script');
    expect(page).toContain(escapeHtml(HOSTILE));
  });

  it('has a plot and a table for every question, and two policies side by side only where there are two', () => {
    const sections = (report: BacktestReport): readonly string[] =>
      [...reportPage(report).matchAll(/<section id="([a-z]+)">([\s\S]*?)<\/section>/g)].map(
        ([, id, body]) => {
          expect(body, id).toMatch(/<h2>[^<]+[.]<\/h2>/);
          if (id !== 'reasons')
            expect(body, id).toMatch(
              /<figure role="img" aria-label="[^"]+"><div class="wide"><svg [\s\S]*<\/svg><\/div><\/figure>/,
            );
          expect(body, id).toContain('<table>');
          return id ?? '';
        },
      );
    const one = ['caught', 'delay', 'insiders', 'calibration', 'methods', 'reasons'];
    expect(sections(aReport())).toStrictEqual(one);
    expect(sections(aReport({ policies: ['default', 'stricter'] }))).toStrictEqual([...one, 'policies']);
  });

  it('says so where no decision carried a probability', () => {
    const report = aReport();
    const calibration = { refunds: 0, bins: [], worstGap: null, chanceOfGap: null };
    const policies = report.policies.map((one) => ({ ...one, calibration }));
    const page = reportPage({ ...report, policies });
    expect(page).toContain('there is nothing to calibrate');
    expect(faults(page)).toStrictEqual([]);
  });

  it('names in each heading the figures of the report', () => {
    const report = aReport();
    const { ranking, staff } = report.runs[0]?.figures ?? {};
    const caught = ((ranking?.gate.caughtAtReference ?? 0) * 100).toFixed(1);
    expect(reportPage(report)).toContain(`of 1,000 refunds hold ${caught} % of the fraud value`);
    expect(reportPage(report)).toContain(
      `on ${staff?.gate.clerks.found} of ${staff?.gate.clerks.people} bribed clerks`,
    );
  });

  it('claims nothing of rows with fewer than 20 refunds, and says how many there are', () => {
    const page = reportPage(
      withBins([
        [0.25, 11, 0.239, 0.545],
        [0.95, 101, 0.985, 0.99],
      ]),
    );
    const section = /<section id="calibration">[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
    expect(headingsOf(section)).toStrictEqual([
      'In the one row above 20 % with enough refunds, the predicted probability and the frauds seen are at most 0.50 percentage points apart; one more row has too few.',
    ]);
    expect(section).toContain('<td>11</td><td>23.9 %</td><td>too few to tell</td><td>–</td>');
    expect(section).not.toContain('54.5');
    expect(headingsOf(reportPage(withBins([[0.25, 19, 0.2, 0.9]])))).toContain(
      'Too few refunds have a predicted probability above 20 % to tell how true it is.',
    );
  });

  it('of a small world claims no share of few frauds, and still is well formed', () => {
    const { runs, ...rest } = aReport();
    const small = runs.map((run) => ({
      ...run,
      figures: {
        ...run.figures,
        population: { ...run.figures.population, frauds: 7 },
        methods: run.figures.methods.map((one) => ({ ...one, frauds: 1 })),
        reasons: run.figures.reasons.map((one) => ({ ...one, escalated: 12 })),
      },
    }));
    const page = reportPage(backtestReport(small, rest));
    expect(faults(page)).toStrictEqual([]);
    const headings = headingsOf(page);
    expect(headings).toContain('7 of the refunds are frauds: too few to tell what share of them is caught.');
    expect(headings).toContain('No method has 20 frauds: too few to tell which is caught least.');
    expect(headings.join(' ')).toContain('only 12 refunds have it, too few to tell how often rightly.');
    expect(headings[0]).toMatch(/^Policy default meets \d of the \d targets that can be judged/);
    expect(page).toContain('not judged: 7 frauds');
  });

  it('counts in its first heading what its first table says', () => {
    const page = reportPage(aReport({ seeds: [7, 8] }));
    const rows = [...page.matchAll(/<td>(✓ met|✓ on average|✗ not met|not judged: [^<]+)<\/td>/g)].map(
      ([, met = '']) => met,
    );
    const [, met, of, average = '0', unjudged = '0'] =
      /meets (\d+) of (?:the )?(\d+) targets(?: that can be judged)?(?:, (\d+) of them on average only)?(?:; (\d+) rest)?/.exec(
        headingsOf(page)[0] ?? '',
      ) ?? [];
    const number = (start: string): number => rows.filter((row) => row.startsWith(start)).length;
    expect(rows).toHaveLength(10);
    expect([met, of, average, unjudged].map(Number)).toStrictEqual([
      number('✓'),
      10 - number('not judged'),
      number('✓ on average'),
      number('not judged'),
    ]);
  });

  it('says which world and which policy a heading is about where there are others', () => {
    const headings = headingsOf(reportPage(aReport({ seeds: [7, 8], policies: ['default', 'stricter'] })));
    const about = headings.filter((heading) =>
      heading.startsWith('In simulated world 7, by policy default: '),
    );
    expect(about).toHaveLength(5);
    expect(headings.filter((heading) => heading.startsWith('By policy default: '))).toHaveLength(1);
    expect(
      headingsOf(reportPage(aReport())).filter((heading) => heading.includes('simulated')),
    ).toStrictEqual([]);
  });

  it('draws each plot for a phone too, with no text below 11 pixels', () => {
    const page = reportPage(aReport({ policies: ['default', 'stricter'] }));
    for (const [size, column] of [
      ['wide', 800],
      ['narrow', 350],
    ] as const) {
      const plots = [
        ...page.matchAll(new RegExp(`<div class="${size}">(<svg width="(\\d+)"[\\s\\S]*?</svg>)`, 'g')),
      ];
      expect(plots).toHaveLength(6);
      for (const [, svg = '', width] of plots) {
        const scale = Math.min(1, column / Number(width));
        const sizes = [...svg.matchAll(/font-size:([\d.]+)px/g)].map(([, px]) => Number(px) * scale);
        expect(sizes.length).toBeGreaterThan(5);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
      }
    }
    expect(page).toMatch(/@media \(max-width: 839px\) \{[\s\S]*\.wide \{ display: none; \}/);
  });

  it('has one name for the insider who knows the policy, and so has the summary', () => {
    const report = aReport();
    const told = `${reportPage(report)}${textSummary(report)}`;
    expect(told).toContain('insider who knows the policy');
    expect(told).not.toMatch(/planner|adaptive/i);
  });

  it('of the same report is the same, plots included', () => {
    expect(reportPage(aReport())).toBe(reportPage(aReport()));
  });
});

it('a template escapes text in it and leaves markup alone', () => {
  const inner = html`<b>${'<i>'}</b>`;
  expect(html`<p title="${'"&\''}">${inner}${[inner]}${7}</p>`.markup).toBe(
    '<p title="&quot;&amp;&#39;"><b>&lt;i&gt;</b><b>&lt;i&gt;</b>7</p>',
  );
});
