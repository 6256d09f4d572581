import { optionalKey } from '../key.ts';
import { text } from '../types/text.ts';

/** What every service that knows the models has. */
export const modelKeys = {
  MODELS_FILE: optionalKey({
    what: 'The file of the models, read anew when it changes. Without it `models.yaml` in the working folder; without that, the models for whose provider a key is in the environment (`OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `DIFY_API_KEY`), and the demo model.',
    type: text(1, 4096),
    example: 'MODELS_FILE=/etc/parley/models.yaml',
  }),
};
