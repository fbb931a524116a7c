import "server-only";
import { createHash } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { issueKey, revokeKey } from "@/db/api-keys";
import { businessNow } from "@/db/clock";
import { readConfig } from "@/db/config";
import type { Db } from "@/db/types";

/**
 * 命令通道: an embedded database belongs to the running server alone, so operators' commands ask it over a socket in the data folder. Whoever may
 * read that folder holds the keys anyway; nobody else can reach the socket. One JSON line each way.
 */
export type CommandReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };
export type CommandHandler = (db: Db, input: unknown) => Promise<CommandReply>;

const Line = z.looseObject({ command: z.string() });
const MAX_LINE = 64 * 1024;
/** Longest path that every system takes for a socket. */
const MAX_PATH = 100;

/** `command.sock` in the data folder; where that path is too long for a socket, a name made from it in the temporary folder. */
export function socketPath(dataDir: string): string {
  const wanted = path.join(path.resolve(dataDir), "command.sock");
  if (Buffer.byteLength(wanted) <= MAX_PATH) return wanted;
  return path.join(tmpdir(), `command-${createHash("sha256").update(wanted).digest("hex").slice(0, 16)}.sock`);
}

const KEY_REFUSALS = { departmentUnknown: "没有这个部门编号", notASourceDepartment: "这个部门不报送数据，不需要接口密钥" } as const;
export const IssueInput = z.looseObject({ dept: z.string().min(1), label: z.string().max(60).default("部门系统") });

/** keys.issue: also used by the command itself when no server runs. */
export async function issueKeyCommand(db: Db, input: unknown): Promise<CommandReply> {
  const { dept, label } = IssueInput.parse(input);
  const issued = await issueKey(db, { departmentId: dept, label, createdBy: null, at: await businessNow(db) });
  return issued.ok ? { ok: true, value: issued.value } : { ok: false, message: `${KEY_REFUSALS[issued.reason]}：${dept}` };
}

async function revokeKeyCommand(db: Db, input: unknown): Promise<CommandReply> {
  const { keyId } = z.looseObject({ keyId: z.string().min(1) }).parse(input);
  const done = await revokeKey(db, { keyId, by: null, at: await businessNow(db) });
  return done ? { ok: true, value: { keyId } } : { ok: false, message: `没有在用的密钥：${keyId}` };
}

const OWN_COMMANDS: Readonly<Record<string, CommandHandler>> = {
  ping: async () => ({ ok: true, value: "pong" }),
  "keys.issue": issueKeyCommand,
  "keys.revoke": revokeKeyCommand,
};

async function answerLine(db: Db, handlers: Readonly<Record<string, CommandHandler>>, line: string): Promise<CommandReply> {
  try {
    const input = Line.parse(JSON.parse(line));
    const handler = Object.hasOwn(handlers, input.command) ? handlers[input.command] : undefined;
    return handler ? await handler(db, input) : { ok: false, message: `没有这个命令：${input.command.slice(0, 60)}` };
  } catch (error) {
    return { ok: false, message: error instanceof z.ZodError || error instanceof SyntaxError ? "命令的写法不对" : "命令没有执行成功" };
  }
}

function serve(socket: Socket, run: (line: string) => Promise<CommandReply>): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("data", (piece: string) => {
    text += piece;
    if (text.length > MAX_LINE) socket.destroy();
    const end = text.indexOf("\n");
    if (end < 0) return;
    socket.pause();
    void run(text.slice(0, end)).then((reply) => socket.end(`${JSON.stringify(reply)}\n`));
  });
}

const shared = globalThis as typeof globalThis & { platformCommands?: Server | undefined };

/** Opens the socket of this process; `extra` adds commands of other rooms. Returns its close. A socket file that a killed server left is replaced. */
export async function startCommandServer(
  db: Db,
  extra: Readonly<Record<string, CommandHandler>> = {},
  dataDir = readConfig().dataDir,
): Promise<() => Promise<void>> {
  shared.platformCommands?.close();
  const file = socketPath(dataDir);
  rmSync(file, { force: true });
  const handlers = { ...OWN_COMMANDS, ...extra };
  const server = createServer((socket) => serve(socket, (line) => answerLine(db, handlers, line)));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(file, resolve);
  });
  chmodSync(file, 0o600);
  server.unref();
  shared.platformCommands = server;
  return () =>
    new Promise((resolve) => {
      if (shared.platformCommands === server) shared.platformCommands = undefined;
      server.close(() => resolve());
    });
}

/** Sends one command to the server of that data folder; null when none answers there. */
export function askServer(dataDir: string, command: Readonly<Record<string, unknown>>): Promise<CommandReply | null> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = createConnection(socketPath(dataDir));
    socket.setEncoding("utf8");
    socket.on("connect", () => socket.write(`${JSON.stringify(command)}\n`));
    socket.on("data", (piece: string) => {
      text += piece;
    });
    socket.on("end", () => (text === "" ? reject(new Error("平台没有回答，请查看平台日志")) : resolve(JSON.parse(text) as CommandReply)));
    socket.on("error", (error: NodeJS.ErrnoException) => (error.code === "ENOENT" || error.code === "ECONNREFUSED" ? resolve(null) : reject(error)));
  });
}
