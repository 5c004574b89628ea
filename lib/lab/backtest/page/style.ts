/** How the page looks: light, one column, no font to load. */
export const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1f2937; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 900px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 19px; line-height: 1.35; margin: 0 0 12px; max-width: 44em; }
section { margin-top: 40px; padding-top: 24px; border-top: 1px solid #e5e7eb; }
figure { margin: 0 0 8px; }
figure svg { display: block; max-width: 100%; height: auto; }
.narrow { display: none; }
ul { padding-left: 20px; color: #4b5563; overflow-wrap: anywhere; }
.note, footer { color: #4b5563; font-size: 14px; max-width: 52em; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; min-width: 60%; }
th, td { padding: 5px 14px 5px 0; text-align: right; vertical-align: bottom; border-bottom: 1px solid #eef0f3; }
th:first-child { text-align: left; min-width: 11em; }
td { white-space: nowrap; }
thead th { color: #4b5563; font-weight: 600; }
tbody th { font-weight: 400; }
@media (max-width: 839px) {
  main { padding: 24px 20px 48px; }
  .wide { display: none; }
  .narrow { display: block; max-width: 480px; }
  .narrow svg { width: 100%; }
  .targets table { width: 100%; }
  .targets th:first-child { min-width: 0; }
  .targets th, .targets td { padding-right: 8px; }
  .targets td:last-child { white-space: normal; padding-right: 0; }
}
`;
