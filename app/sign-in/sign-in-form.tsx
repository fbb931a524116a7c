"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type SyntheticEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Message } from "@/app/_ui/message";
import { PasswordField } from "@/app/_ui/password-field";
import { CODE_WRONG, signInError } from "./texts";

const BUSY = "正在登录…";
type Known = { readonly username: string; readonly password: string };

const read = (form: HTMLFormElement, field: string): string => String(new FormData(form).get(field) ?? "");

/** First step: name and password. A wrong password keeps the user name. */
function PasswordStep({ username }: { username: string }) {
  return (
    <>
      <TextField
        name="username"
        label="用户名"
        hint="企业用统一社会信用代码，工作人员用工号"
        required
        autoComplete="username"
        maxLength={80}
        big
        defaultValue={username}
      />
      <PasswordField name="password" label="密码" required autoComplete="current-password" maxLength={200} big />
    </>
  );
}

/** Second step of a person who has bound an authenticator. */
function CodeStep({ username, back }: { username: string; back: () => void }) {
  return (
    <>
      <p>
        {"用户名 "}
        <b>{username}</b>
        <Button tone="text" size="small" onClick={back}>
          重填用户名和密码
        </Button>
      </p>
      <TextField
        name="code"
        label="动态验证码"
        hint="打开手机上的验证器，填六位数字。手机不在身边，填一个备用码"
        required
        autoComplete="one-time-code"
        autoFocus
        maxLength={40}
        big
      />
    </>
  );
}

/** 登录 form. Whoever has bound an authenticator is asked for its code in a second step; both are judged together. */
export function SignInForm({ provincial, firstError }: { provincial: boolean; firstError: string | null }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(firstError);
  const [known, setKnown] = useState<Known>({ username: "", password: "" });
  const [asksCode, setAsksCode] = useState(false);
  const back = () => {
    setAsksCode(false);
    setKnown({ ...known, password: "" });
    setError(null);
  };
  const send = async (tried: Known, code: string) => {
    setBusy(true);
    setError(null);
    const answer = await signIn("password", { redirect: false, ...tried, code }).catch(() => ({ error: "fault" }));
    if (!answer?.error) {
      router.push("/start");
      router.refresh();
      return;
    }
    setBusy(false);
    if (answer.error === "codeNeeded") setAsksCode(true);
    else setError(asksCode && answer.error === "unknown" ? CODE_WRONG : signInError(answer.error));
  };
  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    if (asksCode) {
      const code = read(form, "code").trim();
      if (code === "") setError("请填动态验证码。");
      else await send(known, code);
      return;
    }
    const tried = { username: read(form, "username").trim(), password: read(form, "password") };
    if (tried.username === "" || tried.password === "") {
      setError("请把用户名和密码都填上。");
      return;
    }
    setKnown(tried);
    await send(tried, "");
  };
  return (
    <>
      <form method="post" onSubmit={submit} noValidate className="grid gap-5">
        {error ? <Message tone="red" title={error} live="alert" /> : null}
        {asksCode ? <CodeStep username={known.username} back={back} /> : <PasswordStep username={known.username} />}
        <Button type="submit" tone="go" size="big" wide busy={busy && BUSY}>
          登录
        </Button>
      </form>
      {provincial && !asksCode ? (
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
