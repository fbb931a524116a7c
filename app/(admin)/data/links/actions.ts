"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser, scopeFor } from "@/app/_server/session";
import { announceUpload } from "@/app/api/v1/uploads/announce";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { decideLink, decideTwins, undoLinkDecision } from "@/db/link-decisions";
import { refusalText } from "./texts";

const byOf = async (user: SessionUser) => ({
  scope: scopeFor(user, "link.resolve"),
  by: actorFor(user, "link.resolve"),
  at: await businessNow(await getDb()),
});

const Decide = z.object({
  rowId: z.coerce.number().int().positive(),
  enterpriseId: z.uuid(),
  answer: z.enum(["same", "apart", "later"], { error: "请选择一个答案。" }),
});

export const decideRow = formAction("link.resolve", Decide, async (input, user) => {
  const decided = await decideLink(await getDb(), { ...input, ...(await byOf(user)) });
  if (!decided.ok) return { status: "refused", message: refusalText(decided.reason) };
  const { rows, uploadIds } = decided.value;
  // The rows are settled; the worker refreshes the files that they touch
  if (uploadIds[0]) await announceUpload(uploadIds[0]);
  redirect(`/data/links?done=${input.answer}-${rows}` as never);
});

const DecidePair = z.object({
  firstId: z.uuid(),
  secondId: z.uuid(),
  answer: z.enum(["apart", "later"], { error: "请选择一个答案。" }),
});

export const decidePair = formAction("link.resolve", DecidePair, async (input, user) => {
  const decided = await decideTwins(await getDb(), { ...input, ...(await byOf(user)) });
  if (!decided.ok) return { status: "refused", message: refusalText(decided.reason) };
  redirect(`/data/links?view=twins&done=${input.answer}-0` as never);
});

export const undoDecision = formAction("link.resolve", z.object({ decisionId: z.uuid() }), async (input, user) => {
  const undone = await undoLinkDecision(await getDb(), { ...input, ...(await byOf(user)) });
  if (!undone.ok) return { status: "refused", message: refusalText(undone.reason) };
  const { rows, uploadIds } = undone.value;
  if (uploadIds[0]) await announceUpload(uploadIds[0]);
  redirect(`/data/links?view=decided&done=undone-${rows}` as never);
});
