import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { AppModule } from './app.module';
import { Clock } from './platform/clock';
import { Addresses, Config } from './platform/config';
import { answerUnroutable, prepareHttp, refuseUnreadable } from './platform/http';

const BODY_LIMIT = 1_048_576;
/** Guests' tokens stand in paths. */
const MAX_PARAM_LENGTH = 300;

/** The application, ready to listen. The database is migrated before. */
export async function createApp(config: Config, addresses: Addresses, clock: Clock): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    genReqId: () => randomUUID(),
    frameworkErrors: answerUnroutable,
    clientErrorHandler: refuseUnreadable,
    forceCloseConnections: 'idle',
  });
  const options: Pick<NestApplicationOptions, 'rawBody' | 'logger' | 'abortOnError'> = {
    rawBody: true,
    logger: config.nodeEnv === 'test' ? ['error', 'fatal'] : ['warn', 'error', 'fatal'],
    abortOnError: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, addresses, clock),
    adapter,
    options,
  );
  prepareHttp(app);
  return app;
}
