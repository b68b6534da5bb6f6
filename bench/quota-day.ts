// A busy rep's day: how many of its 100 requests become links when each change is told to Zoom at once, and by our plan.
//   npm run bench -- quota-day
import { seeded } from './bench-kit';
import { naively, PATTERNS, type Pattern, PlannedRep, repDay } from './rep-day';

const BUSY = 130;
const QUIET = 15;
const SEEDS = 50;

function spread(figures: number[]): string {
  const rising = [...figures].sort((a, b) => a - b);
  return `${rising[0]}-${rising.at(-1)} (median ${rising[Math.floor(rising.length / 2)]})`;
}

function main(): void {
  console.log(
    `Bookings, 30 % moved, 15 % cancelled, 25 % edited once to five times; ${SEEDS} days each, no backlog.\n`,
  );
  for (const bookings of [BUSY, QUIET]) {
    for (const pattern of Object.keys(PATTERNS) as Pattern[]) {
      const days = Array.from({ length: SEEDS }, (_, seed) => repDay(pattern, bookings, seeded(seed + 1)));
      const naive = days.map((events) => naively(events));
      const ours = days.map((events) => new PlannedRep().run(events));
      console.log(`${bookings} bookings, ${pattern}`);
      console.log(`  links, at once:  ${spread(naive.map(({ links }) => links))}`);
      console.log(`  links, by plan:  ${spread(ours.map(({ links }) => links))}`);
      console.log(`  deletions left:  ${spread(ours.map(({ deletionsWaiting }) => deletionsWaiting))}`);
      console.log(`  requests:        ${spread(ours.map((day) => day.links + day.updates + day.deletions))}`);
    }
  }
}

main();
