/** One configuration for every project: `jest --rootDir <project>`. Node runs the TypeScript as it is. */
export default {
  testEnvironment: 'node',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  // Ends what hangs: on a busy machine the longest of those without a bound of their own takes over a minute.
  testTimeout: 180_000,
};
