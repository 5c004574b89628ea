import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../../lib/lab/backtest/page/html.ts';
import { reportPage } from '../../../lib/lab/backtest/page/report-page.ts';
import type { BacktestReport } from '../../../lib/lab/backtest/report.ts';
import { aReport } from './sample-report.ts';

const VOID = new Set(['meta', 'br', 'hr', 'img', 'link', 'input', '!DOCTYPE']);

/** Answers what is wrong with the nesting of a page's tags, and with every sign that is not escaped. */
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
            expect(body, id).toMatch(/<figure role="img" aria-label="[^"]+"><svg [\s\S]*<\/svg><\/figure>/);
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
