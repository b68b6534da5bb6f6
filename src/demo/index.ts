export { DemoModule } from './demo.module';
export { DEMO_ADMIN, DEMO_PASSWORD, DEMO_USERS } from './demo-story';
export { SeedDemo } from './seed-demo';
