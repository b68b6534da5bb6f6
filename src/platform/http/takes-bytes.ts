import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** A route that reads `rawBody`, whatever its type: it is neither parsed nor looked through before. */
export const TakesBytes = () => RouteConfig({ takesBytes: true });

export function takesBytes({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { takesBytes?: boolean }).takesBytes === true;
}
