import { csvLine } from './csv.rules';

describe('a line of CSV', () => {
  it.each<[(string | number | null)[], string]>([
    [['a', 'b'], 'a,b\r\n'],
    [['a', null, '', 7, -7], 'a,,,7,-7\r\n'],
    [['say "hi"', 'a,b', 'one\ntwo', 'one\r\ntwo'], '"say ""hi""","a,b","one\ntwo","one\r\ntwo"\r\n'],
    [['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'], `'=1+1,'+1,'-1,'@SUM(A1),'\t=1,"'\r=1"\r\n`],
    [['=HYPERLINK("https://example.com")'], `"'=HYPERLINK(""https://example.com"")"\r\n`],
    [['a=1', 'Søren', '李'], 'a=1,Søren,李\r\n'],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});
