import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataRightsModule } from '../data-rights';
import { Config } from '../platform/config';
import { ForgetOldMessages } from './forget-old-messages';
import { LoggedMail } from './logged-mail';
import { MailDriver } from './mail-driver';
import { MessageRow } from './message.entity';
import { MessageSecrets } from './message-secrets';
import { MessageTraceStore } from './message-traces.store';
import { MessageStore } from './message.store';
import { CopyMessages } from './on-copy-person';
import { EraseFromMessages } from './on-erase-person';
import { Outbox } from './outbox';
import { SendMessageJob } from './send-message';
import { SmtpMail } from './smtp-mail';

@Module({
  imports: [TypeOrmModule.forFeature([MessageRow]), DataRightsModule],
  providers: [
    {
      provide: MailDriver,
      inject: [Config],
      useFactory: ({ smtpUrl, mailFrom, dataDir }: Config) =>
        smtpUrl === undefined ? new LoggedMail(dataDir) : new SmtpMail(smtpUrl, mailFrom),
    },
    ForgetOldMessages,
    MessageSecrets,
    MessageStore,
    MessageTraceStore,
    CopyMessages,
    EraseFromMessages,
    SendMessageJob,
    Outbox,
  ],
  exports: [MessageStore, Outbox],
})
export class MessagingModule {}
