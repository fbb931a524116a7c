"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import type { PreviewControl } from "./grid-preview";
import type { GridRow } from "./grid-types";
import { useHotkeys } from "./hotkeys";
import { NO_PREVIEW } from "./no-preview";

type Picking = { readonly isPicked: (id: string) => boolean; readonly pick: (ids: readonly string[], on: boolean) => void };
type Event = { readonly target: EventTarget | null };

const onControl = ({ target }: Event): boolean => target instanceof Element && target.closest("a, button, summary, input, label") !== null;

const onLink = ({ target }: Event): boolean => target instanceof Element && target.closest("a") !== null;

const rowOf = (body: RefObject<HTMLTableSectionElement | null>): HTMLElement | null =>
  body.current?.querySelector<HTMLElement>("[data-cursor] :is(a, button)") ?? null;

const startAt = (rows: readonly GridRow[], shown: string): number => {
  if (!rows.some((row) => row.previewId)) return -1;
  return Math.max(
    0,
    rows.findIndex((row) => row.previewId === shown),
  );
};

/** 光标: J K move, X picks (⇧X from the last pick to here), 空格 previews, 回车 opens, a row's own keys act, Escape closes and gives the focus back to the row. */
export function useCursor(rows: readonly GridRow[], body: RefObject<HTMLTableSectionElement | null>, picking: Picking | null, preview: PreviewControl) {
  const router = useRouter();
  const [cursor, setCursor] = useState(() => startAt(rows, preview.shown));
  const [anchor, setAnchor] = useState(0);
  const current = rows[cursor];
  const point = (next: number) => {
    setCursor(next);
    const id = rows[next]?.previewId;
    if (id && preview.isVisible()) preview.follow(id);
  };
  const move = (by: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, cursor + by));
    point(next);
    body.current?.rows[next]?.scrollIntoView({ block: "nearest" });
  };
  const pick = (from: number, on: boolean) => {
    const ids = rows.slice(Math.min(from, cursor), Math.max(from, cursor) + 1).map((row) => row.id);
    picking?.pick(ids, on);
    setAnchor(cursor);
  };
  const close = () => {
    preview.show(NO_PREVIEW);
    rowOf(body)?.focus();
  };
  const toggle = (id: string) => (preview.isVisible() && preview.shown === id ? close() : preview.show(id));
  const open = (href: string | undefined) => {
    if (!href) return false;
    preview.leave();
    router.push(href as Route);
    return true;
  };
  const acts = Object.fromEntries(Object.keys(current?.acts ?? {}).map((key) => [key, () => open(current?.acts?.[key])]));
  useHotkeys({
    ...acts,
    J: () => move(1),
    K: () => move(-1),
    X: () => (picking && current ? pick(cursor, !picking.isPicked(current.id)) : false),
    "⇧X": () => (picking && current ? pick(anchor, true) : false),
    空格: (event) => (current?.previewId && !onControl(event) ? toggle(current.previewId) : false),
    回车: (event) => (onControl(event) ? false : open(current?.href)),
    Escape: () => (preview.isVisible() ? close() : false),
  });
  /** A press on a row points at it; anywhere but on a control it also opens the preview. A link leads away: nothing may follow it. */
  const press = (at: number, event: Event) => {
    if (onLink(event)) {
      preview.leave();
      return setCursor(at);
    }
    point(at);
    const id = rows[at]?.previewId;
    if (id && !onControl(event)) preview.show(id);
  };
  return { cursor, current, press, close };
}
