import 'reflect-metadata';
import { createApp } from './create-app';
import { SeedDemo } from './demo';
import { greeting } from './greeting';
import { ConfigError, loadConfig } from './platform/config';
import { startStack } from './start-stack';

const log = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = loadConfig();
  const stack = await startStack(config, log);
  const app = await createApp(config, stack.addresses, stack.clock);
  endOnSignal(async () => {
    await app.close();
    await stack.stop();
  });
  await app.listen(config.port, config.host);
  const ownUrl = await app.getUrl();
  if (config.publicUrl === undefined) stack.addresses.publicUrl = ownUrl;
  const demo = config.seedDemo ?? (config.embedsDatabase && config.simulatesZoom);
  if (demo) await app.get(SeedDemo).run(ownUrl);
  log(greeting(config, stack.addresses, demo));
}

/** The first signal drains and ends; a second one, from somebody impatient, ends at once. */
function endOnSignal(end: () => Promise<void>): void {
  let ending = false;
  const onSignal = () => {
    if (ending) process.exit(130);
    ending = true;
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

main().catch((error: unknown) => {
  log(error instanceof ConfigError ? error.message : String((error as Error).stack));
  process.exit(1);
});
