"use client";

import { Button } from "@/app/_ui/button";

/** 打印, or kept as PDF by the reader's own machine. */
export function PrintButton() {
  return (
    <Button size="small" onClick={() => print()}>
      打印或存成 PDF
    </Button>
  );
}
