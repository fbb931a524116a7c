import { Section } from "@/app/_ui/section";
import { getDb } from "@/db/client";
import { configuredChannels } from "@/db/config";
import { type Contact, listContacts } from "@/db/contact-addresses";
import { CHANNEL_NAMES, TOPIC_NAMES, TOPICS } from "@/lib/messages/channels";
import { ContactForms } from "./contact-forms";

function One({ contact: { channel, mask, pendingMask, wanted } }: { contact: Contact }) {
  return (
    <div>
      <h3 className="mb-2">
        {CHANNEL_NAMES[channel]}
        <span className="ml-3 font-normal text-ink-2 text-work">{mask ?? (pendingMask ? "等验证码" : "没有登记")}</span>
      </h3>
      <ContactForms
        key={`${mask}${pendingMask}`}
        channel={channel}
        mask={mask}
        pendingMask={pendingMask}
        choices={TOPICS.map((topic) => ({ topic, name: TOPIC_NAMES[topic], on: wanted.includes(topic) }))}
      />
    </div>
  );
}

/** 接收消息 of the signed-in person: which of the county's channels reach whom, for what. Every message stays in the mailbox anyway. */
export async function Contacts({ personId }: { personId: string }) {
  const channels = configuredChannels();
  const contacts = (await listContacts(await getDb(), personId)).filter(({ channel }) => channels.includes(channel));
  return (
    <Section title="接收消息">
      {contacts.length === 0 ? (
        <p className="text-ink-2">本县还没有开通邮件和短信提醒，消息都在站内“消息”里。</p>
      ) : (
        <div className="grid gap-8">
          <p>所有消息都在站内“消息”里。登记了地址，还会另外提醒您；提醒里只写办件号，不写姓名和金额。</p>
          {contacts.map((contact) => (
            <One key={contact.channel} contact={contact} />
          ))}
        </div>
      )}
    </Section>
  );
}
