"use client";

import { Button } from "./_ui/button";
import { HOTLINE, PLATFORM } from "./_ui/shells/office";
import { faultNumber, StatePage } from "./_ui/state-page";
import "./globals.css";

/** The root layout itself failed: no shell, no router, only the way out. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="zh-CN">
      <head>
        <title>{`这一页没打开｜${PLATFORM}`}</title>
      </head>
      <body>
        <main className="mx-auto max-w-[1168px] px-6 py-8">
          <StatePage
            title="这一页没打开"
            actions={
              <Button tone="go" onClick={reset}>
                再试一次
              </Button>
            }
          >
            <p>系统出了问题，不是您填错了。</p>
            <p>{`请过几分钟再试；还不行，请拨 ${HOTLINE}，报编号 ${faultNumber(error.digest)}。`}</p>
          </StatePage>
        </main>
      </body>
    </html>
  );
}
