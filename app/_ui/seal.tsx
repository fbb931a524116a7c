import { cn } from "./cn";

/** 印: the platform's seal 惠. Decoration beside the name, so hidden from screen readers. */
export function Seal({ small = false }: { small?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-grid shrink-0 place-items-center rounded-[3px] bg-seal font-bold font-song text-paper leading-none",
        small ? "size-6 text-[15px]" : "size-7 text-[18px]",
      )}
    >
      惠
    </span>
  );
}
