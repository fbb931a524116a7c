import { createServer, type Socket } from "node:net";

export type Received = { readonly from: string; readonly to: readonly string[]; readonly data: string; readonly user: string | null };
/** Answers in place of the usual ones, by command; `silent` leaves the client waiting. */
export type Behaviour = {
  readonly rcpt?: string;
  readonly data?: string;
  readonly auth?: string;
  readonly greeting?: string;
  readonly silent?: boolean;
  /** The connection breaks after the mail was taken, before the answer. */
  readonly dropAfterData?: boolean;
};

type Conversation = { from: string; to: string[]; user: string | null; body: string | null };

/** 试验邮件服务器 on the loopback: enough of RFC 5321 to take a mail, refuse it, ask for a password, or say nothing. Not encrypted. */
export async function smtpServer(behaviour: Behaviour = {}) {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    const talk: Conversation = { from: "", to: [], user: null, body: null };
    const say = (line: string) => socket.write(`${line}\r\n`);
    if (!behaviour.silent) say(behaviour.greeting ?? "220 test ESMTP");
    let rest = "";
    socket.on("data", (part) => {
      rest += part.toString("utf8");
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (talk.body === null) command(line, talk, say, behaviour);
        else if (line !== ".") talk.body += `${line}\n`;
        else finish(talk, socket, say);
      }
    });
  });
  const finish = (talk: Conversation, socket: Socket, say: (line: string) => void) => {
    const { from, to, user, body } = talk;
    talk.body = null;
    if (behaviour.data) {
      say(behaviour.data);
      return;
    }
    received.push({ from, to: [...to], data: body ?? "", user });
    if (behaviour.dropAfterData) socket.destroy();
    else say(`250 2.0.0 Ok: queued as TEST${received.length}`);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port, received, close };
}

const bracketed = (argument: string): string => /<([^>]*)>/.exec(argument)?.[1] ?? "";
const userOf = (argument: string): string | null =>
  Buffer.from(argument.split(" ")[1] ?? "", "base64")
    .toString("utf8")
    .split("\0")[1] ?? null;

/** What each command does and how it is answered. */
const COMMANDS: Readonly<Record<string, (argument: string, talk: Conversation, behaviour: Behaviour) => string>> = {
  EHLO: () => "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
  AUTH: (argument, talk, { auth = "235 2.7.0 ok" }) => {
    talk.user = userOf(argument);
    return auth;
  },
  MAIL: (argument, talk) => {
    talk.from = bracketed(argument);
    return "250 ok";
  },
  RCPT: (argument, talk, { rcpt = "250 ok" }) => {
    talk.to.push(bracketed(argument));
    return rcpt;
  },
  DATA: (_, talk) => {
    talk.body = "";
    return "354 go on";
  },
  QUIT: () => "221 bye",
};

function command(line: string, talk: Conversation, say: (line: string) => void, behaviour: Behaviour): void {
  if (!behaviour.silent) say(COMMANDS[line.slice(0, 4).toUpperCase()]?.(line.slice(5), talk, behaviour) ?? "250 ok");
}
