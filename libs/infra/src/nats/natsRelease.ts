/**
 * The official release that is fetched, and the SHA-256 of each archive as the NATS project states it in the
 * Dockerfile of its own image for this version. What isn't listed is not fetched.
 */
export const NATS_RELEASE = {
  version: '2.15.0',
  baseUrl: 'https://github.com/nats-io/nats-server/releases/download/v2.15.0',
  sha256: {
    'linux-x64': {
      name: 'linux-amd64',
      sum: '5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92',
    },
    'linux-arm64': {
      name: 'linux-arm64',
      sum: 'cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112',
    },
  },
} as const satisfies NatsRelease;

export type NatsRelease = {
  version: string;
  /** The folder that holds the archives. */
  baseUrl: string;
  /** By Node's `platform-arch`. */
  sha256: Readonly<Record<string, { name: string; sum: string }>>;
};
