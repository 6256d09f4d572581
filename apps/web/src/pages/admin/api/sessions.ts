import type { Message, Note, Session, Usage } from '@parley/protocol';
import type { Page } from './page.ts';

/** What sessions are chosen by and how they are sorted; empty: everything, newest activity first. */
export interface SessionQuery {
  readonly userId?: string;
  /** ISO times: made at or after, and before. */
  readonly from?: string;
  readonly to?: string;
  readonly state?: Session['state'];
  readonly handling?: Session['handling'];
  readonly assisted?: 'true' | 'false';
  readonly model?: string;
  /** Only together with `userId`. */
  readonly text?: string;
  readonly sort?: 'createdAt' | 'durationMs' | 'userId' | 'lastActivityAt';
  readonly order?: 'asc' | 'desc';
}

/** A session with a page of its timeline, ascending by `seq`, its notes and the calls of models for it. */
export interface SessionPage {
  readonly session: Session;
  readonly messages: Page<Message>;
  readonly notes: readonly Note[];
  /** The earliest first. */
  readonly calls: readonly SessionCall[];
}

/** A call of a model that was made for a session. */
export interface SessionCall {
  readonly id: string;
  readonly purpose: 'answer' | 'title' | 'summary' | 'draft' | 'transcription' | 'speech';
  /** Which try of its attempt, from 1. */
  readonly tried: number;
  readonly model: string;
  readonly startedAt: string;
  /** `unknown`: it is under way, or its end was never written. */
  readonly outcome: 'unknown' | 'complete' | 'stopped' | 'interrupted' | 'failed';
  readonly durationMs?: number;
  readonly firstTokenMs?: number;
  readonly usage?: Usage;
  /** The provider didn't say what it took. */
  readonly estimated?: boolean;
  readonly error?: string;
  /** HTTP status of the failure. */
  readonly status?: number;
}
