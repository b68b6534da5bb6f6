import { Module } from '@nestjs/common';
import { DataRightsModule } from '../data-rights';
import { IdentityModule } from '../identity';
import { ErasuresController } from './erasures.controller';

/** The routes that show the receipts of erasures. */
@Module({ imports: [DataRightsModule, IdentityModule], controllers: [ErasuresController] })
export class ErasuresModule {}
