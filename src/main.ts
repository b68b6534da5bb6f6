import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './create-app';
import { SeedDemo } from './demo';
import { greeting } from './greeting';
import { Config, ConfigError, loadConfig } from './platform/config';
import { pointSimulatorAt } from './point-simulator';
import { Stack, startStack } from './start-stack';

const log = (line: string) => process.stdout.write(`${line}\n`);

interface Running {
  app: NestFastifyApplication;
  stack: Stack;
}

async function main(): Promise<void> {
  const starting = start(loadConfig());
  // A signal that comes halfway through the start lets it finish first, so that everything is put away in order.
  endOnSignal(async () => {
    const running = await starting.catch(() => undefined);
    if (running) await end(running);
  });
  await starting;
}

async function start(config: Config): Promise<Running> {
  const stack = await startStack(config, log);
  let app: NestFastifyApplication | undefined;
  try {
    app = await createApp(config, stack.addresses, stack.clock);
    await open(app, config, stack);
    return { app, stack };
  } catch (error) {
    await app?.close();
    await stack.stop();
    throw error;
  }
}

/** Requests are drained and jobs handed back before the database goes. */
async function end({ app, stack }: Running): Promise<void> {
  await app.close();
  await stack.stop();
}

async function open(app: NestFastifyApplication, config: Config, { addresses }: Stack): Promise<void> {
  if (config.role === 'worker') {
    await app.init();
    log('Slotlink works jobs; it answers no requests (ROLE=worker)');
    return;
  }
  await app.listen(config.port, config.host);
  const ownUrl = await app.getUrl();
  if (config.publicUrl === undefined) addresses.publicUrl = ownUrl;
  const fault = config.simulatesZoom ? await pointSimulatorAt(ownUrl, addresses) : silenceOf(config);
  if (fault !== null) log(fault);
  const demo = config.seedDemo ?? (config.embedsDatabase && config.simulatesZoom);
  if (demo) await app.get(SeedDemo).run(ownUrl);
  log(greeting(config, addresses, demo));
}

function silenceOf({ zoomWebhookSecret }: Config): string | null {
  if (zoomWebhookSecret !== undefined) return null;
  return "ZOOM_WEBHOOK_SECRET is not set: Zoom's events are refused, and what is changed in Zoom itself is noticed late.";
}

/** The first signal drains and ends; a second one, from somebody impatient, ends at once. */
function endOnSignal(end: () => Promise<void>): void {
  let ending = false;
  const onSignal = () => {
    if (ending) process.exit(130);
    ending = true;
    end().then(() => process.exit(0), giveUp);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** In words for people where it is theirs to mend, else with the stack. */
function giveUp(error: unknown): void {
  const { code, stack } = error as NodeJS.ErrnoException;
  if (error instanceof ConfigError) log(error.message);
  else if (code === 'EADDRINUSE') log('The port is taken: end the other server, or set PORT and ZOOM_SIMULATOR_PORT.');
  else log(stack ?? String(error));
  process.exit(1);
}

main().catch(giveUp);
