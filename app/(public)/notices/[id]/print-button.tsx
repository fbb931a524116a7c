"use client";

import Printer from "lucide-react/icons/printer";
import { Button } from "@/app/_ui/button";

export function PrintButton() {
  return (
    <Button icon={<Printer aria-hidden="true" size={16} />} onClick={() => window.print()}>
      打印公示
    </Button>
  );
}
