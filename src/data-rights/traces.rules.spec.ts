import { ERASED, Traces } from './traces.rules';

function traces(texts: string[], phones: string[] = []): Traces {
  const made = new Traces();
  made.addTexts(...texts);
  made.addPhones(...phones);
  return made;
}

describe('the traces of a person', () => {
  it.each([
    ['Paula Prospect and Rita', ['Paula Prospect'], [], `${ERASED} and Rita`],
    ['PAULA PROSPECT, paula@example.com', ['Paula Prospect', 'Paula@Example.com'], [], `${ERASED}, ${ERASED}`],
    ['An announcement of Ann.', ['Ann'], [], `An announcement of ${ERASED}.`],
    ['Ænne, Änn and Ann', ['Ann'], [], `Ænne, Änn and ${ERASED}`],
    ['joann@example.com', ['ann@example.com'], [], 'joann@example.com'],
    ['call +49 (30) 90-1820!', [], ['+49 30 901820'], `call ${ERASED}!`],
    ['number 4930901820', [], ['+49 30 901820'], `number ${ERASED}`],
    ['number 49309018201', [], ['+49 30 901820'], 'number 49309018201'],
    ['a.b*c(d) [e]', ['a.b*c(d)'], [], `${ERASED} [e]`],
    ['aXbbc', ['a.b*c'], [], 'aXbbc'],
    ['ज्ञान is here', ['ज्ञान'], [], `${ERASED} is here`],
    ['Anna Bell, Anna', ['Anna', 'Anna Bell'], [], `${ERASED}, ${ERASED}`],
    ['X and 12', ['X', ' '], ['12'], 'X and 12'],
    ['nothing', [], [], 'nothing'],
  ])('are taken out of %j', (text, texts, phones, rest) => {
    expect(traces(texts, phones).without(text)).toBe(rest);
  });

  it('are taken out of values, whatever their shape', () => {
    const value = {
      title: 'Paula "P" Pro',
      hosts: [{ name: 'Rita' }, null, 7, true],
      deep: { say: ['Hi Paula "P" Pro'] },
    };
    expect(traces(['Paula "P" Pro', '7', 'true']).withoutIn(value)).toEqual({
      title: ERASED,
      hosts: [{ name: 'Rita' }, null, 7, true],
      deep: { say: [`Hi ${ERASED}`] },
    });
  });

  it('are not what others are called, too', () => {
    const shared = traces(['Paula Prospect', 'paula@example.com']);
    shared.spare('paula prospect');
    expect(shared.without('Paula Prospect, paula@example.com')).toBe(`Paula Prospect, ${ERASED}`);
    expect(shared.spellings).not.toContain('Paula Prospect');
    const nothing = traces(['Paula Prospect']);
    nothing.spare('Paula Prospect');
    expect(nothing.without('Paula Prospect')).toBe('Paula Prospect');
    expect('anything').not.toMatch(new RegExp(nothing.coarse));
  });

  it('are spelled as JSON may spell them', () => {
    expect(traces(['Zoë "Z"']).spellings).toEqual(
      expect.arrayContaining(['Zoë "Z"', 'zoë "z"', 'Zoë \\"Z\\"', 'Zo\\u00eb \\"Z\\"']),
    );
  });
});
