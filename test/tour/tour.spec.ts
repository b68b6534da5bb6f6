import * as fs from 'node:fs';
import path from 'node:path';
import { OwnServer } from '../kit/own-server';
import { firstMissing, runInOneShell, tourBlocks } from './tour-blocks';

jest.setTimeout(180_000);

const TOUR = fs.readFileSync(path.resolve(__dirname, '../../docs/tour.md'), 'utf8');
const names = tourBlocks(TOUR).map(({ commands }, index) => ({ index, name: commands.trim().split('\n').at(-1)! }));

describe('the tour, word for word', () => {
  let server: OwnServer;
  let printed: (string | undefined)[];
  /** The tour says the default addresses; the test may not find them free. */
  const here = (text: string) =>
    text.replaceAll('http://127.0.0.1:3000', server.url).replaceAll('http://127.0.0.1:3001', server.zoomUrl);

  beforeAll(async () => {
    server = await OwnServer.prepare();
    await server.start();
    printed = await runInOneShell(tourBlocks(here(TOUR)), server.dataDir);
  });
  afterAll(() => server.remove());

  it.each(names)('$index answers as it says: $name', ({ index }) => {
    const block = tourBlocks(here(TOUR))[index]!;
    const output = printed[index];
    if (output === undefined) throw new Error('A command of an earlier block failed, and the tour ended there.');
    expect(block.answers).not.toEqual([]);
    const missing = firstMissing(block, output);
    if (missing !== undefined) throw new Error(`No line “${missing}” where it belongs in:\n${output}`);
  });

  it('ends cleanly', async () => {
    const { code, output } = await server.pressCtrlC();
    expect({ code, left: await server.leftRunning() }).toEqual({ code: 0, left: [] });
    expect(output).toContain('PostgreSQL stopped');
  });
});
