import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PUBLIC_ROUTE } from '../platform/http';
import { REQUIRED_POLICY } from './policies';

type Handler = (...args: unknown[]) => unknown;

/** Refuses to boot with a route that forgot to say who may call it, or says two things. */
@Injectable()
export class AssertRoutesDeclared implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const faults = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, Handler>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name: `${metatype.name}.${name}`, targets: [prototype[name] as Handler, metatype] }))
        .filter(({ targets: [handler] }) => Reflect.hasMetadata(PATH_METADATA, handler as Handler))
        .filter(({ targets }) => !this.isDeclared(targets as Handler[]))
        .map(({ name }) => name);
    });
    if (faults.length > 0) throw new Error(`Routes need either @Public() or @Requires(…): ${faults.join(', ')}`);
  }

  private isDeclared(targets: Handler[]): boolean {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets) === true;
    const needsPolicy = this.reflector.getAllAndOverride<string | undefined>(REQUIRED_POLICY, targets) !== undefined;
    return isPublic !== needsPolicy;
  }
}
