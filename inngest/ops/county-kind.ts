import "server-only";
import { count } from "drizzle-orm";
import { fixedBusinessTime } from "@/db/clock";
import type { Config } from "@/db/config";
import { people } from "@/db/schema";
import type { Db } from "@/db/types";
import { isDemoCounty } from "./demo/remembered-world";

/** Has the county begun? Somebody can sign in from its first preparation on. */
export async function hasPeople(db: Db): Promise<boolean> {
  const [row] = await db.select({ n: count() }).from(people);
  return (row?.n ?? 0) > 0;
}

/**
 * 演示县还是正式县: what is in the database and what the configuration says must agree. In a demo county messages are shown on the screen and banks are
 * simulated; a real one that is started so by mistake would give away codes and take made-up answers for money. A clock that stands pays nobody.
 * Null when all is well, else the sentence for the operator.
 */
export async function countyFault(db: Db, { demo, paymentChannel }: Pick<Config, "demo" | "paymentChannel">): Promise<string | null> {
  const [made, begun, fixedAt] = await Promise.all([isDemoCounty(db), hasPeople(db), fixedBusinessTime(db)]);
  if (demo && begun && !made) return "数据库里是正式县的数据，不能按演示县启动；请设 DEMO=off";
  if (!demo && made) return "数据库里是演示县的数据，不能当正式县用；请换一个数据目录（DATA_DIR）或数据库，要看演示县就不设 DEMO=off";
  if (paymentChannel === "bank" && fixedAt)
    return "业务日期在试用时固定过，不能接真实支付通道（PAYMENT_CHANNEL=bank）；请用一个没有设过 BUSINESS_DATE 的数据库";
  return null;
}
