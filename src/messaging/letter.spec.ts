import { letterHtml, letterText } from './letter';

const LETTER = {
  subject: 'Booked: A & B',
  paragraphs: ['A & B is booked.'],
  rows: [
    { label: 'Where', value: 'https://zoom.example/j/1?a=1&b="2"' },
    { label: 'Notes', value: 'first\n<b>second</b>' },
  ],
};

describe('a letter', () => {
  it('reads as text', () => {
    expect(letterText(LETTER)).toBe(
      'A & B is booked.\n\nWhere: https://zoom.example/j/1?a=1&b="2"\nNotes: \nfirst\n<b>second</b>\n',
    );
  });

  it('escapes every value in HTML, and links addresses', () => {
    const html = letterHtml(LETTER);
    expect(html).toContain('<p>A &amp; B is booked.</p>');
    expect(html).toContain('<a href="https://zoom.example/j/1?a=1&amp;b=%222%22">');
    expect(html).toContain('first<br>&lt;b&gt;second&lt;/b&gt;');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'https://a.example/ and more', 'Main Street 1'])(
    'makes no link of %j',
    (value) => {
      expect(letterHtml({ ...LETTER, rows: [{ label: 'Where', value }] })).not.toContain('<a ');
    },
  );
});
