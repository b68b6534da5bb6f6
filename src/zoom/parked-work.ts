import { Injectable } from '@nestjs/common';

/** How many links of a host wait for the next day. The floor that makes links tells how to count them, at boot. */
@Injectable()
export class ParkedWork {
  private count: ((userId: string) => Promise<number>) | undefined;

  register(count: (userId: string) => Promise<number>): void {
    this.count = count;
  }

  async of(userId: string): Promise<number> {
    return (await this.count?.(userId)) ?? 0;
  }
}
