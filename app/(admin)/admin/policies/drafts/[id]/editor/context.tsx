"use client";

import { createContext, useContext } from "react";
import type { IndicatorDefinition } from "@/lib/indicators/catalogue";
import type { Words } from "@/lib/policy/describe";
import type { DraftCheck, NewGroups } from "@/lib/policy/draft";
import type { Typed } from "@/lib/policy/editing";
import type { LibraryDocument } from "@/lib/policy/language";

/** What the editor chooses from. */
export type Shelf = {
  readonly definitions: readonly IndicatorDefinition[];
  readonly dimensions: readonly { readonly id: string; readonly name: string }[];
  readonly library: LibraryDocument;
  readonly feeds: readonly { readonly id: string; readonly name: string }[];
};

/** 一处问题: what keeps the draft from running, or what static analysis found there. */
export type Issue = { readonly place: string; readonly tone: "red" | "amber" | "blue"; readonly message: string };

export type EditorValue = Shelf & {
  readonly typed: Typed;
  readonly groups: NewGroups;
  readonly code: string;
  readonly edit: (change: (typed: Typed) => Typed) => void;
  readonly setGroups: (groups: NewGroups) => void;
  readonly check: DraftCheck;
  readonly issues: readonly Issue[];
  readonly words: Words;
  readonly readOnly: boolean;
};

const Context = createContext<EditorValue | null>(null);
export const EditorProvider = Context.Provider;

export function useEditor(): EditorValue {
  const value = useContext(Context);
  if (!value) throw new Error("outside of the editor");
  return value;
}

const TONE = { block: "red", warn: "amber", note: "blue" } as const;

/** Everything that is to be said, in the order of the document. */
export const issuesOf = (check: DraftCheck): Issue[] => [
  ...check.problems.map((one): Issue => ({ place: one.path, tone: "red", message: `${one.message}。` })),
  ...check.findings.map((one): Issue => ({ place: one.place, tone: TONE[one.severity], message: one.message })),
];
