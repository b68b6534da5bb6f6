export { CacheModule } from './cache.module';
export { Counters } from './counters';
export { MemoryCounters } from './memory-counters';
export { RedisCounters } from './redis-counters';
