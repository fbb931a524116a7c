"use client";

import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { appendAt, getAt, moveAt, removeAt, type Typed } from "@/lib/policy/editing";
import { useEditor } from "./context";
import { anchorOf, Issues } from "./issues";

/** 上移, 下移, 移除 of an entry of a list, each named for the entry. */
export function RowActs({ place, name, children }: { place: string; name: string; children?: ReactNode }) {
  const { edit, readOnly } = useEditor();
  if (readOnly) return null;
  return (
    <div className="flex flex-wrap gap-1">
      <Button size="small" tone="text" aria-label={`上移 ${name}`} onClick={() => edit((old) => moveAt(old, place, -1))}>
        上移
      </Button>
      <Button size="small" tone="text" aria-label={`下移 ${name}`} onClick={() => edit((old) => moveAt(old, place, 1))}>
        下移
      </Button>
      {children}
      <Button size="small" tone="text" aria-label={`移除 ${name}`} onClick={() => edit((old) => removeAt(old, place))}>
        移除
      </Button>
    </div>
  );
}

/** A list of the document: each entry with its acts, and a button for one more. */
export function Rows({
  place,
  name,
  blank,
  add,
  empty,
  children,
}: {
  place: string;
  /** What one entry is called: 材料, 档. */
  name: string;
  blank: (list: readonly Typed[]) => Typed;
  add: string;
  empty: string;
  children: (place: string, index: number) => ReactNode;
}) {
  const { typed, edit, readOnly } = useEditor();
  const value = getAt(typed, place);
  const list: readonly Typed[] = Array.isArray(value) ? value : [];
  return (
    <div id={anchorOf(place)}>
      {list.length === 0 ? <p className="py-2 text-ink-2">{empty}</p> : null}
      <ol>
        {list.map((_, index) => {
          const own = `${place}.${index}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no name but its place; every field shows the document
            <li key={index} id={anchorOf(own)} className="border-line border-t py-3 first:border-t-0">
              {children(own, index)}
              <RowActs place={own} name={`第 ${index + 1} 项${name}`} />
              <Issues place={own} />
            </li>
          );
        })}
      </ol>
      <Issues place={place} />
      {readOnly ? null : (
        <Button size="small" className="mt-2" onClick={() => edit((old) => appendAt(old, place, blank(list)))}>
          {add}
        </Button>
      )}
    </div>
  );
}
