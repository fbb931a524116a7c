import { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";

/** 内嵌数据库的连线: carries node-postgres' bytes to PGlite and back, all messages of a query in one step. PGlite's own client takes five. */
class EmbeddedWire extends Duplex {
  readonly #database: PGlite;
  constructor(database: PGlite) {
    super();
    this.#database = database;
  }
  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#carry(chunk, done);
  }
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#carry(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }
  /** The answer is handed on in a turn of its own: whoever reads it may write again, and the stream must not be in the middle of a write then. */
  #carry(message: Buffer, done: (error?: Error | null) => void): void {
    const answer: Buffer[] = [];
    // The bytes are copied: they lie in the database's own memory
    this.#database.execProtocolRawStream(message, { onRawData: (bytes) => void answer.push(Buffer.from(bytes)) }).then(() => {
      done();
      for (const part of answer) this.push(part);
    }, done);
  }
}

const LONGEST_NAMED = 8_000;
const USES_BEFORE_NAMED = 2;
const NAMES = 800;
const SEEN = 4_000;

/**
 * Names for statements that come again, so that the database parses them once. The names of a generation are forgotten together when there are too
 * many; a new generation never uses an old name, and statements under way keep theirs because the database forgets in turn.
 */
class StatementNames {
  readonly #uses = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #generation = 0;

  /** Undefined for what is long or not yet seen often. `onFull` is called before the first name of a new generation. */
  of(text: string, onFull: () => void): string | undefined {
    if (text.length > LONGEST_NAMED) return undefined;
    const known = this.#names.get(text);
    if (known) return known;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses <= USES_BEFORE_NAMED) {
      if (this.#uses.size >= SEEN) this.#uses.clear();
      this.#uses.set(text, uses);
      return undefined;
    }
    if (this.#names.size >= NAMES) {
      this.#names.clear();
      this.#generation += 1;
      onFull();
    }
    const name = `g${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    this.#uses.delete(text);
    return name;
  }
}

class EmbeddedClient extends pg.Client {
  readonly #names = new StatementNames();
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of node-postgres, passed on as they come
  override query(config: any, values?: any, callback?: any): any {
    if (typeof config?.text !== "string" || config.name || !Array.isArray(values) || values.length === 0) return super.query(config, values, callback);
    const name = this.#names.of(config.text, () => void super.query("deallocate all"));
    return super.query(name ? { ...config, name } : config, values, callback);
  }
}

/**
 * A pool of the one connection that PGlite has: transactions wait for one another, as they must. After a refused statement the pool takes a new client,
 * which finds the old one's session and clears it.
 */
export function embeddedPool(database: PGlite): pg.Pool {
  return new pg.Pool({
    Client: EmbeddedClient,
    stream: () => new EmbeddedWire(database),
    user: "postgres",
    database: "postgres",
    max: 1,
    idleTimeoutMillis: 0,
    verify: (client, done) => client.query(`${database.isInTransaction() ? "rollback; " : ""}deallocate all`, (error) => done(error ?? undefined)),
  });
}
