import { Global, Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config';
import { Counters } from './counters';
import { MemoryCounters } from './memory-counters';
import { RedisCounters } from './redis-counters';

@Global()
@Module({
  providers: [
    {
      provide: Counters,
      inject: [Config],
      useFactory: ({ redisUrl }: Config) =>
        redisUrl === undefined
          ? new MemoryCounters()
          : new RedisCounters(new Redis(redisUrl, { maxRetriesPerRequest: 1, enableReadyCheck: true })),
    },
  ],
  exports: [Counters],
})
export class CacheModule {}
