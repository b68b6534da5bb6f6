import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config';
import { NOBODY, runInContext } from '../context';
import { prepareBodies } from './bodies';
import { assertCleanInput } from './clean-input';
import { allProblems } from './problem';
import { securityHeaders } from './security-headers';

const EXPOSED = ['etag', 'idempotency-replayed', 'retry-after', 'content-disposition'];
const PREFLIGHT_SECONDS = 600;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Everything about HTTP that is the same for all routes. Called once, before the application listens. */
export function prepareHttp(app: NestFastifyApplication): void {
  const config = app.get(Config);
  const server = app.getHttpAdapter().getInstance();
  const headers = securityHeaders(config);
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers(request.url));
    done();
  });
  prepareBodies(app);
  app.enableCors({
    delegator: (request: FastifyRequest, done: (error: null, options: object) => void) => {
      done(null, corsOf(request, config.corsOrigins));
    },
  });
  server.addHook('preHandler', (request, _reply, done) => {
    try {
      assertCleanInput(request.params);
      assertCleanInput(request.query);
      assertCleanInput(request.body);
    } catch (error) {
      done(error as Error);
      return;
    }
    const userAgent = request.headers['user-agent'] ?? null;
    runInContext({ ...NOBODY, requestId: request.id, address: request.ip, userAgent }, done);
  });
  // Whoever opens the bare address finds what there is.
  server.get('/', (_request, reply) => reply.redirect('/docs'));
  // The `type` of a problem leads here.
  server.get<{ Params: { slug: string } }>('/problems/:slug', ({ params }, reply) => {
    const known = allProblems().find(({ slug }) => slug === params.slug);
    return known ? reply.send(known) : reply.status(404).send();
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

/** Nobody's cookies are asked for: whoever calls from a page sends a token that it was given. */
function corsOf(request: FastifyRequest, origins: string[]): object {
  const origin = request.url.startsWith('/v1/public/') ? '*' : origins;
  return { origin, methods: METHODS, exposedHeaders: EXPOSED, maxAge: PREFLIGHT_SECONDS, strictPreflight: false };
}
