"use client";

import { Button } from "@/app/_ui/button";

/** 打印: the browser's own, on paper or into a file. */
export const PrintDossier = () => <Button onClick={() => window.print()}>打印整份</Button>;

export const PrintVoucher = () => (
  <Button tone="go" onClick={() => window.print()}>
    打印凭证
  </Button>
);
