// What asks back in rounds, as the modern era does; the SDK turns it into requests for legacy clients.
import { createRequestStateCodec, fromJsonSchema, inputRequired } from '@modelcontextprotocol/server';
import { said, text } from './content.mjs';
import { object } from './tools.mjs';

export const states = createRequestStateCodec({ key: 'a key of thirty-two bytes or more, for tests' });

const form = (message, name, type = 'string') =>
  inputRequired.elicit({ message, requestedSchema: object({ [name]: { type } }, [name]) });

const question = (words, maxTokens) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: text(words) }], maxTokens });

const answers = context => context.mcpReq.inputResponses ?? {};

const capabilities = context =>
  context.mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities'] ?? {};

function elicitation(context) {
  const given = answers(context).user_name;
  return typeof given?.content?.name === 'string'
    ? said(`Hello, ${given.content.name}!`)
    : inputRequired({ inputRequests: { user_name: form('What is your name?', 'name') } });
}

async function streaming(context) {
  const progressToken = context.mcpReq._meta?.progressToken ?? 'none';
  const params = { progressToken, progress: 1, total: 2 };
  await context.mcpReq.notify({ method: 'notifications/progress', params });
  return elicitation(context);
}

function sampling(context) {
  const given = answers(context).capital_question;
  return given
    ? said(given.content?.text ?? JSON.stringify(given.content))
    : inputRequired({ inputRequests: { capital_question: question('What is the capital of France?', 100) } });
}

function roots(context) {
  const given = answers(context).client_roots;
  return given
    ? said(`Roots: ${(given.roots ?? []).map(({ uri }) => uri).join(', ')}`)
    : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
}

async function state(context) {
  return answers(context).confirm && context.mcpReq.requestState()?.step === 'confirm'
    ? said('state-ok')
    : inputRequired({
        inputRequests: { confirm: form('Please confirm', 'ok', 'boolean') },
        requestState: await states.mint({ step: 'confirm' })
      });
}

async function several(context) {
  const { user_name, greeting, client_roots } = answers(context);
  return user_name && greeting && client_roots
    ? said(`${greeting.content?.text}, ${user_name.content?.name}; ${client_roots.roots?.length} roots`)
    : inputRequired({
        inputRequests: {
          user_name: form('What is your name?', 'name'),
          greeting: question('Generate a greeting', 50),
          client_roots: inputRequired.listRoots()
        },
        requestState: await states.mint({ step: 'several' })
      });
}

async function rounds(context) {
  const before = context.mcpReq.requestState();
  const { step1, step2 } = answers(context);
  if (before?.round === 2 && step2) {
    return said(`${before.name} likes ${step2.content?.color}`);
  }
  if (before?.round === 1 && step1) {
    return inputRequired({
      inputRequests: { step2: form('Step 2: What is your favorite color?', 'color') },
      requestState: await states.mint({ round: 2, name: step1.content?.name })
    });
  }
  return inputRequired({
    inputRequests: { step1: form('Step 1: What is your name?', 'name') },
    requestState: await states.mint({ round: 1 })
  });
}

function whatItCan(context) {
  const { elicitation: form_, sampling: model } = capabilities(context);
  if (Object.keys(answers(context)).length > 0 || !(form_ || model)) {
    return said('That is all');
  }
  return inputRequired({
    inputRequests: {
      ...(form_ ? { name: form('What is your name?', 'name') } : {}),
      ...(model ? { greeting: question('Generate a greeting', 50) } : {})
    }
  });
}

export function registerAsking(mcp) {
  const tool = (name, run) =>
    mcp.registerTool(
      name,
      { description: 'Asks back', inputSchema: fromJsonSchema(object()) },
      (_, context) => run(context)
    );
  tool('test_input_required_result_elicitation', elicitation);
  tool('test_streaming_elicitation', streaming);
  tool('test_input_required_result_sampling', sampling);
  tool('test_input_required_result_list_roots', roots);
  tool('test_input_required_result_request_state', state);
  tool('test_input_required_result_tampered_state', state);
  tool('test_input_required_result_multiple_inputs', several);
  tool('test_input_required_result_multi_round', rounds);
  tool('test_input_required_result_capabilities', whatItCan);
  mcp.registerPrompt('test_input_required_result_prompt', { description: 'Asks back' }, context => {
    const given = answers(context).user_context;
    return given
      ? { messages: [{ role: 'user', content: text(`Context: ${given.content?.context}`) }] }
      : inputRequired({
          inputRequests: { user_context: form('What context should the prompt use?', 'context') }
        });
  });
}
