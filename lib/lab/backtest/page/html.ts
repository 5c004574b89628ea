/** A piece of a page that is HTML already. Only `html` and `trusted` make it. */
export interface Markup {
  readonly markup: string;
}

/** What may be inserted into a template: text is escaped, markup is not. */
export type Insert = string | number | Markup | readonly Markup[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Returns a text escaped for use between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}

/** Returns a template of HTML, filled in. Everything put into it is escaped unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  const markup = strings.reduce((text, part, index) => text + insertText(inserts[index - 1] ?? '') + part);
  return { markup };
}

/** Returns as markup a text that was made and escaped elsewhere. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** Returns a table: the first column names the row, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): Markup {
  const cells = ([name = '', ...figures]: readonly string[]): Markup =>
    html`<tr><th scope="row">${name}</th>${figures.map((figure) => html`<td>${figure}</td>`)}</tr>`;
  return html`<div class="table"><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(cells)}</tbody></table></div>`;
}

function insertText(insert: Insert): string {
  if (typeof insert === 'string') return escapeHtml(insert);
  if (typeof insert === 'number') return String(insert);
  if ('markup' in insert) return insert.markup;
  return insert.map(({ markup }) => markup).join('');
}
