"use client";

import { useId, useState } from "react";
import { BOX, type Control, describe, Field } from "./field";

/** 文件 to hand in. Say in the hint what is taken and how large. Our own words instead of the browser's; files may be dropped on the box. */
export function FileField({ label, hint, error, optional, hideLabel, id, big: _big, onChange, ...rest }: Omit<Control<"input">, "type">) {
  const made = useId();
  const own = id ?? made;
  const [names, setNames] = useState<readonly string[]>([]);
  return (
    <Field id={own} label={label} hint={hint} error={error} optional={optional} required={rest.required} hideLabel={hideLabel}>
      <div data-box className={BOX}>
        <span aria-hidden="true" className="whitespace-nowrap rounded-2 bg-moon-2 px-3 py-1 font-medium text-work">
          选择文件
        </span>
        <span className={names.length > 0 ? "min-w-0" : "min-w-0 text-ink-3"}>{names.length > 0 ? names.join("、") : "还没有选，也可以拖到这里"}</span>
        <input
          id={own}
          type="file"
          {...describe(own, hint, error)}
          {...rest}
          onChange={(event) => {
            setNames([...(event.target.files ?? [])].map((file) => file.name));
            onChange?.(event);
          }}
          className="absolute inset-0 cursor-pointer opacity-0"
        />
      </div>
    </Field>
  );
}
