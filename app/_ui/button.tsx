import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { Link, type LinkProps } from "./link";

/** go: the one act of a region (青). plain: anything else. stop: refusal, deletion. text: a quiet way out. */
export type ButtonTone = "go" | "plain" | "stop" | "text";
export type ButtonSize = "small" | "normal" | "big";

type Look = { tone?: ButtonTone; size?: ButtonSize; wide?: boolean; hotkey?: string | undefined; icon?: ReactNode };

const TONE: Readonly<Record<ButtonTone, string>> = {
  go: "border-qing bg-qing text-paper hover:border-qing-deep hover:bg-qing-deep hover:text-paper",
  plain: "border-line-2 bg-paper text-ink hover:bg-moon hover:text-ink",
  stop: "border-red bg-paper text-red hover:bg-red-wash hover:text-red",
  text: "border-transparent bg-transparent text-qing hover:text-qing-deep hover:underline",
};
const SIZE: Readonly<Record<ButtonSize, string>> = {
  small: "min-h-7 px-2.5 text-small max-desk:min-h-11",
  normal: "min-h-9 px-4 text-work max-desk:min-h-11",
  big: "min-h-12 px-6 text-read",
};
const BASE =
  "inline-flex items-center justify-center gap-2 rounded-2 border py-1 text-center font-medium leading-5! no-underline transition-colors print:hidden";
const OFF =
  "aria-disabled:cursor-not-allowed aria-disabled:border-moon-2 aria-disabled:bg-moon-2 aria-disabled:text-ink-3 disabled:cursor-not-allowed disabled:border-moon-2 disabled:bg-moon-2 disabled:text-ink-3";

/** Class names of a button, for the rare element that is neither button nor link (a `summary`, a label). */
export const buttonClass = ({ tone = "plain", size = "normal", wide = false }: Look = {}, extra?: string): string =>
  cn(BASE, TONE[tone], SIZE[size], OFF, tone === "text" && "px-2", wide && "w-full", extra);

const shortcut = (hotkey: string | undefined) => (hotkey === undefined ? {} : { "data-hotkey": hotkey, "aria-keyshortcuts": hotkey.replace("⇧", "Shift+") });

export type ButtonProps = Omit<ComponentProps<"button">, "disabled"> &
  Look & {
    /** Shown instead of the children while the act runs, such as 正在提交…; the button keeps its width and cannot be pressed again. */
    busy?: string | false | undefined;
    /** A disabled button says why beside it: give the sentence, not just `true`. */
    disabledReason?: string | undefined;
  };

/** 按钮. `type` is `button` unless given. A `hotkey` ("A", "⇧A") is shown as a key cap and pressed by `HotkeyListener`. */
export function Button({
  tone = "plain",
  size = "normal",
  wide = false,
  hotkey,
  icon,
  busy,
  disabledReason,
  className,
  children,
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  const off = Boolean(busy) || disabledReason !== undefined;
  const state = off ? { "aria-disabled": true, "data-off": "" } : {};
  const button = (
    <button
      type={off && type === "submit" ? "button" : type}
      className={buttonClass({ tone, size, wide }, cn("relative", className))}
      onClick={off ? undefined : onClick}
      {...shortcut(off ? undefined : hotkey)}
      {...state}
      {...rest}
    >
      {busy ? (
        <>
          <span aria-hidden="true" className="invisible inline-flex items-center gap-2">
            {children}
          </span>
          <span className="absolute inset-0 grid place-items-center">{busy}</span>
        </>
      ) : (
        <>
          {icon}
          {children}
          {hotkey === undefined ? null : <Kbd onDark={tone === "go"}>{hotkey}</Kbd>}
        </>
      )}
    </button>
  );
  if (disabledReason === undefined) return button;
  return (
    <span className={cn("inline-flex flex-wrap items-center gap-x-3 gap-y-1", wide && "w-full")}>
      {button}
      <span className="text-ink-3 text-small">{disabledReason}</span>
    </span>
  );
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ tone = "plain", size = "normal", wide = false, hotkey, icon, className, children, ...rest }: LinkProps & Look) {
  return (
    <Link className={buttonClass({ tone, size, wide }, className)} {...shortcut(hotkey)} {...rest}>
      {icon}
      {children}
      {hotkey === undefined ? null : <Kbd onDark={tone === "go"}>{hotkey}</Kbd>}
    </Link>
  );
}

/** A file to take away. A plain anchor: the router must not prefetch it. */
export function DownloadLink({ tone = "plain", size = "normal", wide = false, icon, className, children, ...rest }: ComponentProps<"a"> & Look) {
  return (
    <a download className={buttonClass({ tone, size, wide }, className)} {...rest}>
      {icon}
      {children}
    </a>
  );
}
