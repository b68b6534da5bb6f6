import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Config } from '../config';
import { NOBODY, runInContext } from '../context';
import { assertCleanText } from './clean-text';

/** What every response carries. Pages load nothing from elsewhere and are never framed. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** Everything about HTTP that is the same for all routes. Called once, before the application listens. */
export function prepareHttp(app: NestFastifyApplication): void {
  const config = app.get(Config);
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  app.enableCors({
    delegator: (request: FastifyRequest, done: (error: null, options: object) => void) => {
      done(null, corsOf(request, config.corsOrigins));
    },
  } as object);
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  server.addHook('preHandler', (request, _reply, done) => {
    try {
      assertCleanText(request.params);
      assertCleanText(request.query);
      assertCleanText(request.body);
    } catch (error) {
      done(error as Error);
      return;
    }
    runInContext({ ...NOBODY, requestId: request.id }, done);
  });
  SwaggerModule.setup('docs', app, () => openApi(app), { jsonDocumentUrl: 'openapi.json' });
}

export function openApi(app: NestFastifyApplication): OpenAPIObject {
  const document = new DocumentBuilder()
    .setTitle('Slotlink')
    .setDescription('Booking calendars that give every booked slot its own Zoom meeting.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, document);
}

function corsOf(request: FastifyRequest, origins: string[]): object {
  const exposedHeaders = ['etag', 'idempotency-replayed', 'retry-after'];
  if (request.url.startsWith('/v1/public/')) return { origin: '*', exposedHeaders };
  return { origin: origins, exposedHeaders };
}
