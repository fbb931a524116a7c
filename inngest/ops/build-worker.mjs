// 处理线程的打包: bundles the worker that reads uploaded files into one plain script, so that a server without the sources can start it.
import path from "node:path";

/** Writes the bundle to `outfile` and answers with its absolute path. */
export async function buildWorker(outfile, root = process.cwd()) {
  // Not at the top: the start command must be able to say that nothing is installed yet
  const { build } = await import("esbuild");
  await build({
    entryPoints: [path.join(root, "inngest/functions/uploads/worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    conditions: ["react-server"],
    tsconfig: path.join(root, "tsconfig.json"),
    // Parts of the bundle that are not modules ask for Node's own by require
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return path.resolve(outfile);
}
