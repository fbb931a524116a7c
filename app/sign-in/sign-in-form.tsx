"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type SyntheticEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Message } from "@/app/_ui/message";
import { PasswordField } from "@/app/_ui/password-field";
import { signInError } from "./texts";

const BUSY = "正在登录…";

/** 登录 form. A wrong password keeps the user name. */
export function SignInForm({ provincial, firstError }: { provincial: boolean; firstError: string | null }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(firstError);
  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const username = String(form.get("username") ?? "").trim();
    const password = String(form.get("password") ?? "");
    if (username === "" || password === "") {
      setError("请把用户名和密码都填上。");
      return;
    }
    setBusy(true);
    setError(null);
    const answer = await signIn("password", { redirect: false, username, password }).catch(() => ({ error: "fault" }));
    if (answer?.error) {
      setError(signInError(answer.error));
      setBusy(false);
      return;
    }
    router.push("/start");
    router.refresh();
  };
  return (
    <>
      <form method="post" onSubmit={submit} noValidate className="grid gap-5">
        {error ? <Message tone="red" title={error} live="alert" /> : null}
        <TextField name="username" label="用户名" hint="企业用统一社会信用代码，工作人员用工号" required autoComplete="username" maxLength={80} big />
        <PasswordField name="password" label="密码" required autoComplete="current-password" maxLength={200} big />
        <Button type="submit" tone="go" size="big" wide busy={busy && BUSY}>
          登录
        </Button>
      </form>
      {provincial ? (
        <>
          <p className="my-4 text-center text-ink-3 text-small">或</p>
          <Button size="big" wide onClick={() => void signIn("province", { callbackUrl: "/start" })}>
            用省统一身份认证登录
          </Button>
        </>
      ) : null}
    </>
  );
}
