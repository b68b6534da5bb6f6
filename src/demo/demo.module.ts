import { Module } from '@nestjs/common';
import { DemoStore } from './demo.store';
import { SeedDemo } from './seed-demo';

@Module({ providers: [DemoStore, SeedDemo], exports: [SeedDemo] })
export class DemoModule {}
