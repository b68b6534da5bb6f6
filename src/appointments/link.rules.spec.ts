import { LINK_STATES, LINK_TRANSITIONS, type LinkState, assertLinkTransition, linkAfterWish } from './link.rules';

const followers = (state: LinkState) => Object.keys(LINK_TRANSITIONS[state]);
const mayBecome = (from: LinkState, to: LinkState) => {
  try {
    assertLinkTransition(from, to);
    return true;
  } catch {
    return false;
  }
};

describe('the states of a link', () => {
  it('are all in the table, and each transition says why', () => {
    expect(Object.keys(LINK_TRANSITIONS).sort()).toEqual([...LINK_STATES].sort());
    for (const [from, next] of Object.entries(LINK_TRANSITIONS)) {
      for (const [to, why] of Object.entries(next)) {
        expect(LINK_STATES).toContain(to);
        expect(`${from} → ${to}: ${why}`).toMatch(/: .{10,}/);
      }
    }
  });

  it('are left for good only on the way to another', () => {
    for (const state of LINK_STATES) expect(followers(state)).not.toHaveLength(0);
  });

  it('are all reached from the first', () => {
    const reached = new Set<string>(['none']);
    for (const state of reached) for (const next of followers(state as LinkState)) reached.add(next);
    expect([...reached].sort()).toEqual([...LINK_STATES].sort());
  });

  it('are never `none` again, so that a history tells that there was a link', () => {
    for (const state of LINK_STATES) expect(mayBecome(state, 'none')).toBe(false);
  });

  it.each<LinkState>(['none', 'released'])('begin with a wish, not with an answer: %s', (state) => {
    expect(followers(state)).toEqual(['pending']);
  });

  it.each<LinkState>(['pending', 'ready', 'parked', 'failed'])('can all be given up: %s', (state) => {
    expect(mayBecome(state, 'released')).toBe(true);
  });

  it('follow from a wish and its end only as the table has it', () => {
    for (const state of LINK_STATES) {
      for (const wanted of [true, false]) {
        for (const began of [true, false]) {
          const next = linkAfterWish(state, { wanted, began });
          if (next !== null) expect(mayBecome(state, next)).toBe(true);
        }
      }
    }
  });

  it('stay as they are once the slot began, and while there is a link already', () => {
    expect(linkAfterWish('ready', { wanted: false, began: true })).toBeNull();
    expect(linkAfterWish('ready', { wanted: false, began: false })).toBe('released');
    expect(linkAfterWish('failed', { wanted: true, began: false })).toBeNull();
    expect(linkAfterWish('released', { wanted: true, began: true })).toBe('pending');
  });
});
