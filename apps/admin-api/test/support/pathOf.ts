/** A path of the admin API with a query, a list of sessions unless another is given; what is undefined isn't asked. */
export const pathOf = (
  query: Record<string, string | number | undefined>,
  path = '/admin/api/sessions',
): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return `${path}?${given.toString()}`;
};
