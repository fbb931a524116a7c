"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button, ButtonLink } from "./button";
import { HOTLINE } from "./shells/office";
import { faultNumber, StatePage } from "./state-page";

/** 这一页没打开: the system is at fault, not the reader. For every `error.tsx`; a group's own boundary keeps its shell around it. */
export function Fault({
  error,
  reset,
  home = "/",
  homeText = "回到首页",
}: {
  error: Error & { digest?: string };
  reset: () => void;
  home?: string;
  homeText?: string;
}) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <StatePage
      title="这一页没打开"
      actions={
        <>
          <Button tone="go" onClick={again}>
            再试一次
          </Button>
          <ButtonLink href={home}>{homeText}</ButtonLink>
        </>
      }
    >
      <p>系统出了问题，不是您填错了。</p>
      <p>
        {"请过几分钟再试；还不行，请拨 "}
        <span className="whitespace-nowrap">{HOTLINE}</span>
        {error.digest ? (
          <>
            ，报编号 <b>{faultNumber(error.digest)}</b>
          </>
        ) : null}
        。
      </p>
    </StatePage>
  );
}
