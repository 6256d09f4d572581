import { writeFile } from 'node:fs/promises';

/** The model whose provider records its calls. */
export const RECORDED_MODEL = 'recorded';

/** Writes a file of models: the demo model, and one that is had from `baseUrl`. */
export async function writeModelsFile(path: string, baseUrl: string): Promise<void> {
  const models = [
    { id: 'demo', label: 'Demo', provider: 'demo' },
    {
      id: RECORDED_MODEL,
      label: 'Recorded',
      provider: 'openai',
      model: 'recorded-1',
      baseUrl,
      apiKey: 'a key of the chaos run',
      price: { input: 0.15, output: 0.6 },
    },
  ];
  // JSON is YAML.
  await writeFile(path, JSON.stringify({ models }));
}
