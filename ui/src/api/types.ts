// The shapes of the API, drawn from catalog/api/openapi.yaml when the page is built (`npm run types`).
export type * from "./generated/openapi";
