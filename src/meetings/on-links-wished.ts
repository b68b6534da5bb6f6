import { Injectable } from '@nestjs/common';
import { type LinkNeed, LinksWished } from '../appointments';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { Generations } from './generations';

/** New slots want meetings from the moment they are there, so that nothing stands between a booking and its link. */
@Injectable()
@AnswersIntent(LinksWished)
export class OnLinksWished implements IntentAnswer<{ needs: LinkNeed[] }> {
  constructor(private readonly generations: Generations) {}

  async answer({ needs }: { needs: LinkNeed[] }): Promise<void> {
    const hosted = needs.flatMap((need) => (need.hostUserId === null ? [] : { ...need, hostUserId: need.hostUserId }));
    if (hosted.length > 0) await this.generations.beginFirst(hosted);
  }
}
