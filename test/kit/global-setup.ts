import { connect } from 'node:net';
import { migrate } from '../../src/platform/database';
import { createDatabase, dropDatabase, startTestPostgres } from './test-postgres';

/** The migrated database every suite starts from a copy of. */
const TEMPLATE = `slotlink_template_${process.pid}`;

/** Where the contract tests look for a Redis when TEST_REDIS_URL names none. */
const REDIS_PORT = 6379;

export default async function globalSetup(): Promise<void> {
  const server = await startTestPostgres();
  await dropDatabase(server.admin, TEMPLATE);
  await createDatabase(server.admin, TEMPLATE);
  await migrate(server.url(TEMPLATE));
  process.env.TEST_ADMIN_URL = server.admin;
  process.env.TEST_TEMPLATE = TEMPLATE;
  if (await answers(REDIS_PORT)) process.env.TEST_REDIS_FOUND = `redis://127.0.0.1:${REDIS_PORT}`;
  (globalThis as { endTestServer?: () => Promise<void> }).endTestServer = async () => {
    await dropDatabase(server.admin, TEMPLATE);
    await server.stop();
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });
}
