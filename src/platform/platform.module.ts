import { DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CacheModule } from './cache';
import { Clock } from './clock';
import { Addresses, Config } from './config';
import { Secrets, loadSecretKeys } from './crypto';
import { Database, dataSourceOptions } from './database';
import { Events, FactReactions, FactRow, Intents } from './events';
import { HealthModule } from './health';
import { HttpModule } from './http';
import { Jobs } from './jobs';
import { LogModule } from './log';
import { Signals } from './signals';
import { Heartbeat, JobHandlers, Worker } from './worker';

/** With the worker and the listening connection, three processes stay well below PostgreSQL's default of 100. */
const POOL_SIZE = 16;

/** What every feature may ask for without importing a module. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, addresses: Addresses, clock: Clock): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        ScheduleModule.forRoot(),
        TypeOrmModule.forRoot({
          ...dataSourceOptions(addresses.databaseUrl, POOL_SIZE),
          migrations: [],
          autoLoadEntities: true,
        }),
        TypeOrmModule.forFeature([FactRow]),
        LogModule,
        CacheModule,
        HttpModule,
        HealthModule,
      ],
      providers: [
        { provide: Config, useValue: config },
        { provide: Addresses, useValue: addresses },
        { provide: Clock, useValue: clock },
        { provide: Secrets, useFactory: () => new Secrets(loadSecretKeys(config)) },
        Database,
        Events,
        FactReactions,
        Intents,
        Jobs,
        Signals,
        Heartbeat,
        JobHandlers,
        Worker,
      ],
      exports: [Config, Addresses, Clock, Secrets, Database, Events, Intents, Jobs, Signals, JobHandlers, HttpModule],
    };
  }
}
