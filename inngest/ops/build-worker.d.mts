export function buildWorker(outfile: string, root?: string): Promise<string>;
