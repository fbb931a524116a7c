import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

type Tick = Omit<ComponentProps<"input">, "type" | "className" | "size"> & { name: string; label: ReactNode; hint?: ReactNode };

function Choice({ type, label, hint, id, ...rest }: Tick & { type: "checkbox" | "radio" }) {
  const made = useId();
  const own = id ?? made;
  return (
    <label htmlFor={own} className="flex min-h-8 items-start gap-2.5 py-[5px] max-desk:min-h-11 max-desk:py-2.5">
      <input id={own} type={type} {...rest} className="mt-0.5 size-[18px] shrink-0 accent-qing" />
      <span>
        {label}
        {hint ? <span className="ml-3 text-ink-3 text-small">{hint}</span> : null}
      </span>
    </label>
  );
}

/** 勾选. Consent is never ticked beforehand: give such a box no `defaultChecked`. `error` stands below. */
export function Checkbox({ error, ...rest }: Tick & { error?: string | undefined }) {
  const made = useId();
  const own = rest.id ?? made;
  return (
    <div>
      <Choice {...rest} id={own} type="checkbox" {...(error ? { "aria-invalid": true, "aria-describedby": `${own}-error` } : {})} />
      {error ? (
        <p id={`${own}-error`} className="mt-1 font-medium text-red text-work leading-5">
          {error}
        </p>
      ) : null}
    </div>
  );
}

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode };

/** 单选: a fieldset of radio buttons posted under one name. `inline` puts short choices in a row. */
export function RadioGroup({
  legend,
  name,
  options,
  defaultValue,
  required,
  error,
  hideLegend = false,
  inline = false,
  onChange,
}: {
  legend: ReactNode;
  name: string;
  options: readonly RadioOption[];
  defaultValue?: string | undefined;
  required?: boolean;
  error?: string | undefined;
  hideLegend?: boolean;
  inline?: boolean;
  onChange?: ComponentProps<"input">["onChange"];
}) {
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0">
      <legend className={hideLegend ? "sr-only" : "mb-1 font-medium"}>
        {legend}
        {required ? <span className="ml-1 font-normal text-ink-3 text-small">必填</span> : null}
      </legend>
      <div className={cn(inline && "flex flex-wrap gap-x-6")}>
        {options.map((option) => (
          <Choice
            key={option.value}
            type="radio"
            name={name}
            value={option.value}
            label={option.label}
            hint={option.hint}
            defaultChecked={option.value === defaultValue}
            required={required}
            onChange={onChange}
          />
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className="mt-1 font-medium text-red text-work leading-5">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
