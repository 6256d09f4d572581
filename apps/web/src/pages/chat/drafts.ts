import { readStored, writeStored } from '../account/stored.ts';

const KEY = 'parley.drafts';
/** Drafts of so many conversations are kept, the latest ones. */
const KEPT = 20;

const drafts = (): Record<string, string> => {
  const value = readStored(KEY);
  return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};
};

/** What was written in a conversation and not yet sent. */
export const readDraft = (sessionId: string): string => {
  const draft: unknown = drafts()[sessionId];
  return typeof draft === 'string' ? draft : '';
};

/** Keeps a draft over reloads. */
export function keepDraft(sessionId: string, text: string): void {
  const { [sessionId]: _old, ...others } = drafts();
  const entries = [...Object.entries(others), ...(text ? [[sessionId, text] as const] : [])];
  writeStored(KEY, Object.fromEntries(entries.slice(-KEPT)));
}

/** To be called when the text was sent. */
export const forgetDraft = (sessionId: string): void => keepDraft(sessionId, '');
