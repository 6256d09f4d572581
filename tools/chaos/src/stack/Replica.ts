/** One process of the stack: `service` as in its run file, `n` from 1. */
export interface Replica {
  readonly service: string;
  readonly n: number;
}

export const nameOf = ({ service, n }: Replica): string => `${service}.${n}`;
