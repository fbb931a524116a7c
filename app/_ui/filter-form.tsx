"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useTransition } from "react";
import { Button } from "./button";
import { BusyMark } from "./link-busy";

/** 筛选 as a form that writes the address. Without script the browser sends it; with script the old list stays, pale, until the new one is there. */
export function FilterForm({ action, verb, className, children }: { action: string; verb: string; className?: string; children: ReactNode }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = [...new FormData(event.currentTarget)].flatMap(([key, value]) => (typeof value === "string" && value !== "" ? [[key, value]] : []));
    const query = new URLSearchParams(typed).toString();
    start(() => router.push((query ? `${action}?${query}` : action) as Route, { scroll: false }));
  };
  return (
    <form action={action} method="get" onSubmit={send} className={className}>
      {children}
      <span className="relative">
        <Button type="submit" busy={pending && "正在找…"}>
          {verb}
        </Button>
        <BusyMark pending={pending} />
      </span>
    </form>
  );
}
