import { defineIntent } from '../platform/events';

export interface ConnectionEnding {
  userId: string;
  /** How long whoever answers may take, in milliseconds. */
  forMs: number;
}

/** A connection is about to end, and what its host still owes Zoom can only be done now. Outside of any transaction. */
export const FinishZoomWork = defineIntent<ConnectionEnding>('zoom.finish-work');

/** Somebody is done with a host's Zoom: whoever found it taken may go on. Outside of any transaction. */
export const ZoomIsFree = defineIntent<{ userId: string }>('zoom.is-free');
