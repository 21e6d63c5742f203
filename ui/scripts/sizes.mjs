// Prints what the page weighs, and fails where the first load is heavier than it may be: the shell, the first page and the
// libraries that this page draws with, compressed as the server sends them.
import {existsSync, readFileSync, renameSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {gzipSync} from "node:zlib";

const LIMIT_BYTES = 350 * 1024;
const FIRST = ["index.html", "src/pages/overview/OverviewPage.tsx", "src/design/charts/draw.ts"];

const folder = process.env["SEXTANT_UI_DIST"] ?? fileURLToPath(new URL("../../build/ui", import.meta.url));
// The manifest is no part of what is served, so it is kept beside the folder.
const manifestFile = `${folder}.manifest.json`;
if (existsSync(join(folder, "manifest.json"))) renameSync(join(folder, "manifest.json"), manifestFile);
/** @type {Record<string, {file: string, name?: string, imports?: string[], css?: string[]}>} */
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
/** @param {string} file */
const gzipped = (file) => gzipSync(readFileSync(join(folder, file)), {level: 9}).length;

/** Adds the files of an entry and of all that it imports at once. @param {string} key @param {Set<string>} files */
function gather(key, files) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the build's manifest`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const other of chunk.imports ?? []) gather(other, files);
}

/** @type {Set<string>} */
const first = new Set(["index.html"]);
for (const key of FIRST) gather(key, first);
const all = new Set(Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]));
let total = 0;
/** @param {number} bytes */
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);
for (const file of [...first].sort((a, b) => gzipped(b) - gzipped(a))) {
  total += gzipped(file);
  console.log(`${kib(gzipped(file))}  ${file}`);
}
console.log(`${kib(total)}  first load, gzipped (limit ${LIMIT_BYTES / 1024} KiB)`);
for (const file of [...all].filter((file) => !first.has(file)).sort()) console.log(`${kib(gzipped(file))}  later: ${file}`);
if (total > LIMIT_BYTES) {
  console.error("sizes: the first load is too heavy");
  process.exit(1);
}
