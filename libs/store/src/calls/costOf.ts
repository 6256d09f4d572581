import type { CallPrice, EndedCall } from './Call.ts';

/** Billionths of a US dollar in one: what costs are counted in. */
const NANOS = 1_000_000_000;
/** Of a dollar for a million tokens: in billionths, for one. */
const NANOS_A_TOKEN = 1000;

/** What a call cost, in whole billionths of a US dollar. Tokens that the provider had read before are part of its input. */
export function costOf(
  price: CallPrice,
  {
    inputTokens,
    outputTokens,
    cachedTokens = 0,
  }: Pick<EndedCall, 'inputTokens' | 'outputTokens' | 'cachedTokens'>,
): number {
  const cached = Math.min(cachedTokens, inputTokens);
  const micros =
    (inputTokens - cached) * price.input +
    cached * (price.cached ?? price.input) +
    outputTokens * price.output;
  return Math.round(micros * NANOS_A_TOKEN);
}

/** The same in US dollars. */
export const toUsd = (nanos: number): number => nanos / NANOS;

/** US dollars in whole billionths of one. */
export const toNanos = (usd: number): number => Math.round(usd * NANOS);
