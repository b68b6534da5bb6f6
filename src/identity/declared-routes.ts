import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { MetadataScanner, Reflector } from '@nestjs/core';
import { PUBLIC_ROUTE } from '../platform/http';
import { type Policy, REQUIRED_POLICY } from './policies';

type Handler = (...args: unknown[]) => unknown;

/** A route as its controller declares it. */
export interface DeclaredRoute {
  /** Controller and method. */
  name: string;
  /** GET, POST, … */
  method: string;
  /** From the slash on, parameters as `:name`. */
  path: string;
  isPublic: boolean;
  policy: Policy | undefined;
}

/** Every route of these controllers, and who it says may call it. */
export function declaredRoutes(controllers: Type[]): DeclaredRoute[] {
  const [scanner, reflector] = [new MetadataScanner(), new Reflector()];
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, Handler>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (!handler || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      const targets = [handler, controller];
      const declared = {
        name: `${controller.name}.${name}`,
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
        isPublic: reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets) === true,
        policy: reflector.getAllAndOverride<Policy | undefined>(REQUIRED_POLICY, targets),
      };
      return pathsOf(controller, handler).map((path) => ({ ...declared, path }));
    });
  });
}

function pathsOf(controller: Type, handler: Handler): string[] {
  const of = (target: Type | Handler) => [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  const joined = of(controller).flatMap((prefix) => of(handler).map((path) => `/${prefix}/${path}`));
  return joined.map((path) => path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, ''));
}
