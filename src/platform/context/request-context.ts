import { AsyncLocalStorage } from 'node:async_hooks';

/** Who causes what happens now. Set by the authentication of a request; empty in jobs and for the public. */
export interface RequestContext {
  requestId: string | null;
  /** The account the session or key belongs to. */
  accountId: string | null;
  /** The user who really acts. */
  actorId: string | null;
  /** The user they act as: themselves, or another under Login As User. */
  subjectId: string | null;
  actorName: string | null;
  subjectName: string | null;
  /** The API key the request came with. */
  keyId: string | null;
  /** Where the request comes from: an IP address. */
  address: string | null;
  /** What sent the request, as it calls itself. */
  userAgent: string | null;
}

export const NOBODY: RequestContext = {
  ...{ requestId: null, accountId: null, actorId: null, subjectId: null },
  ...{ actorName: null, subjectName: null, keyId: null, address: null, userAgent: null },
};
const storage = new AsyncLocalStorage<RequestContext>();

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the current request; in a request it may be filled in as more becomes known. */
export function currentContext(): RequestContext {
  return storage.getStore() ?? { ...NOBODY };
}
