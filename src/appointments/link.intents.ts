import { defineIntent } from '../platform/events';
import type { LinkNeed } from './link-need.rules';

/** Slots of an account were opened for people who wish for a link of their own there. No slot had a meeting before. */
export const LinksWished = defineIntent<{ needs: LinkNeed[] }>('appointments.links-wished');

/** Somebody waits for a link that was wished for in an act that is committed. Whoever answers does not wait for it. */
export const LinkAwaited = defineIntent<{ hostUserId: string }>('appointments.link-awaited');
