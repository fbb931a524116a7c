"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import type { ReactNode } from "react";
import { useState } from "react";
import { Checkbox } from "@/app/_ui/checkbox";
import { cn } from "@/app/_ui/cn";
import { DateField, NumberField, TextArea, TextField } from "@/app/_ui/field";
import { Select, type SelectGroup, type SelectOption } from "@/app/_ui/select";
import { getAt, readNumber, setAt, writeNumber } from "@/lib/policy/editing";
import { useEditor } from "./context";
import { anchorOf, useFieldError } from "./issues";

type Own = { place: string; label: string; hint?: ReactNode; hideLabel?: boolean; optional?: boolean };

/** One field of the document by its path: what is there, how to change it, what is wrong with it. */
function useField(place: string) {
  const { typed, edit, readOnly } = useEditor();
  const value = getAt(typed, place);
  return { value, error: useFieldError(place), disabled: readOnly, set: (next: unknown) => edit((old) => setAt(old, place, next)) };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
/** An empty optional field is no key at all. */
const typedText = (own: Own, value: string): string | undefined => (own.optional && value === "" ? undefined : value);

export function TextIn(own: Own) {
  const { value, set, ...rest } = useField(own.place);
  return (
    <div id={anchorOf(own.place)}>
      <TextField {...own} {...rest} name={own.place} value={text(value)} onChange={(event) => set(typedText(own, event.target.value))} />
    </div>
  );
}

export function AreaIn({ rows = 3, ...own }: Own & { rows?: number }) {
  const { value, set, ...rest } = useField(own.place);
  return (
    <div id={anchorOf(own.place)}>
      <TextArea {...own} {...rest} rows={rows} name={own.place} value={text(value)} onChange={(event) => set(typedText(own, event.target.value))} />
    </div>
  );
}

export function DateIn(own: Own) {
  const { value, set, ...rest } = useField(own.place);
  return (
    <div id={anchorOf(own.place)}>
      <DateField {...own} {...rest} name={own.place} value={text(value)} onChange={(event) => set(typedText(own, event.target.value))} />
    </div>
  );
}

/** A number that is typed as text: the text stays while it is typed ("3."), the document holds the number that it means. */
export function NumberIn({ unit, percent = false, ...own }: Own & { unit: string; percent?: boolean }) {
  const { value, set, ...rest } = useField(own.place);
  const shift = percent ? 2 : 0;
  const grouped = unit !== "年";
  const [shown, setShown] = useState(() => writeNumber(value, shift, grouped));
  // Undone, moved or imported: the document says something else than the field
  const current = readNumber(shown, shift) === value || (shown === "" && (value === undefined || value === "")) ? shown : writeNumber(value, shift, grouped);
  return (
    <div id={anchorOf(own.place)}>
      <NumberField
        {...own}
        {...rest}
        name={own.place}
        unit={percent ? "%" : unit}
        value={current}
        onChange={(event) => {
          setShown(event.target.value);
          const next = event.target.value === "" ? typedText(own, "") : readNumber(event.target.value, shift);
          set(next);
        }}
      />
    </div>
  );
}

export function SelectIn({ options, placeholder, ...own }: Own & { options: readonly (SelectOption | SelectGroup)[]; placeholder?: string }) {
  const { value, set, ...rest } = useField(own.place);
  return (
    <div id={anchorOf(own.place)}>
      <Select
        {...own}
        {...rest}
        name={own.place}
        options={options}
        {...(placeholder !== undefined && { placeholder })}
        value={text(value)}
        onChange={(event) => set(typedText(own, event.target.value))}
      />
    </div>
  );
}

export function CheckIn({ place, label, hint }: Own) {
  const { value, set, disabled } = useField(place);
  return <Checkbox name={place} label={label} hint={hint} disabled={disabled} checked={value === true} onChange={(event) => set(event.target.checked)} />;
}

/** Several of a list: closed it names what is chosen, open it is boxes to tick. */
export function ManyIn({ place, label, options, hideLabel = false }: Own & { options: readonly SelectOption[] }) {
  const { value, set, disabled, error } = useField(place);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const names = chosen.map((code) => options.find((one) => one.value === code)?.label ?? code);
  const toggle = (code: string) => set(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]);
  return (
    <div id={anchorOf(place)} className="min-w-0">
      {hideLabel ? null : <p className="mb-1 font-medium">{label}</p>}
      <details className="group rounded-2 border border-line-2 bg-paper">
        <summary aria-label={`${label}：${names.join("、") || "还没有选"}`} className="flex min-h-10 cursor-pointer items-center px-3 py-1.5 max-desk:min-h-12">
          <span className={cn("min-w-0 flex-1", names.length === 0 && "text-ink-3")}>{names.length === 0 ? "还没有选" : names.join("、")}</span>
          <ChevronDown aria-hidden="true" size={16} className="shrink-0" />
        </summary>
        <fieldset className="max-h-72 overflow-y-auto border-line border-t px-3 py-1">
          <legend className="sr-only">{label}</legend>
          {options.map((one) => (
            <Checkbox
              key={one.value}
              name={`${place}.${one.value}`}
              label={one.label}
              disabled={disabled}
              checked={chosen.includes(one.value)}
              onChange={() => toggle(one.value)}
            />
          ))}
        </fieldset>
      </details>
      {error ? <p className="mt-1 font-medium text-red text-work">{error}</p> : null}
    </div>
  );
}
