import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AnswerInterceptor } from './answer.interceptor';
import { ForgetOldKeys } from './forget-old-keys';
import { IdempotencyStore } from './idempotency.store';
import { ProblemFilter } from './problem.filter';
import { RefuseUnread } from './refuse-unread';
import { validation } from './validation';

@Module({
  providers: [
    IdempotencyStore,
    ForgetOldKeys,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useValue: validation },
    { provide: APP_INTERCEPTOR, useClass: RefuseUnread },
    { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
  ],
  exports: [IdempotencyStore],
})
export class HttpModule {}
