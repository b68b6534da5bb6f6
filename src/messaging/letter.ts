import { escapeHtml } from '../platform/http';

export interface LetterRow {
  label: string;
  /** May have several lines; becomes a link when it is a web address as a whole. */
  value: string;
}

/** A mail before it is text or HTML. */
export interface Letter {
  subject: string;
  paragraphs: string[];
  rows: LetterRow[];
}

export function letterText({ paragraphs, rows }: Letter): string {
  const lines = rows.map(({ label, value }) => `${label}: ${value.includes('\n') ? `\n${value}` : value}`);
  return `${[...paragraphs, lines.join('\n')].join('\n\n')}\n`;
}

/** Nothing is loaded from anywhere, and every value is escaped. */
export function letterHtml({ subject, paragraphs, rows }: Letter): string {
  const table = rows.map(
    ({ label, value }) =>
      `<tr><th align="left" valign="top" style="padding:2px 12px 2px 0">${escapeHtml(label)}</th><td>${cell(value)}</td></tr>`,
  );
  return [
    '<!doctype html>',
    `<html><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="font:16px/1.5 system-ui,sans-serif">',
    ...paragraphs.map((paragraph) => `<p>${lines(paragraph)}</p>`),
    `<table cellspacing="0" cellpadding="0">${table.join('\n')}</table>`,
    '</body></html>',
  ].join('\n');
}

function cell(value: string): string {
  const address = webAddress(value);
  return address === null ? lines(value) : `<a href="${escapeHtml(address)}">${escapeHtml(value)}</a>`;
}

function lines(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>');
}

function webAddress(value: string): string | null {
  if (/\s/.test(value) || !URL.canParse(value)) return null;
  const { protocol, href } = new URL(value);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
