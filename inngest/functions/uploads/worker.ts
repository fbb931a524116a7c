// 处理线程: prepares the rows of one file, one slice for each message. Bundled by inngest/ops/build-worker.mjs into a file of its own.
import { parentPort, workerData } from "node:worker_threads";
import { type PreparationInput, prepareRows } from "./prepare-rows";
import type { Answer } from "./survey-rows";

const preparation = prepareRows(workerData as PreparationInput);
parentPort?.on("message", async (answer: Answer | null) => {
  const { done, value } = await preparation.next(answer ?? undefined);
  parentPort?.postMessage(done ? null : value);
});
