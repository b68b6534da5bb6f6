/**
 * Where it is signalled that something changed for somebody who may be looking: what they were told, or whether they
 * are still logged in.
 */
export const userTopic = (userId: string) => `user:${userId}`;
