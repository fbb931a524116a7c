import "server-only";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import path from "node:path";

function ownerOf(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function tryTake(file: string): boolean {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/**
 * One process owns an embedded database folder: two would lose rows without an error. A lock of a process that is gone is taken over.
 * Returns the release; throws in Chinese when a living process holds it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(path.dirname(folder), { recursive: true });
  const file = `${folder}.lock`;
  for (let attempt = 0; attempt < 2; attempt++) {
    if (tryTake(file)) {
      const release = () => {
        if (ownerOf(file) === process.pid) rmSync(file, { force: true });
      };
      process.once("exit", release);
      return release;
    }
    const owner = ownerOf(file);
    if (owner !== null && owner !== process.pid && isAlive(owner)) throw new Error(`数据目录 ${folder} 正被进程 ${owner} 使用，请先停掉它`);
    rmSync(file, { force: true });
  }
  throw new Error(`数据目录 ${folder} 的锁文件无法取得`);
}
