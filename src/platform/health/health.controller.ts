import { Controller, Get, Header } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorResult } from '@nestjs/terminus';
import { ApiExcludeController } from '@nestjs/swagger';
import { collectDefaultMetrics, register } from 'prom-client';
import { Counters, RedisCounters } from '../cache';
import { Database } from '../database';
import { Public } from '../http';

collectDefaultMetrics();

@ApiExcludeController()
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly db: Database,
    private readonly counters: Counters,
  ) {}

  @Get('healthz')
  alive(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck()
  ready() {
    return this.health.check([() => this.database(), () => this.queue(), () => this.redis()]);
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }

  private async database(): Promise<HealthIndicatorResult> {
    await this.db.query('SELECT 1');
    return { database: { status: 'up' } };
  }

  private async queue(): Promise<HealthIndicatorResult> {
    await this.db.query('SELECT FROM graphile_worker.jobs LIMIT 1');
    return { queue: { status: 'up' } };
  }

  private async redis(): Promise<HealthIndicatorResult> {
    if (!(this.counters instanceof RedisCounters)) return {};
    await this.counters.ping();
    return { redis: { status: 'up' } };
  }
}
