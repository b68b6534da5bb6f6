import type { JsonObject } from './types';

/** A refusal in Zoom's wire format, thrown by the handlers. The texts are Zoom's own where we have them. */
export class ZoomError extends Error {
  constructor(
    readonly status: number,
    readonly body: JsonObject,
    readonly headers: Record<string, string> = {},
  ) {
    super(typeof body.message === 'string' ? body.message : 'Zoom error');
  }
}

const refuse = (status: number, code: number, message: string): ZoomError => new ZoomError(status, { code, message });

export interface FieldError {
  field: string;
  message: string;
}

export const invalid = (...errors: FieldError[]): ZoomError =>
  new ZoomError(400, {
    code: 300,
    message: 'Validation Failed.',
    errors: errors.map(({ field, message }) => ({ field, message })),
  });

export const notJson = (): ZoomError => refuse(400, 300, 'Request Body should be a valid JSON object.');
export const unknownEndpoint = (): ZoomError => refuse(404, 2300, 'This API endpoint is not recognized.');
export const tooLarge = (): ZoomError => refuse(413, 413, 'Request Entity Too Large.');
export const badPageToken = (): ZoomError => refuse(400, 300, 'The next page token is invalid or expired.');

export const invalidToken = (): ZoomError => refuse(401, 124, 'Invalid access token.');
export const expiredToken = (): ZoomError => refuse(401, 124, 'Access token is expired.');
export const missingScope = (acceptable: string[]): ZoomError =>
  refuse(400, 4711, `Invalid access token, does not contain scopes:[${acceptable.join(', ')}].`);

export const otherAccount = (accountId: string): ZoomError =>
  refuse(400, 1010, `User not found on this account: ${accountId}.`);
export const paidOnly = (accountId: string): ZoomError =>
  refuse(400, 200, `Only available for paid account: ${accountId}.`);

export const noMeeting = (id: string): ZoomError => refuse(404, 3001, `Meeting does not exist: ${id}.`);
export const cannotAccess = (): ZoomError => refuse(400, 3000, 'Cannot access meeting information.');
export const alreadyStarted = (): ZoomError =>
  refuse(400, 3000, 'You cannot update or delete meetings that have started using this method.');
export const inProgress = (): ZoomError =>
  refuse(400, 3002, "Sorry, you cannot delete this meeting since it's in progress.");
export const notHost = (): ZoomError => refuse(400, 3003, 'Not meeting host.');
export const badOccurrence = (id: string): ZoomError => refuse(400, 3000, `Invalid occurrence_id:${id}.`);
export const cannotScheduleFor = (who: string): ZoomError =>
  refuse(400, 3000, `You cannot schedule a meeting for ${who}.`);

export const registrationOff = (id: number): ZoomError =>
  refuse(404, 404, `Registration has not been enabled for this meeting: ${id}.`);
export const noRegistrant = (id: string): ZoomError => refuse(404, 300, `Registrant does not exist: ${id}.`);
