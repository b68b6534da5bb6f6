import { Injectable } from '@nestjs/common';
import { Problem } from '../platform/http';
import { ConfirmConnect, over } from './confirm-connect';
import { DeclineConnect } from './decline-connect';
import { PROFILE, pageOf } from './return-to';

/** What a person at the page says of the Zoom account. @returns the next page */
@Injectable()
export class AnswerConfirmation {
  constructor(
    private readonly confirming: ConfirmConnect,
    private readonly declining: DeclineConnect,
  ) {}

  async run(answer: 'yes' | 'no', confirmToken: string | null): Promise<string> {
    if (confirmToken === null) return pageOf(PROFILE, over().definition.slug);
    try {
      const act = answer === 'yes' ? this.confirming : this.declining;
      const { returnTo } = await act.run('browser', confirmToken);
      return pageOf(returnTo, answer === 'yes' ? 'connected' : 'declined');
    } catch (error) {
      if (error instanceof Problem) return pageOf(PROFILE, error.definition.slug);
      throw error;
    }
  }
}
