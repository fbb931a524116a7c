import type { ReactNode } from "react";
import { EnterpriseFrame } from "@/app/_server/frames";

export default function Layout({ children }: { children: ReactNode }) {
  return <EnterpriseFrame>{children}</EnterpriseFrame>;
}
