"use client";

import { type ComponentProps, useState } from "react";
import { TextField } from "./field";

/** 密码 with 显示 / 隐藏 inside the box. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, "type" | "suffix" | "prefix">) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? "text" : "password"}
      suffix={
        <button
          type="button"
          aria-pressed={shown}
          aria-label="显示密码"
          onClick={() => setShown(!shown)}
          className="min-h-7 shrink-0 rounded-2 px-2 max-desk:min-w-11 font-medium text-qing text-small max-desk:min-h-11"
        >
          {shown ? "隐藏" : "显示"}
        </button>
      }
    />
  );
}
