import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../platform/config';
import { LoggedMail } from './logged-mail';
import { MailDriver } from './mail-driver';
import { MessageRow } from './message.entity';
import { MessageSecrets } from './message-secrets';
import { MessageStore } from './message.store';
import { Outbox } from './outbox';
import { SendMessageJob } from './send-message';
import { SmtpMail } from './smtp-mail';

@Module({
  imports: [TypeOrmModule.forFeature([MessageRow])],
  providers: [
    {
      provide: MailDriver,
      inject: [Config],
      useFactory: ({ smtpUrl, mailFrom, dataDir }: Config) =>
        smtpUrl === undefined ? new LoggedMail(dataDir) : new SmtpMail(smtpUrl, mailFrom),
    },
    MessageSecrets,
    MessageStore,
    SendMessageJob,
    Outbox,
  ],
  exports: [MessageStore, Outbox],
})
export class MessagingModule {}
