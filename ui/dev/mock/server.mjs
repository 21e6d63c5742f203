// Stands in for `sextant serve` during `npm run dev`: answers by the contract from made-up figures. Never part of a build.
import {compare, costs, forecast, overview, values} from "./costs.mjs";
import {connectAnswer, problem, state} from "./connect.mjs";
import {status, tables} from "./data.mjs";
import {followTask, listeners, listTasks} from "./tasks.mjs";

/** @typedef {import("node:http").IncomingMessage} Request */
/** @typedef {import("node:http").ServerResponse} Response */

/** @param {Response} response @param {number} code @param {unknown} body */
function send(response, code, body) {
  response.statusCode = code;
  response.setHeader("Content-Type", code >= 400 ? "application/problem+json" : "application/json");
  response.end(code === 204 ? undefined : JSON.stringify(body));
}

/** @param {Request} request @returns {Promise<any>} */
async function bodyOf(request) {
  let text = "";
  for await (const piece of request) text += piece;
  return text ? JSON.parse(text) : {};
}

/** @param {Request} request @param {Response} response */
export async function answer(request, response) {
  const url = new URL(request.url ?? "/", "http://localhost");
  const path = url.pathname.replace(/^\/api\/v1/, "");
  const query = url.searchParams;
  /** @type {Record<string, () => unknown>} */
  const reads = {
    "/status": () => ({
      ...status,
      connections: state.connections.filter((/** @type {any} */ one) => one.state === "connected").length,
      pending: state.connections.filter((/** @type {any} */ one) => one.state === "pending").length,
      tasks_running: listTasks().filter((task) => task.state === "running").length,
    }),
    "/costs": () => costs(query),
    "/costs/compare": () => compare(query),
    "/costs/values": () => values(query.get("key") ?? ""),
    "/forecast": () => forecast(query),
    "/overview": () => overview(query),
    "/sql/tables": () => tables,
  };
  await new Promise((resolve) => setTimeout(resolve, 120));
  if (path === "/events") return events(response);
  const body = request.method === "GET" ? {} : await bodyOf(request);
  if (path === "/sql" && request.method === "POST") return sql(body, response);
  const [, task] = /^\/tasks\/([0-9a-f]{16})\/events$/.exec(path) ?? [];
  if (task && followTask(task, request, response)) return;
  try {
    const answered = connectAnswer(request.method ?? "GET", path, query, body);
    if (answered) return send(response, answered.status, answered.body);
  } catch (refused) {
    return send(response, /** @type {any} */ (refused).status ?? 500, refused);
  }
  const read = reads[path];
  if (request.method !== "GET" || !read) {
    return send(response, 404, problem(404, "web.no_such_path", "The API has no such path", {detail: `${request.method} ${path}`}));
  }
  try {
    const body = read();
    if (query.get("format") === "csv") {
      response.setHeader("Content-Type", "text/csv");
      return void response.end("service,amount\r\nAmazon EC2,1.00\r\n");
    }
    send(response, 200, body);
  } catch (refused) {
    send(response, /** @type {any} */ (refused).status ?? 500, refused);
  }
}

/** @param {Response} response */
function events(response) {
  response.setHeader("Content-Type", "text/event-stream");
  response.write("event: hello\ndata: {}\n\n");
  const beat = setInterval(() => response.write(": beat\n\n"), 15_000);
  const tell = (/** @type {string} */ what) => response.write(`event: changed\ndata: {"what":"${what}"}\n\n`);
  listeners.add(tell);
  response.on("close", () => (clearInterval(beat), listeners.delete(tell)));
}

/** @param {any} body @param {Response} response */
async function sql(body, response) {
  if (/slow/.test(body.sql)) await new Promise((resolve) => setTimeout(resolve, 8000));
  if (!/select/i.test(body.sql)) {
    return send(
      response,
      400,
      problem(400, "sql.refused", "This SQL was refused", {
        detail: 'Parser Error: syntax error at or near "SELCT"\n\nLINE 1: SELCT 1',
        causes: ["Only questions are answered: SELECT, WITH, DESCRIBE"],
        fix: "Ask with SELECT.",
      }),
    );
  }
  const rows = Array.from({length: Math.min(body.max_rows ?? 1000, 1000)}, (_, at) => [
    `2026-${String((at % 10) + 1).padStart(2, "0")}-01`,
    ["AmazonEC2", "AmazonS3", "<b>Bold</b> & \u202Eright"][at % 3],
    `${(at * 37) % 1000}.${String(at % 100).padStart(2, "0")}00`,
    at,
    at % 7 === 0 ? null : at % 2 === 0,
  ]);
  const column = (/** @type {string} */ name, /** @type {string} */ kind) => ({name, kind});
  send(response, 200, {
    columns: [column("month", "date"), column("ServiceName", "text"), column("cost", "decimal"), column("n", "integer"), column("fine", "boolean")],
    rows,
    cut: rows.length === 1000,
    elapsed_ms: 42,
    provenance: {
      tables: [{name: "cost_account_service_monthly", meaning: "Costs by account and service, by month", oldest: new Date(Date.now() - 7200_000).toISOString(), newest: new Date().toISOString(), age_s: 7200}],
      complete: true,
      missing: [],
      notes: [],
    },
  });
}
