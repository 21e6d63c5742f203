// Drives a server with the official TypeScript clients: node drive.mjs '{"client": "v1" or "v2", "stdio": {...} or "http": {...}, "steps": [...]}'.
// Each step is {"list": "tools"}, {"call": name, "arguments": {...}}, {"cancel": name, ...}, {"read": uri} or {"prompt": name}. Prints what came, as JSON.
const plan = JSON.parse(process.argv[2]);

async function connect() {
  const info = {name: "typescript", version: "1.0.0"};
  const capabilities = {elicitation: {}};
  if (plan.client === "v2") {
    const {Client, StreamableHTTPClientTransport} = await import("@modelcontextprotocol/client");
    const {StdioClientTransport} = await import("@modelcontextprotocol/client/stdio");
    const client = new Client(info, {capabilities, versionNegotiation: {mode: "auto"}});
    client.setRequestHandler("elicitation/create", answer);
    await client.connect(transport(StdioClientTransport, StreamableHTTPClientTransport));
    return client;
  }
  const {Client} = await import("@modelcontextprotocol/sdk/client/index.js");
  const {StdioClientTransport} = await import("@modelcontextprotocol/sdk/client/stdio.js");
  const {StreamableHTTPClientTransport} = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
  const {ElicitRequestSchema} = await import("@modelcontextprotocol/sdk/types.js");
  const client = new Client(info, {capabilities});
  client.setRequestHandler(ElicitRequestSchema, answer);
  await client.connect(transport(StdioClientTransport, StreamableHTTPClientTransport));
  return client;
}

const asked = [];
async function answer(request) {
  asked.push(request.params.message);
  return plan.agree ? {action: "accept", content: {agree: true}} : {action: "decline"};
}

function transport(Stdio, Http) {
  if (plan.stdio) return new Stdio(plan.stdio);
  return new Http(new URL(plan.http.url), {requestInit: {headers: {Authorization: `Bearer ${plan.http.token}`}}});
}

async function step(client, one) {
  const options = {timeout: 120_000};
  if (one.list === "tools") return client.listTools();
  if (one.list === "resources") return client.listResources();
  if (one.list === "prompts") return client.listPrompts();
  if (one.read) return client.readResource({uri: one.read});
  if (one.prompt) return client.getPrompt({name: one.prompt});
  const call = (name, more) => plan.client === "v2"
    ? client.callTool({name, arguments: one.arguments ?? {}}, {...options, ...more})
    : client.callTool({name, arguments: one.arguments ?? {}}, undefined, {...options, ...more});
  if (one.cancel) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    return call(one.cancel, {signal: stop.signal}).then(() => ({cancelled: false}), () => ({cancelled: true}));
  }
  const progress = [];
  const result = await call(one.call, {onprogress: update => progress.push(update)});
  return {...result, progress: progress.length};
}

const client = await connect();
const results = [];
for (const one of plan.steps) results.push(await step(client, one).catch(error => ({thrown: String(error), code: error.code})));
const version = client.getNegotiatedProtocolVersion?.() ?? client.transport?.protocolVersion ?? null;
const server = client.getServerVersion();
await client.close();
process.stdout.write(JSON.stringify({server, version, results, asked}), () => process.exit(0));
