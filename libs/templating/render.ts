import { Channel, escapeFor } from './channels';
import { parse, Template } from './parse';

/** Far above any mail; stops a short template from growing without bound through long values. */
const MAX_OUTPUT_LENGTH = 1_000_000;

/** By full name, such as "contact.first_name"; blank, null and missing values give way to the fallback. */
export type CustomValues = Readonly<Record<string, string | null | undefined>>;

/**
 * The text with its values put in, once: codes inside values stay as they are. Values and fallbacks are escaped for
 * the channel; the template's own text is not. Unknown values and faulty codes leave nothing behind.
 * @throws RangeError when text or result are too long
 */
export function render(text: string | Template, values: CustomValues, options: { channel: Channel }): string {
  const { parts } = typeof text === 'string' ? parse(text) : text;
  const escape = escapeFor[options.channel];
  let output = '';
  for (const part of parts) {
    output += part.kind === 'text' ? part.text : escape(valueOf(values, part.name) ?? part.fallback ?? '');
    if (output.length > MAX_OUTPUT_LENGTH) throw new RangeError(`The text grew beyond ${MAX_OUTPUT_LENGTH} characters`);
  }
  return output;
}

function valueOf(values: CustomValues, name: string): string | null {
  const value = Object.hasOwn(values, name) ? values[name] : null;
  return value == null || value.trim() === '' ? null : value;
}
