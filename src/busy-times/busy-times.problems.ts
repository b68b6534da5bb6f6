import { defineProblem } from '../platform/http';

export const TooManyBlocks = defineProblem('too-many-blocks', 409, 'There are too many blocks already');
