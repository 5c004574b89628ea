import { raw } from 'hono/html';

/** The style of the issuer's pages, in the light and dark colours of the system. */
export const PAGE_STYLE = raw(`
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
.notice { margin: 0 0 1.5rem; padding: 0.75rem 1rem; border-left: 0.25rem solid; }
.problem { margin: 0.25rem 0; font-weight: 600; color: light-dark(#a4001d, #ffb3b8); }
.hint { margin: 0.25rem 0; }
.field { margin: 0 0 1.5rem; padding: 0; border: 0; min-width: 0; }
.field > label, legend { display: block; padding: 0; font-weight: 600; }
input[type="text"] { box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: 0.5rem; font: inherit; }
.role { display: flex; align-items: center; gap: 0.75rem; min-height: 2.75rem; }
.role input { width: 1.5rem; height: 1.5rem; margin: 0; flex: none; }
button { min-height: 2.75rem; padding: 0.5rem 1.5rem; font: inherit; font-weight: 600; }
:focus-visible { outline: 0.2rem solid Highlight; outline-offset: 0.15rem; }
`);
