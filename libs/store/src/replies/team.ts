/** Who owns the replies of the whole team, and the key that seals them: no user, as user ids have at most 200 characters. */
export const TEAM = `team ${'-'.repeat(200)}`;
