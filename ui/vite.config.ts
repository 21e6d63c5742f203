import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import react from "@vitejs/plugin-react";
import type {Plugin} from "vite";
import {defineConfig} from "vitest/config";

import {answer as mockAnswer} from "./dev/mock/server.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Puts src/shell/theme-first.js, which chooses light or dark before the first paint, into the head as a script of its own:
 * the policy of the server forbids inline scripts, and a module would run only after that paint.
 */
function themeFirst(): Plugin {
  const source = readFileSync(here("src/shell/theme-first.js"), "utf8");
  const name = `assets/theme-${createHash("sha256").update(source).digest("hex").slice(0, 8)}.js`;
  let serves = false;
  return {
    name: "theme-first",
    configResolved: (config) => {
      serves = config.command === "serve";
    },
    generateBundle() {
      this.emitFile({type: "asset", fileName: name, source});
    },
    transformIndexHtml: () => [
      {tag: "script", attrs: {src: serves ? "/src/shell/theme-first.js" : `/${name}`}, injectTo: "head-prepend"},
    ],
  };
}

/** Answers /api of `npm run dev` from dev/mock; with SEXTANT_URL set, that server is asked instead. Never part of a build. */
function mockApi(): Plugin {
  return {
    name: "mock-api",
    apply: "serve",
    configureServer(server) {
      if (process.env["SEXTANT_URL"]) return;
      server.middlewares.use("/api/v1", (request, response) => void mockAnswer(request, response));
    },
  };
}

export default defineConfig({
  plugins: [react(), themeFirst(), mockApi()],
  resolve: {alias: {"@": here("src")}},
  build: {
    outDir: process.env["SEXTANT_UI_DIST"] ?? here("../build/ui"),
    emptyOutDir: true,
    target: "es2023",
    // Everything stays a file of its own: the policy of the server allows no data: URL but for images.
    assetsInlineLimit: 0,
    modulePreload: {polyfill: false},
    // Read by scripts/sizes.mjs, which moves it out of what is served.
    manifest: "manifest.json",
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  server: {
    port: Number(process.env["SEXTANT_UI_PORT"] ?? 5173),
    ...(process.env["SEXTANT_URL"] ? {proxy: {"/api": {target: process.env["SEXTANT_URL"], changeOrigin: true}}} : {}),
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    setupFiles: ["dev/vitest-setup.ts"],
    restoreMocks: true,
  },
});
