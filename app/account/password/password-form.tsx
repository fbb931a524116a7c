"use client";

import { useActionState } from "react";
import { PasswordField } from "@/app/_ui/password-field";
import { SubmitButton } from "@/app/_ui/submit-button";
import { PASSWORD_HINT } from "../password-words";
import { change, type PasswordState } from "./actions";

const START: PasswordState = { fieldErrors: {} };

/** 改密码 form. */
export function PasswordForm() {
  const [{ fieldErrors }, action] = useActionState(change, START);
  return (
    <form action={action} noValidate className="grid gap-5">
      <PasswordField name="current" label="现在的密码" required autoComplete="current-password" maxLength={200} error={fieldErrors.current} />
      <PasswordField name="next" label="新密码" hint={PASSWORD_HINT} required autoComplete="new-password" maxLength={200} error={fieldErrors.next} />
      <PasswordField name="again" label="再填一次新密码" required autoComplete="new-password" maxLength={200} error={fieldErrors.again} />
      <SubmitButton wide size="big" busyText="正在改…">
        改密码并重新登录
      </SubmitButton>
    </form>
  );
}
