"use client";

import { Button } from "@/app/_ui/button";

/** 打印: the browser's own, on paper or into a file. */
export function PrintButton() {
  return (
    <Button tone="go" onClick={() => window.print()}>
      打印档案
    </Button>
  );
}
