import { Injectable } from '@nestjs/common';
import { ZoomApi } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { AccountPauses } from './account-pauses';
import { QuotaLedger } from './quota-ledger';
import { ZoomTokens } from './zoom-tokens';

/** What every session works with. */
@Injectable()
export class SessionTools {
  constructor(
    readonly zoom: ZoomApi,
    readonly tokens: ZoomTokens,
    readonly ledger: QuotaLedger,
    readonly pauses: AccountPauses,
    readonly clock: Clock,
  ) {}
}
