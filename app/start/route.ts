import type { Route } from "next";
import { redirect } from "next/navigation";
import { homeOf } from "@/app/_server/rail";
import { currentUser } from "@/app/_server/session";

export const dynamic = "force-dynamic";

/** 登录之后: leads everybody to the first page of their role. */
export async function GET(): Promise<never> {
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  redirect(user.unfinished ?? (homeOf(user.roles) as Route));
}
