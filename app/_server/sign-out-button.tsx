"use client";

import { signOut } from "next-auth/react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";

/** 退出: ends the session and leads to the sign-in page. */
export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      size="small"
      busy={busy && "正在退出…"}
      onClick={() => {
        setBusy(true);
        void signOut({ callbackUrl: "/sign-in" });
      }}
    >
      退出
    </Button>
  );
}
