import { repeatedly } from '@parley/lifecycle';
import type { NotifierConfig } from '../config.ts';
import type { Deps } from '../deps.ts';
import { createErrorRate } from './createErrorRate.ts';
import { createLetterWatch } from './createLetterWatch.ts';
import { queueFindings } from './queueFindings.ts';
import { createRaise } from './raise.ts';

const EVERY_MS = 5000;

/** Looks, by rule, for what people must hear of, until told to stop. */
export function startWatch(deps: Deps, config: NotifierConfig, everyMs = EVERY_MS): () => Promise<void> {
  const { bus, log, now } = deps;
  const raise = createRaise(deps, config.ALERT_EVERY);
  const errors = createErrorRate(config.ALERT_ERRORS);
  const letters = createLetterWatch(bus.deadLetters, now() - config.ALERT_EVERY);
  const unsubscribe = bus.subscribeFleetErrors((logged) => errors.add(logged, now()));
  const stop = repeatedly(log, {
    event: 'watch.failed',
    everyMs,
    async run() {
      for (const finding of errors.findings(now())) await raise(finding);
      const depths = await bus.queueDepths();
      for (const finding of queueFindings(depths, config.ALERT_QUEUE_AGE, now())) await raise(finding);
      const newest = depths.find(({ stream }) => stream === 'DEAD')?.lastSeq ?? 0;
      const finding = await letters.finding(newest);
      if (finding && (await raise(finding))) letters.told();
    },
  });
  return async () => {
    unsubscribe();
    await stop();
  };
}
