"use client";

import { cn } from "@/app/_ui/cn";
import { Mark, type MarkKind } from "@/app/_ui/mark";
import { type Issue, useEditor } from "./context";
import { placeName } from "./places";

const MARK: Readonly<Record<Issue["tone"], readonly [MarkKind, string]>> = { red: ["unmet", "要改"], amber: ["doubt", "请核对"], blue: ["near", "提示"] };
const LOOK: Readonly<Record<Issue["tone"], string>> = {
  red: "border-red-fill bg-red-wash",
  amber: "border-amber-fill bg-amber-wash",
  blue: "border-blue-fill bg-blue-wash",
};

/** The place in the page that a finding leads to. */
export const anchorOf = (place: string): string => `at-${place.replaceAll(".", "-")}`;

/** 问题 at its place. `deep` takes what concerns a part of the thing as well (a value of a requirement). */
export function Issues({ place, deep = false }: { place: string; deep?: boolean }) {
  const { issues } = useEditor();
  const own = issues.filter((one) => one.place === place || (deep && one.place.startsWith(`${place}.`)));
  return own.map((one) => (
    <p key={`${one.place}${one.message}`} className={cn("mt-2 flex gap-2 border-l-4 px-3 py-2 text-list", LOOK[one.tone])}>
      <Mark kind={MARK[one.tone][0]} label={MARK[one.tone][1]} className="mt-0.5" />
      <span className="min-w-0">{one.message}</span>
    </p>
  ));
}

/** The first fault of one field, as its error. */
export function useFieldError(place: string): string | undefined {
  return useEditor().issues.find((one) => one.place === place && one.tone === "red")?.message;
}

/** The nearest part of the page that has an anchor: a list of what can be jumped to is short. */
function jumpTo(place: string): void {
  const parts = place.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const found = document.getElementById(anchorOf(parts.slice(0, length).join(".")));
    if (!found) continue;
    found.scrollIntoView({ block: "center" });
    found.querySelector<HTMLElement>("input, select, textarea, button")?.focus({ preventScroll: true });
    return;
  }
}

/** 全部问题, each leads to its place. */
export function IssueList() {
  const { issues } = useEditor();
  const shown = issues.filter((one) => one.tone !== "blue");
  if (shown.length === 0)
    return (
      <p className="flex gap-2 py-2">
        <Mark kind="met" label="通过" className="mt-0.5" />
        <span>没有自相矛盾，数据来源和算例都对得上</span>
      </p>
    );
  return (
    <ul aria-label="要改的地方" className="max-h-[420px] overflow-y-auto">
      {shown.map((one) => (
        <li key={`${one.place}${one.message}`} className="flex gap-2 border-line border-t py-2 first:border-t-0">
          <Mark kind={MARK[one.tone][0]} label={MARK[one.tone][1]} className="mt-0.5" />
          <button type="button" className="min-w-0 text-left hover:underline max-desk:min-h-11" onClick={() => jumpTo(one.place)}>
            <span className="block text-ink-3 text-note">{placeName(one.place)}</span>
            {one.message}
          </button>
        </li>
      ))}
    </ul>
  );
}
