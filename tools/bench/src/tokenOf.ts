/** A token for a user of this name, from a stack in dev mode. */
export async function tokenOf(url: string, userId: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/auth/dev`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ userId }),
  });
  const { token } = (await answer.json()) as { token: string };
  return token;
}
