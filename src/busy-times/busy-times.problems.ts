import { defineProblem } from '../platform/http';

export const TooManyBlocks = defineProblem('too-many-blocks', 409, 'There are too many blocks already');
export const TooManyBusyFeeds = defineProblem('too-many-busy-feeds', 409, 'The user has too many busy feeds already');
