import { join } from 'node:path';
import { startZoomSimulator } from './index';

/**
 * Runs the simulator alone: `npm run zoom-simulator`. Reads ZOOM_SIMULATOR_PORT (3001), HOST (127.0.0.1), DATA_DIR (./data),
 * ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET (unset: any pair is accepted) and CLOCK_START (an instant).
 */

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`ZOOM_SIMULATOR_PORT must be a port number, not "${text}".`);
}

/** The clock starts from the given instant and runs on. */
function readClock(start: string | undefined): () => number {
  if (start === undefined) return Date.now;
  const offset = Date.parse(start) - Date.now();
  if (Number.isNaN(offset))
    throw new Error(`CLOCK_START must be an instant such as 2026-11-23T14:00:00Z, not "${start}".`);
  return () => Date.now() + offset;
}

/** An empty variable counts as unset. */
const env = (name: string): string | undefined => process.env[name]?.trim() || undefined;

async function main(): Promise<void> {
  const stateFile = join(env('DATA_DIR') ?? './data', 'zoom-simulator.json');
  const simulator = await startZoomSimulator({
    port: readPort(env('ZOOM_SIMULATOR_PORT') ?? '3001'),
    host: env('HOST'),
    stateFile,
    clientId: env('ZOOM_CLIENT_ID'),
    clientSecret: env('ZOOM_CLIENT_SECRET'),
    now: readClock(env('CLOCK_START')),
  });
  console.log(`The Zoom simulator listens on ${simulator.url} and remembers in ${stateFile}.`);
  console.log(`ZOOM_API_URL=${simulator.apiUrl} ZOOM_OAUTH_URL=${simulator.oauthUrl}`);
  const end = (): void => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
