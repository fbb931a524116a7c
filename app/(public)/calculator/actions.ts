"use server";

import { headers } from "next/headers";
import { withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { type CalculatorState, computeForm } from "./compute";
import { valuesOf } from "./values";

const RATE = { name: "calculator", limit: 600, seconds: 60 } as const;

/** 算一算: open to everybody, stores nothing. */
export async function calculateForm(previous: CalculatorState, form: FormData): Promise<CalculatorState> {
  const address = (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() || "local";
  if (!(await withinRate(await getDb(), address, RATE))) return { ...previous, notes: ["算得太勤了，请过一分钟再改。"] };
  return computeForm(valuesOf(form));
}
