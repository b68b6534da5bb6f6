import { Redirect, applyDecorators } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { ImprovingAnswer } from '../platform/http';

export interface SeeOther {
  url: string;
  statusCode: 303;
}

/** A route that a form is posted to: it answers with the way to a page, so that reloading that page posts nothing. */
export const SendsOn = () => applyDecorators(ApiExcludeEndpoint(), Redirect('', 303));

/** `url` is relative to the form's page. */
export function seeOther(url: string): SeeOther {
  return { url, statusCode: 303 };
}

/** The same, after the moment that a link may take. */
export function seeOtherAfter(answer: ImprovingAnswer<unknown>, url: string): ImprovingAnswer<SeeOther> {
  const to = seeOther(url);
  return new ImprovingAnswer(to, async () => {
    await answer.better();
    return to;
  });
}
