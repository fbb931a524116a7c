import type { ReactNode } from "react";
import { cn } from "./cn";

export type LightColor = "red" | "yellow" | "green" | "blue";

/** 四灯 and their words. Shape and word both tell the state; colour only repeats it. */
export const LIGHT_WORDS: Readonly<Record<LightColor, string>> = { red: "超期", yellow: "临期", green: "正常", blue: "暂停" };

const INK: Readonly<Record<LightColor, string>> = { red: "text-red font-medium", yellow: "text-amber font-medium", green: "text-green", blue: "text-blue" };
const SHAPE: Readonly<Record<LightColor, ReactNode>> = {
  red: <rect x="1" y="1" width="10" height="10" className="fill-red-fill" />,
  yellow: <path d="M6 .5 11.7 11H.3z" className="fill-amber-fill" />,
  green: <circle cx="6" cy="6" r="5" className="fill-green-fill" />,
  blue: <path d="M2 1h3v10H2zM7 1h3v10H7z" className="fill-blue-fill" />,
};

/** The shape alone (■ ▲ ● ‖), 12 px. Use only where the word stands beside it. */
export function LightShape({ color }: { color: LightColor }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" data-shape>
      {SHAPE[color]}
    </svg>
  );
}

/** 灯: shape and word. With `word` (in tables the time left, such as 超 2 天) the state itself is read to screen readers first. */
export function Light({ color, word, className }: { color: LightColor; word?: ReactNode; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", INK[color], className)}>
      <LightShape color={color} />
      {word === undefined ? (
        LIGHT_WORDS[color]
      ) : (
        <span>
          <span className="sr-only">{LIGHT_WORDS[color]}，</span>
          {word}
        </span>
      )}
    </span>
  );
}
