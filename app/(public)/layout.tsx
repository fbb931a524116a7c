import type { ReactNode } from "react";
import { PublicFrame } from "@/app/_server/frames";

export default function Layout({ children }: { children: ReactNode }) {
  return <PublicFrame>{children}</PublicFrame>;
}
