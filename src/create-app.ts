import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { AppModule } from './app.module';
import { Clock } from './platform/clock';
import { Addresses, Config } from './platform/config';
import { answerUnroutable, prepareHttp, refuseUnreadable, securityHeaders } from './platform/http';

/** A request that has not come whole by then is given up, so that slow ones cannot fill the server. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 15_000;
/** How often Node looks for such requests. */
const LOOK_MS = 5_000;
/** Guests' tokens stand in paths. */
const MAX_PARAM_LENGTH = 300;

/** The application, ready to listen. The database is migrated before. */
export async function createApp(config: Config, addresses: Addresses, clock: Clock): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    requestTimeout: REQUEST_MS,
    http: { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: LOOK_MS },
    trustProxy: config.trustedProxies ?? false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    genReqId: () => randomUUID(),
    frameworkErrors: answerUnroutable(securityHeaders(config)),
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
