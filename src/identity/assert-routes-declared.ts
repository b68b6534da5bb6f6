import { Injectable, OnApplicationBootstrap, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { declaredRoutes } from './declared-routes';

/** Refuses to boot with a route that forgot to say who may call it, or says two things. */
@Injectable()
export class AssertRoutesDeclared implements OnApplicationBootstrap {
  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    const controllers = this.discovery.getControllers().map(({ metatype }) => metatype as Type);
    const faults = declaredRoutes(controllers).filter(({ isPublic, policy }) => isPublic === (policy !== undefined));
    if (faults.length === 0) return;
    throw new Error(`Routes need either @Public() or @Requires(…): ${faults.map(({ name }) => name).join(', ')}`);
  }
}
