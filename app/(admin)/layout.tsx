import type { ReactNode } from "react";
import { StaffFrame } from "@/app/_server/frames";

export default function Layout({ children }: { children: ReactNode }) {
  return <StaffFrame>{children}</StaffFrame>;
}
