import { Controller, Get } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Public } from '../platform/http';
import { AssertRoutesDeclared } from './assert-routes-declared';
import { Requires } from './policies';

@Controller('declared')
class Declared {
  @Public()
  @Get('open')
  open() {
    return 1;
  }

  @Requires('self.read')
  @Get('guarded')
  guarded() {
    return this.helper();
  }

  helper() {
    return 2;
  }
}

@Controller('forgetful')
class Forgetful {
  @Get()
  read() {
    return 1;
  }
}

@Public()
@Controller('contradictory')
class Contradictory {
  @Requires('users.manage')
  @Get()
  read() {
    return 1;
  }
}

async function boot(controller: new () => object): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers: [controller],
    providers: [AssertRoutesDeclared],
  }).compile();
  await module.init();
}

describe('the check of routes at boot', () => {
  it('passes routes that are public or name a policy, and methods that are no routes', async () => {
    await expect(boot(Declared)).resolves.toBeUndefined();
  });

  it('refuses a route that says nothing', async () => {
    await expect(boot(Forgetful)).rejects.toThrow('Forgetful.read');
  });

  it('refuses a route that is public by its class and guarded by itself', async () => {
    await expect(boot(Contradictory)).rejects.toThrow('Contradictory.read');
  });
});
