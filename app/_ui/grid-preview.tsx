"use client";

import type { Route } from "next";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, type RefObject, useEffect, useOptimistic, useRef, useTransition } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import type { GridPreview, GridRow } from "./grid-types";
import { Skeleton } from "./message";
import { NO_PREVIEW } from "./no-preview";

/** Below this width the panel lies over the list. */
const OVER_LIST = "(width < 1241px)";
/** Running down the list with J asks the server once, when the cursor rests. */
const REST_MS = 120;

export type PreviewControl = {
  /** Id of the row that is shown, or on its way. */
  readonly shown: string;
  readonly isVisible: () => boolean;
  readonly show: (id: string) => void;
  /** Shows the row once the cursor rests on it. */
  readonly follow: (id: string) => void;
  /** Another address is being opened: nothing follows any more. */
  readonly leave: () => void;
  readonly panel: RefObject<HTMLElement | null>;
};

/** 右侧预览 lives in the address (`?preview=`): the server renders the panel of the row it names. */
export function usePreview(preview: GridPreview | undefined): PreviewControl {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const panel = useRef<HTMLElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [, start] = useTransition();
  const [shown, setShown] = useOptimistic(preview?.rowId ?? NO_PREVIEW);
  useEffect(() => () => clearTimeout(timer.current), []);
  const leave = () => clearTimeout(timer.current);
  const show = (id: string) => {
    leave();
    const next = new URLSearchParams(search);
    next.set("preview", id);
    start(() => {
      setShown(id);
      router.replace(`${path}?${next.toString()}` as Route, { scroll: false });
    });
  };
  const follow = (id: string) => {
    leave();
    timer.current = setTimeout(() => show(id), REST_MS);
  };
  return { shown, isVisible: () => panel.current?.checkVisibility() ?? false, show, follow, leave, panel };
}

/** What stands in the panel while the server reads the case. */
function Waiting({ label }: { label: string }) {
  return (
    <div aria-busy="true" className="grid gap-3 py-1">
      <p role="status" className="text-ink-2">{`正在读取 ${label}`}</p>
      {["w-40", "w-full", "w-56", "w-full", "w-full", "w-48"].map((width, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without identity
        <Skeleton key={at} width={width} />
      ))}
    </div>
  );
}

/** The panel at the right of the list, 344 to 368 px; under 1241 px it opens over it, and takes the focus. */
export function PreviewPanel({
  preview,
  control,
  row,
  onClose,
}: {
  preview: GridPreview;
  control: PreviewControl;
  row: GridRow | undefined;
  onClose: () => void;
}): ReactNode {
  const { shown, panel } = control;
  const isOpen = shown !== NO_PREVIEW;
  const isPinned = preview.pinned || shown !== preview.rowId;
  useEffect(() => {
    if (isOpen && isPinned && window.matchMedia(OVER_LIST).matches) panel.current?.focus();
  }, [isOpen, isPinned, panel]);
  if (!isOpen) return null;
  return (
    <aside
      ref={panel}
      aria-label={preview.label}
      tabIndex={-1}
      data-noprint
      className={cn(
        "border border-line border-t-2 border-t-ink bg-paper px-4 pt-3 pb-4 rail:sticky rail:top-[calc(var(--bar)+16px)] rail:max-h-[calc(100vh-var(--bar)-32px)] rail:overflow-y-auto",
        isPinned
          ? "max-rail:fixed max-rail:inset-y-0 max-rail:right-0 max-rail:z-20 max-rail:w-[min(368px,100%)] max-rail:overflow-y-auto max-rail:shadow-over"
          : "max-rail:hidden",
      )}
    >
      <div className="mb-1 text-right">
        <Button size="small" tone="text" onClick={onClose} aria-keyshortcuts="Escape">
          关闭预览
        </Button>
      </div>
      {shown === preview.rowId ? preview.content : <Waiting label={row?.label ?? ""} />}
    </aside>
  );
}
