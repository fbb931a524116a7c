"use server";

import { headers } from "next/headers";
import { typedText } from "@/app/_server/typed-text";
import { withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { findObjection, type ObjectionStatus } from "@/db/objections";

const RATE = { name: "objection-status", limit: 30, seconds: 3600 } as const;

export type StatusState = { readonly message?: string; readonly receipt: string; readonly found?: ObjectionStatus };

/** 查异议: number and query code together; a wrong pair looks like an unknown one, and guessing is slow. */
export async function lookUp(_previous: StatusState, form: FormData): Promise<StatusState> {
  const [receipt = "", secret = ""] = ["receipt", "secret"].map((field) =>
    typedText(String(form.get(field) ?? ""))
      .trim()
      .slice(0, 40),
  );
  if (receipt === "" || secret === "") return { receipt, message: "请把受理号和查询码都填上。" };
  const db = await getDb();
  const address = (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() || "local";
  if (!(await withinRate(db, address, RATE))) return { receipt, message: "查得太勤了。请过一小时再查，或者打惠企热线。" };
  const found = await findObjection(db, receipt, secret);
  return found ? { receipt, found } : { receipt, message: "没有查到。请核对受理号和查询码；查询码丢了，请带身份证到窗口查。" };
}
