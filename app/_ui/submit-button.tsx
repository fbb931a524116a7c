"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./button";

/** The button of a form with an action: while the action runs it says 正在提交… (or `busyText`) and takes no second press. */
export function SubmitButton({ busyText = "正在提交…", tone = "go", ...rest }: Omit<ButtonProps, "busy" | "type"> & { busyText?: string }) {
  const { pending } = useFormStatus();
  return <Button type="submit" tone={tone} busy={pending && busyText} {...rest} />;
}
