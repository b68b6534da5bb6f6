import { ApiProperty } from '@nestjs/swagger';
import type { Receipt } from './receipt.store';

export class ReceiptJson {
  @ApiProperty()
  id: string;

  @ApiProperty({ enum: ['contact', 'user'] })
  kind: 'contact' | 'user';

  @ApiProperty({ description: 'The ID of whoever was erased, which is anonymous now.' })
  personId: string;

  @ApiProperty({ type: String, nullable: true, description: 'The user who did it.' })
  actorId: string | null;

  @ApiProperty()
  at: string;

  @ApiProperty({ description: 'Rows changed or deleted, by table.', example: { contacts: 1, messages: 4 } })
  erased: Record<string, number>;
}

export class ReceiptPage {
  @ApiProperty({ type: [ReceiptJson] })
  items: ReceiptJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export type ShownReceipt = Pick<ReceiptJson, keyof ReceiptJson>;

export function toShownReceipt({ at, ...receipt }: Receipt): ShownReceipt {
  return { ...receipt, at: at.toISOString() };
}
