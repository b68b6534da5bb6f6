import { defineProblem } from '../platform/http';

export const TooManyStreams = defineProblem('too-many-streams', 429, 'Too many streams of notifications are open');
