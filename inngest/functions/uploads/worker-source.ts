import { Worker } from "node:worker_threads";
import type { Prepared } from "./prepare-rows";
import { type OpenRowSource, openHere, type RowSource } from "./row-source";

/** 并行上限: two files at once leave the machine able to serve pages. */
const AT_ONCE = 2;
/** Heap of one worker. A million rows fit; what needs more is refused instead of taking the whole platform with it. */
const HEAP_MB = 640;
/** One slice takes a second at most, opening a workbook some seconds more: a worker that is silent for so long hangs. */
const SILENCE_MS = 120_000;

let busy = 0;
const waiting: (() => void)[] = [];
async function takeSeat(): Promise<void> {
  if (busy < AT_ONCE) busy += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}
function leaveSeat(): void {
  const next = waiting.shift();
  if (next) next();
  else busy -= 1;
}

const TOO_MUCH: Prepared = { kind: "refused", message: "文件内容过多，平台读不完。请按月份或按行分成几份，另存为 csv 后上传。", unknownColumns: [] };
const isOutOfMemory = (error: unknown): boolean => (error as { code?: string } | null)?.code === "ERR_WORKER_OUT_OF_MEMORY";

/** The next message of a worker, or how it ended. */
function answerOf(worker: Worker, silenceMs: number): Promise<Prepared | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error("the worker of an upload is silent"))), silenceMs);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    const onMessage = (message: Prepared | null) => settle(() => resolve(message));
    const onError = (error: unknown) => settle(() => (isOutOfMemory(error) ? resolve(TOO_MUCH) : reject(error)));
    const onExit = () => settle(() => reject(new Error("the worker of an upload ended")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}

type WorkerOptions = { readonly heapMb?: number; readonly silenceMs?: number };

/** Prepares rows in a thread of its own, at most two files at once; others wait for a seat. `script` is the bundle of `worker.ts`. */
export const openInWorker =
  (script: string, { heapMb = HEAP_MB, silenceMs = SILENCE_MS }: WorkerOptions = {}): OpenRowSource =>
  async (input): Promise<RowSource> => {
    await takeSeat();
    const worker = new Worker(script, {
      workerData: input,
      transferList: [input.bytes.buffer],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    // Between two questions nobody listens; an ending is then noticed by the next question
    worker.on("error", () => undefined);
    let closed = false;
    return {
      next: (answered) => {
        const answer = answerOf(worker, silenceMs);
        worker.postMessage(answered ?? null);
        return answer;
      },
      close: async () => {
        if (closed) return;
        closed = true;
        await worker.terminate();
        leaveSeat();
      },
    };
  };

/** In a thread where the start command has built one (`UPLOAD_WORKER`), else here in slices. */
export const openRowSource: OpenRowSource = (input) => {
  const script = process.env["UPLOAD_WORKER"];
  return script ? openInWorker(script)(input) : openHere(input);
};
