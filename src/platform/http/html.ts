import { escapeHtml } from './page';

/** HTML whose values are escaped already. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | null | undefined | false | readonly Value[];

/** A template whose values are escaped, unless they are HTML themselves. Lists are put together, what is absent is left out. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  const [first = '', ...rest] = parts.map(unindented);
  return new Html(rest.reduce((text, part, index) => text + rendered(values[index]) + part, first));
}

/** How a template is set in its file is nothing to send. */
function unindented(part: string): string {
  return part.replace(/\n\s*/g, '\n');
}

function rendered(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  return typeof value === 'number' ? String(value) : value.map(rendered).join('\n');
}
