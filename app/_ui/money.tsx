import { type Fen, formatYuan } from "@/lib/kernel/fen";
import { cn } from "./cn";

/**
 * 金额. `xl` (40 px, the one figure of a page) and `l` (22 px) show yuan large, .00 and 元 smaller; `text` is 128,000.00元 in a sentence;
 * `cell` is the plain number of a column whose head says （元）. Minus is U+2212, zero is 0.00, unknown (null) is 待核.
 */
export function Money({ fen, size = "text", className }: { fen: Fen | null; size?: "xl" | "l" | "text" | "cell"; className?: string | undefined }) {
  if (fen === null) return <span className={cn("whitespace-nowrap", size === "xl" && "text-h1", size === "l" && "text-h3", className)}>待核</span>;
  const text = formatYuan(fen);
  if (size === "cell") return <span className={cn("whitespace-nowrap", className)}>{text}</span>;
  if (size === "text") return <span className={cn("whitespace-nowrap", className)}>{`${text}元`}</span>;
  const minor = size === "xl" ? "text-h3 text-ink-2 tracking-normal font-normal" : "text-[0.72em] text-ink-2 font-normal";
  return (
    <span
      className={cn(
        "whitespace-nowrap font-medium",
        size === "xl" ? "text-figure tracking-[-0.01em] max-desk:text-[2.25rem]" : "text-h2 max-desk:text-[1.25rem]",
        className,
      )}
    >
      {text.slice(0, -3)}
      <span className={minor}>{text.slice(-3)}</span>
      <span className={cn(minor, "ml-0.5")}>元</span>
    </span>
  );
}
