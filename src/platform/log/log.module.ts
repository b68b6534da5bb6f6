import { Global, Module } from '@nestjs/common';
import { LoggerModule, PinoLogger } from 'nestjs-pino';
import { Config } from '../config';

/** Tokens stand in guests' addresses and in OAuth callbacks: a log keeps the path without them. */
const withoutTokens = (url: string) =>
  url
    .split('?')[0]
    ?.replace(/\/(appointments|holds|a)\/[^/]{20,}/, '/$1/…')
    .replace(/\/join\/[^/]+/, '/join/…');

@Global()
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [Config],
      useFactory: ({ logLevel }: Config) => ({
        pinoHttp: {
          level: logLevel,
          serializers: {
            req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
              id,
              method,
              url: withoutTokens(url),
            }),
            res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
          },
        },
      }),
    }),
  ],
  providers: [PinoLogger],
  exports: [PinoLogger],
})
export class LogModule {}
