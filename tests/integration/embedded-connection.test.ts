import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedPool } from "@/db/embedded-connection";

let client: PGlite;
let pool: ReturnType<typeof embeddedPool>;
let db: ReturnType<typeof drizzle>;
beforeAll(async () => {
  client = await PGlite.create();
  pool = embeddedPool(client);
  db = drizzle(pool);
  await db.execute(sql`create table steps (id int primary key, word text not null)`);
});
afterAll(async () => {
  await pool.end();
  await client.close();
});

const named = async () => (await pool.query("select count(*)::int as n from pg_prepared_statements")).rows[0].n as number;

describe("内嵌数据库的连线", () => {
  test("an answer far longer than a buffer arrives whole, Chinese text and all", async () => {
    const rows = (await db.execute(sql`select i, repeat('惠企', 200) as word from generate_series(1, 20000) i`)).rows;
    expect(rows).toHaveLength(20_000);
    expect(rows[19_999]).toEqual({ i: 20_000, word: "惠企".repeat(200) });
  });

  test("a statement that comes again is parsed once, and answers by its parameters each time", async () => {
    const before = await named();
    for (let i = 1; i <= 10; i++) {
      const { rows } = await db.execute(sql`select ${i}::int * 2 as twice`);
      expect(rows).toEqual([{ twice: i * 2 }]);
    }
    expect(await named()).toBe(before + 1);
  });

  test("names are given back when there are too many, within a transaction too", async () => {
    await db.transaction(async (tx) => {
      for (let i = 0; i < 900; i++)
        for (let again = 0; again < 4; again++)
          expect((await tx.execute(sql`select ${again}::int as ${sql.identifier(`column_${i}`)}`)).rows).toEqual([{ [`column_${i}`]: again }]);
    });
    expect(await named()).toBeLessThan(900);
    expect((await db.execute(sql`select ${7}::int as column_0`)).rows).toEqual([{ column_0: 7 }]);
  });

  test("a refused statement leaves the connection fit for the next, and its transaction undone", async () => {
    const insert = (id: number) => sql`insert into steps values (${id}, ${"一"})`;
    for (const id of [1, 2, 3]) await db.execute(insert(id));
    await expect(
      db.transaction(async (tx) => {
        await tx.execute(insert(4));
        await tx.execute(insert(1));
      }),
    ).rejects.toMatchObject({ cause: { code: "23505" } });
    expect((await db.execute(sql`select id from steps order by id`)).rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    const other = (id: number) => sql`insert into steps (id, word) values (${id}, ${"二"})`;
    for (let again = 0; again < 6; again++) await expect(db.execute(other(1))).rejects.toMatchObject({ cause: { code: "23505" } });
    await db.execute(other(5));
    await expect(db.transaction((tx) => tx.execute(other(1)))).rejects.toMatchObject({ cause: { code: "23505" } });
    await db.transaction((tx) => tx.execute(other(6)));
    expect((await db.execute(sql`select count(*)::int as n from steps`)).rows).toEqual([{ n: 5 }]);
  });

  test("transactions at the same time do not mix", async () => {
    const total = async () => Number((await db.execute(sql`select count(*)::int as n from steps`)).rows[0]?.["n"]);
    const before = await total();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        db.transaction(async (tx) => {
          await tx.execute(sql`insert into steps values (${100 + i}, '二')`);
          await tx.execute(sql`select pg_sleep(0)`);
          if (i % 2 === 1) throw new Error("undone");
        }),
      ),
    );
    expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(10);
    expect(await total()).toBe(before + 10);
  });

  test("a table that grows under a named statement is still read through its index", async () => {
    const one = (id: number) => sql`select word from steps where id = ${id}`;
    for (let id = 1; id <= 10; id++) await db.execute(one(id));
    await db.execute(sql`insert into steps select i, '三' from generate_series(1000, 60000) i`);
    const { name } = (await pool.query("select name from pg_prepared_statements where statement like 'select word from steps where id%'")).rows[0];
    const plan = (await pool.query(`explain (format json) execute ${name}(5000)`)).rows[0];
    expect(JSON.stringify(plan)).toMatch(/Index|Bitmap/);
    expect((await db.execute(one(5000))).rows).toEqual([{ word: "三" }]);
  });
});
