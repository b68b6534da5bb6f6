export { LogModule } from './log.module';
