import type { z } from 'zod';
import { textType } from './textType.ts';

/** A whole number between two others, both included. */
export function integer(min: number, max: number): z.ZodType<number, string> {
  return textType(`must be a whole number from ${min} to ${max}`, (text) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}
