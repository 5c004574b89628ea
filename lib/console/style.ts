/** The style sheet of all pages. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#c9ced6, #3b424d); --faint: light-dark(#565d68, #a7afbb);
  --link: light-dark(#0b57a4, #8ec2ff); --panel: light-dark(#f4f6f8, #1d2127); --bad: light-dark(#a1260d, #ff9d8a);
  --good: light-dark(#17663a, #7fd6a3); --paper: light-dark(#fff, #14171b); --ink: light-dark(#171a1f, #e8ebef); }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 80rem; padding: 0 1rem 3rem; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible, summary:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.2rem 0 .6rem; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem; }
p, li, dd, td, th { overflow-wrap: anywhere; }
.faint { color: var(--faint); font-size: .9rem; }
.bad { color: var(--bad); } .good { color: var(--good); }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; }
header { align-items: center; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; padding: .6rem 0; }
header .name { color: inherit; font-weight: 700; text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
nav a[aria-current] { color: inherit; font-weight: 600; }
.who { align-items: center; display: flex; gap: .6rem; margin-left: auto; }
.row { align-items: end; display: flex; flex-wrap: wrap; gap: .5rem .8rem; margin: .6rem 0; }
label { display: inline-flex; flex-direction: column; font-size: .9rem; gap: .1rem; max-width: 100%; }
label.wide { display: flex; }
label.line { align-items: baseline; flex-direction: row; font-size: 1rem; gap: .5rem; }
input, select, textarea, button { color: inherit; font: inherit; max-width: 100%; }
input, select, textarea { background: var(--paper); border: 1px solid var(--faint); border-radius: 4px; padding: .35rem .5rem; }
input[type="radio"], input[type="checkbox"] { height: 1.1rem; width: 1.1rem; }
textarea { min-height: 5rem; width: 100%; }
button, .button { background: var(--link); border: 1px solid var(--link); border-radius: 4px; color: var(--paper); cursor: pointer; display: inline-block;
  min-height: 2.4rem; padding: .4rem .9rem; text-decoration: none; }
button.quiet { background: none; color: var(--link); }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: .8rem 0; padding: .6rem 1rem; }
fieldset label.line { display: flex; padding: .2rem 0; }
table { border-collapse: collapse; width: 100%; }
th { overflow-wrap: normal; }
caption { color: var(--faint); font-size: .9rem; text-align: left; }
th, td { border-bottom: 1px solid var(--line); padding: .45rem .6rem .45rem 0; text-align: left; vertical-align: top; }
.panel { background: var(--panel); border-left: 4px solid var(--link); border-radius: 4px; margin: .8rem 0; padding: .6rem 1rem; }
.panel.warning { border-color: var(--bad); }
.verdict { font-size: 1.15rem; font-weight: 600; }
dl { display: grid; gap: .15rem 1rem; grid-template-columns: max-content 1fr; margin: .4rem 0; }
dt { color: var(--faint); } dd { margin: 0; }
.weights { list-style: none; padding: 0; }
.weights li { border-bottom: 1px solid var(--line); padding: .35rem 0; }
.weights svg { display: block; height: .5rem; width: 100%; max-width: 22rem; }
.weights .contra rect { fill: var(--bad); } .weights .pro rect { fill: var(--good); }
.timeline { border-left: 2px solid var(--line); list-style: none; margin: .4rem 0 .4rem .4rem; padding: 0; }
.timeline li { margin: 0 0 .6rem; padding: 0 0 0 1rem; position: relative; }
.timeline li::before { background: var(--link); border-radius: 50%; content: ""; height: .6rem; left: -.36rem; position: absolute; top: .5rem; width: .6rem; }
.timeline li.missing::before { background: var(--paper); border: 2px solid var(--bad); }
.sides { display: grid; gap: 0 2.5rem; grid-template-columns: minmax(0, 1fr) minmax(0, 24rem); }
.sides .aside { align-self: start; position: sticky; top: 0; }
.jump { display: none; }
figure { margin: .6rem 0 1rem; }
.plot { display: block; max-width: 24rem; width: 100%; }
.plot .own { fill: var(--link); } .plot .peers { fill: var(--faint); } .plot line { stroke: var(--ink); stroke-width: 2; }
table.bars { width: auto; } table.bars td, table.bars th { padding-right: 1.2rem; } .bars svg { display: block; height: .7rem; margin-top: .4rem; width: min(16rem, 30vw); }
.bars rect { fill: var(--link); } .bars .second { fill: var(--faint); }
.columns { display: grid; gap: 0 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
@media (max-width: 56rem) {
  .sides { display: block; } .jump { display: block; }
  table.queue caption { display: block; }
  table.queue, table.queue tbody, table.queue tr, table.queue td, table.queue th[scope="row"] { display: block; }
  table.queue thead { display: none; }
  table.queue tr { border-bottom: 2px solid var(--line); padding: .5rem 0; }
  table.queue td, table.queue th[scope="row"] { border: 0; padding: .1rem 0; }
  table.queue td[data-label]::before { color: var(--faint); content: attr(data-label) ": "; font-size: .9rem; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;

/** The icon of all pages. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b57a4"/><path d="M4 12V4h8v8M4 8h8" fill="none" stroke="#fff" stroke-width="1.6"/></svg>';
