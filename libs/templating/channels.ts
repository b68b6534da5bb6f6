/** Where a text goes: a body, HTML, a text message, one line such as a subject, or inside a JSON string. */
export type Channel = 'text' | 'html' | 'sms' | 'line' | 'json';

// eslint-disable-next-line no-control-regex -- these are what is taken out
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A value made harmless for its channel. In JSON it belongs between the quotes of a string. */
export const escapeFor: Readonly<Record<Channel, (value: string) => string>> = {
  text: plain,
  html: (value) => plain(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? ''),
  sms: oneLine,
  line: oneLine,
  json: (value) => JSON.stringify(value).slice(1, -1),
};

function plain(value: string): string {
  return value.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(CONTROLS, '');
}

/** A line break in a name would otherwise begin another mail header. */
function oneLine(value: string): string {
  return plain(value).replace(/\s*\n\s*/g, ' ');
}
