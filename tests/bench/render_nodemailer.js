// render_nodemailer.js DIR COUNT [FILE]: the same mail by nodemailer's composer: the reader's words put in, then composed to one buffer. Prints mails,
// CPU seconds, bytes; FILE gets the last mail.
const fs = require('fs');
const MailComposer = require('nodemailer/lib/mail-composer');
const [folder, count] = [process.argv[2], Number(process.argv[3])];
// A template as pieces and names, so that putting a reader's words in costs no more than joining them.
const compile = file => {
  const parts = fs.readFileSync(`${folder}/${file}`, 'utf8').split(/\{\{\.([\w.]+)\}\}/);
  return (reader, escape) => parts.map((p, i) => (i % 2 ? escape(reader[p]) : p)).join('');
};
const page = compile('filled.html'), words = compile('filled.txt');
const escape = s => s.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
(async () => {
  let size = 0, mail;
  const start = process.cpuUsage();
  for (let i = 0; i < count; i++) {
    const link = kind => `https://news.example.org/${kind}/AQF1mFoyYzQxNjM0ODQ3MGUyMTZjNDIxMmM0YjE2ZTMwNDk1ZTYx${i}`;
    const reader = { 'subscriber.name': `Reader N\u00famero ${i}`, unsubscribe_url: link('u'), view_url: link('v'), preferences_url: link('p') };
    mail = await new MailComposer({
      from: 'Harbor Ledger <news@example.org>', to: { name: reader['subscriber.name'], address: `reader${i}@people.example` },
      subject: 'Breakwater vote, night buses return, and a syrup that works', date: new Date(1753959600000), messageId: `<${i}@example.org>`,
      headers: { 'List-Unsubscribe': `<${reader.unsubscribe_url}>` }, text: words(reader, s => s), html: page(reader, escape), textEncoding: 'quoted-printable',
    }).compile().build();
    size += mail.length;
  }
  if (process.argv[4]) fs.writeFileSync(process.argv[4], mail);
  const used = process.cpuUsage(start);
  console.log(`${count} ${((used.user + used.system) / 1e6).toFixed(6)} ${Math.round(size / count)}`);
})();
