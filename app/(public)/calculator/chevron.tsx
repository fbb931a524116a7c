import { cn } from "@/app/_ui/cn";

/** The arrow of a fold. Folds here stand inside each other, so each names its own group and turns only its own arrow. */
export function Chevron({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" className={cn("fill-none stroke-current stroke-[1.6] transition-transform", className)}>
      <path d="m6 3.5 4.5 4.5L6 12.5" />
    </svg>
  );
}
