import { Injectable } from '@nestjs/common';
import { SealedStore } from './sealed.store';
import { type SealedTexts, allSealedTexts } from './sealed-texts';
import { Secrets, UnsealError } from './secrets';

const BATCH = 200;

/** What became of the texts of one place. */
export interface Rotation {
  name: string;
  /** Sealed anew with the first key. */
  resealed: number;
  /** No key we have opens them, so they stay as they are. */
  unreadable: number;
  /** Sealed with another key at the end, the unreadable among them: more of them than those come from a server that still seals so. */
  left: number;
}

/**
 * Seals with the first key of SECRET_KEYS whatever another one sealed. Servers may run meanwhile: a text is replaced
 * only if it is as it was read. Each text is a change of its own, so an end in between loses nothing, and the next run
 * goes on with what is left.
 */
@Injectable()
export class RotateKeys {
  constructor(
    private readonly store: SealedStore,
    private readonly secrets: Secrets,
  ) {}

  async run(): Promise<Rotation[]> {
    const rotations: Rotation[] = [];
    for (const texts of allSealedTexts()) rotations.push(await this.rotate(texts));
    return rotations;
  }

  private async rotate(texts: SealedTexts): Promise<Rotation> {
    const { sealingKey } = this.secrets;
    let [resealed, unreadable] = [0, 0];
    let after: string[] | null = null;
    for (;;) {
      const rows = await this.store.otherwiseSealed(texts, sealingKey, after, BATCH);
      for (const row of rows) {
        const envelope = this.resealed(row.envelope, texts.place(...row.placeKey));
        if (envelope === null) unreadable += 1;
        else if (await this.store.replace(texts, row, envelope)) resealed += 1;
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.rowKey;
    }
    return { name: texts.name, resealed, unreadable, left: await this.store.countOtherwiseSealed(texts, sealingKey) };
  }

  private resealed(envelope: string, place: ReturnType<SealedTexts['place']>): string | null {
    try {
      return this.secrets.seal(this.secrets.unseal(envelope, place), place);
    } catch (error) {
      if (error instanceof UnsealError) return null;
      throw error;
    }
  }
}
