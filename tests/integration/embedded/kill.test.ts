import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let place: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "runner-"));
});
afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(place, { recursive: true, force: true });
});

const effects = () => (existsSync(join(place, "effects")) ? readFileSync(join(place, "effects"), "utf8").trim().split("\n") : []);

/** Starts the process and waits until it says the line; rejects when it ends before. */
function begin(stopAt: string, line: string): Promise<void> {
  const args = [
    "--conditions=react-server",
    "--import",
    "tsx",
    "tests/integration/embedded/killed-process.ts",
    join(place, "db"),
    join(place, "effects"),
    stopAt,
  ];
  const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  child = started;
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(line)) resolve();
    };
    started.stdout.on("data", listen);
    started.stderr.on("data", listen);
    started.on("exit", (code) => reject(new Error(`ended with ${code} before "${line}": ${said}`)));
  });
}

function kill(): Promise<void> {
  const victim = child;
  return new Promise((resolve) => {
    victim?.once("exit", () => resolve());
    victim?.kill("SIGKILL");
  });
}

test("killed between two steps, the run goes on and the first step's effect happens once", async () => {
  await begin("between", "stopped between");
  expect(effects()).toEqual(["first"]);
  await kill();
  await begin("finish", "finished");
  expect(effects().toSorted()).toEqual(["first", "second", "told"]);
});

test("killed within a step that had sent an event, the successor repeats the step and the event begins nothing twice", async () => {
  await begin("inside", "stopped inside");
  await kill();
  await begin("finish after lease", "finished");
  expect(effects().toSorted()).toEqual(["first", "second", "told"]);
});
