export { LogModule } from './log.module';
export { withoutTokens } from './without-tokens';
