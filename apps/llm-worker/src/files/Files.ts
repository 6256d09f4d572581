/** A file, whole. */
export interface FileContent {
  readonly name: string;
  /** As its upload found out; what it is, is looked at again. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** Why there is nothing to read: it isn't checked yet, or it is no more. */
export interface FileMissing {
  readonly missing: 'not_ready' | 'gone';
}

/** Whose conversation asks for a file. */
export interface Asking {
  readonly sessionId: string;
  readonly userId: string;
}

/** Where the files of a conversation are had from. */
export interface Files {
  /** A file's bytes, if it is ready and belongs to who asks. `signal`: nobody waits for them any more. */
  open(fileId: string, asking: Asking, signal?: AbortSignal): Promise<FileContent | FileMissing>;
}

/** While nothing takes files, none is ready. */
export const noFiles: Files = {
  open: () => Promise.resolve({ missing: 'not_ready' }),
};
