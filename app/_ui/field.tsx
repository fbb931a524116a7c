import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

/** What every field has: a label above, a hint under it, an error below that names the way out. */
export type FieldText = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, then the way out: 房租不能小于 0。没有租房请填 0。 */
  error?: string | undefined;
  /** Says 选填 behind the label. A required control says 必填 by itself. */
  optional?: boolean | undefined;
  /** Label for screen readers only, where the place already says it (a search in a list head). */
  hideLabel?: boolean | undefined;
};
/** `name` is what a plain form posts. `id` only when something outside points here; otherwise it is made. */
export type Control<T extends "input" | "textarea" | "select"> = Omit<ComponentProps<T>, "className" | "size"> & FieldText & { name: string; big?: boolean };

/** Border, ground and size of a control; `aria-invalid` turns the border red and 2 px. */
export const CONTROL =
  "w-full min-h-10 max-desk:min-h-12 rounded-2 border border-line-2 bg-paper px-3 text-ink max-desk:text-read aria-invalid:border-2 aria-invalid:border-red disabled:bg-moon-2 disabled:text-ink-3 [&[readonly]]:bg-moon";
/** The same for a control with something inside beside the input. */
export const BOX =
  "relative flex w-full min-h-10 max-desk:min-h-12 items-center gap-2 rounded-2 border border-line-2 bg-paper px-3 has-[[aria-invalid]]:border-2 has-[[aria-invalid]]:border-red";

export const describe = (id: string, hint: ReactNode, error: string | undefined) => {
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return { ...(ids ? { "aria-describedby": ids } : {}), ...(error ? { "aria-invalid": true as const } : {}) };
};

/** 字段: label, hint, the control as children, error. For controls of your own; the ready ones are below. */
export function Field({
  id,
  label,
  hint,
  error,
  optional,
  required,
  hideLabel,
  className,
  children,
}: FieldText & { id: string; required?: boolean | undefined; className?: string; children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "mb-1 block font-medium"}>
        {label}
        {required ? <span className="ml-1 font-normal text-ink-3 text-small">必填</span> : null}
        {optional ? <span className="ml-1 font-normal text-ink-3 text-small">选填</span> : null}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="-mt-0.5 mb-1 text-ink-3 text-small">
          {hint}
        </p>
      ) : null}
      {children}
      {error ? (
        <p id={`${id}-error`} className="mt-1 font-medium text-red text-work leading-5">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** One line of text. `suffix` puts a unit or a small button inside the box. */
export function TextField({
  label,
  hint,
  error,
  optional,
  hideLabel,
  id,
  big = false,
  suffix,
  prefix,
  ...rest
}: Omit<Control<"input">, "prefix"> & { suffix?: ReactNode; prefix?: ReactNode }) {
  const made = useId();
  const own = id ?? made;
  const size = big ? "min-h-12" : "";
  const input = { id: own, type: "text", ...describe(own, hint, error), ...rest };
  return (
    <Field id={own} label={label} hint={hint} error={error} optional={optional} required={rest.required} hideLabel={hideLabel}>
      {suffix === undefined && prefix === undefined ? (
        <input {...input} className={cn(CONTROL, size)} />
      ) : (
        <div data-box className={cn(BOX, size)}>
          {prefix}
          <input {...input} className="h-10 w-full min-w-0 flex-1 bg-transparent max-desk:h-[46px] max-desk:text-read" />
          {suffix}
        </div>
      )}
    </Field>
  );
}

/** A number with its unit inside, right-aligned. `decimals` 0 asks the phone for a digit pad. The text is kept as typed; parse it with zod on the server. */
export function NumberField({
  unit,
  decimals = 2,
  label,
  hint,
  error,
  optional,
  hideLabel,
  id,
  big = false,
  ...rest
}: Omit<Control<"input">, "type"> & { unit: string; decimals?: number }) {
  const made = useId();
  const own = id ?? made;
  return (
    <Field id={own} label={label} hint={hint} error={error} optional={optional} required={rest.required} hideLabel={hideLabel}>
      <div data-box className={cn(BOX, big && "min-h-12")}>
        <input
          id={own}
          type="text"
          inputMode={decimals === 0 ? "numeric" : "decimal"}
          autoComplete="off"
          {...describe(own, hint, error)}
          {...rest}
          className="h-10 w-full min-w-0 flex-1 bg-transparent max-desk:h-[46px] text-right text-read"
        />
        <span className="whitespace-nowrap text-ink-3">{unit}</span>
      </div>
    </Field>
  );
}

/** Several lines of text; typed text is kept by giving it back as `defaultValue`. */
export function TextArea({ label, hint, error, optional, hideLabel, id, big: _big, rows = 4, ...rest }: Control<"textarea">) {
  const made = useId();
  const own = id ?? made;
  return (
    <Field id={own} label={label} hint={hint} error={error} optional={optional} required={rest.required} hideLabel={hideLabel}>
      <textarea id={own} rows={rows} {...describe(own, hint, error)} {...rest} className={cn(CONTROL, "block resize-y py-2")} />
    </Field>
  );
}

/** A day as text, 2026-06-15: same for every browser and language, and one stop for the Tab key. Parse it with zod on the server. */
export function DateField({ placeholder = "如 2026-06-15", ...rest }: Omit<Control<"input">, "type">) {
  return <TextField {...rest} placeholder={placeholder} inputMode="numeric" autoComplete="off" maxLength={10} />;
}
