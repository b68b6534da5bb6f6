import fc from 'fast-check';
import { check, MAX_TEXT_LENGTH, parse, render } from './index';

const values = {
  'contact.name': 'Ada King',
  'contact.first_name': '',
  'appointment.join_link': 'https://x.test/j?a=1&b=2',
};
const asText = (text: string): string => render(text, values, { channel: 'text' });

describe('rendering custom values', () => {
  it.each([
    ['Hi [[contact.name]]!', 'Hi Ada King!'],
    ['Hi {{contact.name}}!', 'Hi Ada King!'],
    ['Hi [[  contact.name\t]]!', 'Hi Ada King!'],
    ['{{contact.name}} and [[contact.name]]', 'Ada King and Ada King'],
    ['Hi [[contact.first_name | there]]!', 'Hi there!'],
    ['Hi [[contact.name|there]]!', 'Hi Ada King!'],
    ['Hi [[contact.first_name]]!', 'Hi !'],
    ['Hi [[contact.shoe_size]]!', 'Hi !'],
    ['Hi [[contact.shoe_size | you | me]]!', 'Hi you | me!'],
    ['Hi [[toString]][[constructor.name]]!', 'Hi !'],
    ['{{{contact.name}}}', '{Ada King}'],
    ['[[[contact.name]]]', '[Ada King]'],
    ['plain ]] and }} and [1] {a}', 'plain ]] and }} and [1] {a}'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(asText(text)).toBe(expected);
  });

  it.each([
    ['Hi [[contact.name, see you', 'Hi , see you'],
    ['Hi [[ please see you', 'Hi  please see you'],
    ['Hi [[contact.name {{contact.name}}', 'Hi  Ada King'],
    ['Hi [[contact.name}} you', 'Hi }} you'],
    ['one [[ two\nthree ]] four', 'one  two\nthree ]] four'],
    ['Hi [[ ]][[2 + 2]]{{contact..name}}', 'Hi '],
  ])('leaves no raw code of the faulty %j', (text, expected) => {
    expect(asText(text)).toBe(expected);
  });

  it('escapes values and fallbacks for the channel, and not the text around them', () => {
    const nasty = { v: '<b>"O\'Neil" & Co</b>\r\nBcc: x@y.test\u0000' };
    expect(render('<p>[[v]]</p>', nasty, { channel: 'html' })).toBe(
      '<p>&lt;b&gt;&quot;O&#39;Neil&quot; &amp; Co&lt;/b&gt;\nBcc: x@y.test</p>',
    );
    expect(render('[[v]]', nasty, { channel: 'text' })).toBe('<b>"O\'Neil" & Co</b>\nBcc: x@y.test');
    expect(render('Re: [[v]]', nasty, { channel: 'line' })).toBe('Re: <b>"O\'Neil" & Co</b> Bcc: x@y.test');
    expect(render('[[v]]', nasty, { channel: 'sms' })).not.toMatch(/[\r\n]/);
    expect(JSON.parse(render('{"name": "[[v]]"}', nasty, { channel: 'json' }))).toEqual({ name: nasty.v });
    expect(render('[[w | <i>]]', nasty, { channel: 'html' })).toBe('&lt;i&gt;');
  });

  it('stops a text that grows without bound', () => {
    const long = { v: 'x'.repeat(50_000) };
    expect(() => render('[[v]]'.repeat(1000), long, { channel: 'text' })).toThrow(RangeError);
    expect(() => parse('x'.repeat(MAX_TEXT_LENGTH + 1))).toThrow(RangeError);
  });

  it('renders a template parsed before', () => {
    const template = parse('Hi [[contact.name]]');
    expect(template.parts).toEqual([
      { kind: 'text', text: 'Hi ' },
      { kind: 'value', name: 'contact.name', fallback: null, position: 3 },
    ]);
    expect(render(template, values, { channel: 'text' })).toBe('Hi Ada King');
  });
});

describe('checking a template', () => {
  it('finds nothing wrong with known values', () => {
    expect(check('[[contact.name]] {{ contact.first_name | you }}', Object.keys(values))).toEqual([]);
  });

  it('says what is wrong and where', () => {
    expect(check('Hi [[contact.nmae]], {{}} [[contact.name', ['contact.name'])).toEqual([
      { position: 3, detail: 'There is no custom value contact.nmae.' },
      { position: 21, detail: '{{}} does not name a custom value.' },
      { position: 26, detail: '[[ is never closed.' },
    ]);
    expect(check('x'.repeat(1_000_000), [])).toHaveLength(1);
  });

  it('reads the worst of texts in one pass', () => {
    for (const unit of ['[[', '[[ ', '[[a', '{{x ]] ', '[[a|', ']]', '[[a.']) {
      const text = unit.repeat(Math.floor(MAX_TEXT_LENGTH / unit.length));
      expect(render(text, {}, { channel: 'text' }).length).toBeLessThanOrEqual(text.length);
    }
  });
});

describe('hostile values', () => {
  const codes = fc.constantFrom(
    '[[secret]]',
    '{{secret}}',
    '[[',
    ']]',
    '{{',
    '}}',
    '|',
    'secret',
    '<script>',
    '"',
    "'",
    '&',
  );
  const hostile = fc.array(fc.oneof(codes, fc.string()), { maxLength: 8 }).map((pieces) => pieces.join(''));

  it('are never read as templates', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const output = render('{{a}}[[b]]', { a, b, secret: 'S3CRET' }, { channel: 'json' });
        expect(output).not.toContain('S3CRET');
        expect(JSON.parse(`"${output}"`)).toBe((a.trim() === '' ? '' : a) + (b.trim() === '' ? '' : b));
      }),
    );
  });

  it('bring no markup into HTML and no line into a line', () => {
    fc.assert(
      fc.property(hostile, (v) => {
        const html = render('[[v]]', { v }, { channel: 'html' });
        expect(html.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<>&"']/);
        expect(render('[[v]]', { v }, { channel: 'line' })).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('reading any text whatever ends, and what is known is all that comes in', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(render(text, {}, { channel: 'text' }).length).toBeLessThanOrEqual(text.length);
        expect(check(text, ['secret']).every(({ position }) => position < text.length)).toBe(true);
      }),
    );
  });
});
