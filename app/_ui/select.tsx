import ChevronDown from "lucide-react/icons/chevron-down";
import { type ComponentProps, useId } from "react";
import { cn } from "./cn";
import { CONTROL, describe, Field, type FieldText } from "./field";

export type SelectOption = { value: string; label: string; disabled?: boolean };
export type SelectGroup = { label: string; options: readonly SelectOption[] };

const isGroup = (item: SelectOption | SelectGroup): item is SelectGroup => "options" in item;
const option = ({ value, label, disabled }: SelectOption) => (
  <option key={value} value={value} disabled={disabled}>
    {label}
  </option>
);

/**
 * 下拉: the browser's own select (works without script, the phone draws its wheel). `placeholder` is a first, empty choice.
 * For long lists of enterprises or departments use `Combobox`.
 */
export function Select({
  label,
  hint,
  error,
  optional,
  hideLabel,
  id,
  options,
  placeholder,
  small = false,
  ...rest
}: Omit<ComponentProps<"select">, "className" | "size" | "children"> &
  FieldText & { name: string; options: readonly (SelectOption | SelectGroup)[]; placeholder?: string; small?: boolean }) {
  const made = useId();
  const own = id ?? made;
  return (
    <Field id={own} label={label} hint={hint} error={error} optional={optional} required={rest.required} hideLabel={hideLabel}>
      <span className="relative block">
        <select
          id={own}
          {...describe(own, hint, error)}
          {...rest}
          className={cn(CONTROL, "appearance-none truncate pr-9", small && "min-h-8 text-small max-desk:min-h-11")}
        >
          {placeholder === undefined ? null : <option value="">{placeholder}</option>}
          {options.map((item) =>
            isGroup(item) ? (
              <optgroup key={item.label} label={item.label}>
                {item.options.map(option)}
              </optgroup>
            ) : (
              option(item)
            ),
          )}
        </select>
        <ChevronDown aria-hidden="true" size={16} className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2" />
      </span>
    </Field>
  );
}
