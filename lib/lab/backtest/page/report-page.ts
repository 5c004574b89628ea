import { formatFigure } from '../format-figure.ts';
import type { BacktestReport, PolicyReport, RunReport } from '../report.ts';
import type { TargetResult } from '../targets.ts';
import { calibrationSection } from './calibration-section.ts';
import { captureSection } from './capture-section.ts';
import { delaySection } from './delay-section.ts';
import { html, type Markup, table, trusted } from './html.ts';
import { insiderSection } from './insider-section.ts';
import { methodSection } from './method-section.ts';
import { policiesSection } from './policies-section.ts';
import { reasonSection } from './reason-section.ts';
import { type Section, type ShownRuns, sectionMarkup } from './section.ts';
import { STYLE } from './style.ts';
import { count, percent } from './words.ts';

/**
 * Returns a report as one HTML page that opens from disk: plots are inline SVG, there is no script, and nothing is
 * loaded from anywhere. With several worlds the plots show the first; the calibration is over all of them.
 */
export function reportPage(report: BacktestReport): string {
  const shown = shownRuns(report);
  const ofFirst = (section: Section): Section => ({ ...section, ...aboutFirst(report, shown) });
  const sections =
    shown === undefined
      ? []
      : [
          ofFirst(captureSection(shown)),
          ofFirst(delaySection(shown)),
          ofFirst(insiderSection(shown)),
          calibrationSection(report.policies),
          ofFirst(methodSection(shown, report.baseCurrency)),
          ofFirst(reasonSection(shown)),
          ...(shown.length > 1
            ? [{ ...policiesSection(shown), ...aboutFirst(report, shown.slice(0, 1)) }]
            : []),
        ];
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Refund gate: backtest</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>Backtest of the refund gate</h1>
${shown === undefined ? html`<p>Nothing was played.</p>` : lead(report, shown)}
</header>
${report.policies.map((policy) => targetsMarkup(policy, report))}
${sections.map(sectionMarkup)}
<footer><p>Every figure of this page is in report.json beside it.</p></footer>
</main>
</body>
</html>
`.markup;
}

function shownRuns({ runs }: BacktestReport): ShownRuns | undefined {
  const [first, ...others] = runs;
  if (first === undefined) return undefined;
  return [first, ...others.filter(({ world }) => world === first.world)];
}

/** Returns what a section's sentence is about: nobody should read it as about all worlds, or about both policies. */
function aboutFirst(
  { runs }: BacktestReport,
  shown: readonly RunReport[] | undefined,
): Pick<Section, 'about'> {
  const [first] = shown ?? [];
  if (first === undefined) return {};
  const severalWorlds = runs.some(({ world }) => world !== first.world);
  const parts = [
    ...(severalWorlds ? [`in ${first.world}`] : []),
    ...((shown ?? []).length > 1 ? [`by policy ${first.policy.name}`] : []),
  ];
  const about = parts.join(', ');
  return about === '' ? {} : { about: about.charAt(0).toUpperCase() + about.slice(1) };
}

function lead(report: BacktestReport, [first, ...others]: ShownRuns): Markup {
  const { scoredFromDay, days, refunds, frauds, fraudValueMinor, valueMinor } = first.figures.population;
  const worlds = new Set(report.runs.map(({ world }) => world));
  const several =
    worlds.size > 1
      ? `Figures over all and the worst are of ${worlds.size} worlds, and so is the calibration; the other plots show the first. `
      : '';
  const desk =
    report.reviewsPerDay === null
      ? 'Reviewers take up every case at once.'
      : `Reviewers take up ${count(report.reviewsPerDay)} refunds a day, the most expensive first.`;
  const value = valueMinor === 0 ? null : fraudValueMinor / valueMinor;
  return html`<p>${first.world}: ${count(refunds)} refunds of days ${scoredFromDay} to ${days} are scored, ${count(frauds)} of them frauds
(${percent(value)} of the value); what came before is history for the model to learn from. ${several}${desk}</p>
<ul>${[first, ...others].map(
    ({ policy }) => html`<li>Policy <b>${policy.name}</b>: version ${policy.version}, ${policy.hash}</li>`,
  )}</ul>`;
}

function targetsMarkup({ policy, targets }: PolicyReport, { runs }: BacktestReport): Markup {
  const worlds = runs.filter((run: RunReport) => run.policy.name === policy.name).length;
  const head = worlds > 1 ? ['over all', 'worst'] : ['measured'];
  return html`<section>
<h2>${targetsSentence(policy.name, targets)}</h2>
<div class="targets">${table(
    ['figure', 'target', ...head, 'met'],
    targets.map((target) => targetRow(target, worlds > 1)),
  )}</div>
</section>
`;
}

function targetsSentence(name: string, targets: readonly TargetResult[]): string {
  const number = (...met: readonly TargetResult['met'][]): number =>
    targets.filter((target) => met.includes(target.met)).length;
  const unjudged = number('not judged');
  const average = number('on average');
  const of = unjudged === 0 ? `${targets.length}` : `the ${targets.length - unjudged}`;
  return [
    `Policy ${name} meets ${number('yes', 'on average')} of ${of} targets`,
    ...(unjudged === 0 ? [] : [' that can be judged']),
    ...(average === 0 ? [] : [`, ${average} of them on average only`]),
    ...(unjudged === 0 ? [] : [`; ${unjudged} rest on fewer than 20 people, frauds or refunds`]),
    '.',
  ].join('');
}

function targetRow(target: TargetResult, several: boolean): readonly string[] {
  const { label, format, bound, limit, overall, worst, met } = target;
  const figures = (several ? [overall, worst] : [overall]).map((value) => formatFigure(value, format));
  const few = met === 'not judged' ? `: ${target.count} ${target.counts}` : '';
  return [label, `${SIGNS[bound]} ${formatFigure(limit, format)}`, ...figures, `${MET[met]}${few}`];
}

const SIGNS = { 'at least': '≥', 'at most': '≤' } as const;

const MET: Readonly<Record<TargetResult['met'], string>> = {
  yes: '✓ met',
  'on average': '✓ on average',
  no: '✗ not met',
  'not judged': 'not judged',
};
