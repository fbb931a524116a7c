"use client";

import Printer from "lucide-react/icons/printer";
import type { ReactNode } from "react";
import { Button } from "./button";

/** 打印 what the page has for paper. */
export function PrintButton({ children, ...look }: { children: ReactNode; tone?: "go"; size?: "small" }) {
  return (
    <Button {...look} icon={<Printer aria-hidden="true" size={16} />} onClick={() => window.print()}>
      {children}
    </Button>
  );
}
