import { Global, Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { PinoLogger } from 'nestjs-pino';
import { Config } from '../config';
import { Counters } from './counters';
import { MemoryCounters } from './memory-counters';
import { RedisCounters } from './redis-counters';

@Global()
@Module({
  providers: [
    {
      provide: Counters,
      inject: [Config, PinoLogger],
      useFactory: ({ redisUrl }: Config, log: PinoLogger) => {
        if (redisUrl === undefined) return new MemoryCounters();
        const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
        redis.on('error', (error) => {
          log.warn({ err: error }, 'Redis is out of reach; rate limits are counted in this process');
        });
        return new RedisCounters(redis, new MemoryCounters());
      },
    },
  ],
  exports: [Counters],
})
export class CacheModule {}
