import { migrate } from '../../src/platform/database';
import { createDatabase, dropDatabase, startTestPostgres } from './test-postgres';

/** The migrated database every suite starts from a copy of. */
const TEMPLATE = `slotlink_template_${process.pid}`;

export default async function globalSetup(): Promise<void> {
  const server = await startTestPostgres();
  await dropDatabase(server.admin, TEMPLATE);
  await createDatabase(server.admin, TEMPLATE);
  await migrate(server.url(TEMPLATE));
  process.env.TEST_ADMIN_URL = server.admin;
  process.env.TEST_TEMPLATE = TEMPLATE;
  (globalThis as { endTestServer?: () => Promise<void> }).endTestServer = async () => {
    await dropDatabase(server.admin, TEMPLATE);
    await server.stop();
  };
}
