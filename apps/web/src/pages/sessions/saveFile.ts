const NAMED = /filename\*=UTF-8''([^;]+)/i;
const PLAIN = /filename="?([^";]+)"?/i;

/** The name that the server gives a file; `otherwise` when it gives none. */
export function fileName(disposition: string | null, otherwise: string): string {
  const encoded = NAMED.exec(disposition ?? '')?.[1];
  try {
    if (encoded) return decodeURIComponent(encoded);
  } catch {
    // Not what it says it is: the plain name will do.
  }
  return PLAIN.exec(disposition ?? '')?.[1] ?? otherwise;
}

/** Puts what the server sent into a file of the reader's. */
export async function saveFile(response: Response, otherwise: string): Promise<void> {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response.headers.get('content-disposition'), otherwise);
  link.click();
  // The browser has taken hold of it by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
