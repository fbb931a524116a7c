"use client";

import { Fault } from "@/app/_ui/fault";

export default Fault;
