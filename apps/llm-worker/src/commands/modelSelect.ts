import { refuse, selectModel } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';
import type { CommandHandler } from './commandHandler.ts';

/** The user chooses the model that answers from now on. */
export const modelSelect: CommandHandler<'model.select'> = {
  decide(session, { id, model }, _command, { models }) {
    if (models.selectable(model)) return selectModel(session, id, model);
    return refuse(session, id, new ParleyError('not_found', 'model', 'model: there is no such model.'));
  },
};
