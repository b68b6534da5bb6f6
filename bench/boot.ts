// From the start of the process until /readyz answers 200, with the embedded PostgreSQL and the Zoom simulator:
// the first start makes the database, migrates it and makes the demo account, the second finds them.
//   npm run bench -- boot
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { freePort, startServer, temporaryDataDir } from '../scripts/running-programs';
import { machine } from './bench-kit';

const ROUNDS = 3;

async function main(): Promise<void> {
  console.log(`${machine()}; a data directory in ${tmpdir()}, the build done before. No threshold.\n`);
  console.log('round  first start ms  second start ms');
  for (let round = 1; round <= ROUNDS; round += 1) {
    const DATA_DIR = await temporaryDataDir();
    const env = { DATA_DIR, ZOOM_SIMULATOR_PORT: String(await freePort()) };
    const [first, second] = [await bootMs(env), await bootMs(env)];
    console.log(`${String(round).padStart(5)}  ${first.toFixed(0).padStart(14)}  ${second.toFixed(0).padStart(15)}`);
    await rm(DATA_DIR, { recursive: true, force: true });
  }
}

async function bootMs(env: Record<string, string>): Promise<number> {
  const port = await freePort();
  const before = performance.now();
  const server = await startServer(port, env);
  const ms = performance.now() - before;
  await server.end('SIGTERM');
  return ms;
}

void main();
