"use server";

import { headers } from "next/headers";
import { withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { type CalculatorState, computeForm } from "./compute";

const RATE = { name: "calculator", limit: 600, seconds: 60 } as const;
const MAX_FIELDS = 200;
const MAX_LENGTH = 2000;

/** Ticks under one name are joined; Next's own fields are left out. */
function valuesOf(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const key of [...new Set(form.keys())].filter((name) => !name.startsWith("$")).slice(0, MAX_FIELDS)) {
    const texts = form.getAll(key).filter((value): value is string => typeof value === "string" && value !== "");
    if (texts.length > 0) values[key] = texts.join(",").slice(0, MAX_LENGTH);
  }
  return values;
}

/** 算一算: open to everybody, stores nothing. */
export async function calculateForm(previous: CalculatorState, form: FormData): Promise<CalculatorState> {
  const address = (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() || "local";
  if (!(await withinRate(await getDb(), address, RATE))) return { ...previous, notes: ["算得太勤了，请过一分钟再改。"] };
  return computeForm(valuesOf(form));
}
