import { createHash } from 'node:crypto';
import { Header, applyDecorators } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';

/** One column that reads on a phone and follows the reader's light or dark. */
const STYLE = `
:root{color-scheme:light dark}
body{font:1.0625rem/1.55 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:1rem 0}
a{color:LinkText}
ul{padding-left:1.2rem}
li{margin:.5rem 0}
dt{font-weight:600;margin-top:.75rem}
dd{margin:0;overflow-wrap:anywhere}
label{display:block;margin:.75rem 0 0}
input,select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;margin-top:.25rem}
button,.button{font:inherit;display:inline-block;box-sizing:border-box;min-height:2.75rem;padding:.6rem 1.2rem;
margin:.25rem .5rem .25rem 0;border:1px solid currentColor;border-radius:.5rem;text-decoration:none;cursor:pointer}
.note{padding:.75rem 1rem;border-left:.3rem solid currentColor;margin:1rem 0}
small{opacity:.75}
button.main,.button.main{background:#0b5cab;border-color:#0b5cab;color:#fff}
:focus-visible{outline:.2rem solid #e8590c;outline-offset:.15rem}
.lines{white-space:pre-line}
.fault{margin:0;color:#c92a2a;color:light-dark(#b00020,#ff8a80)}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{font-weight:600;padding:0}
summary{font-weight:600;padding:.75rem 0;cursor:pointer}
details{border-bottom:1px solid GrayText}
details legend{position:absolute;clip-path:inset(50%)}
.times{display:grid;grid-template-columns:repeat(auto-fill,minmax(7.25rem,1fr));gap:.5rem;padding:.25rem 0 1rem}
.time{margin:0;display:flex;align-items:center;gap:.5rem;min-height:2.75rem;padding:0 .9rem;box-sizing:border-box;
border:1px solid GrayText;border-radius:.5rem;cursor:pointer}
.time:has(:checked){border-color:#0b5cab;background:#0b5cab;color:#fff}
h2{font-size:1.2rem;margin:1.5rem 0 .5rem}
.check{display:flex;gap:.6rem;align-items:center}
.some{margin:.75rem 0 1.25rem}
.some legend{font-weight:400}
.some .check{margin:.35rem 0 0 .75rem}
input[type=radio],input[type=checkbox]{width:1.15rem;height:1.15rem;margin:0;flex:none}
.bar{position:sticky;bottom:0;margin:0;padding:.75rem 0;background:Canvas}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, run, framed or sent elsewhere; the one style sheet is known by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

export interface PageOptions {
  /** The browser asks again after so many seconds. */
  refreshSeconds?: number;
}

/** A whole page. `title` is text, `bodyHtml` is HTML whose values are escaped already. */
export function page(title: string, bodyHtml: string, { refreshSeconds }: PageOptions = {}): string {
  const refresh = refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh}<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${bodyHtml}
</main>
</body>
</html>
`;
}

/** What every page carries. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
};

/** A route that answers a `page`. */
export const AnswersPage = () =>
  applyDecorators(ApiExcludeEndpoint(), ...Object.entries(PAGE_HEADERS).map(([name, value]) => Header(name, value)));
