// send_nodemailer.js PORT COUNT BYTES CONNECTIONS: nodemailer's pool with personalised, ready-made messages.
const nodemailer = require("nodemailer");
const [port, count, bytes, connections] = process.argv.slice(2).map(Number);
const line = '<td style=3D"padding:0 24px">The harbor was calm in the morning</td>=\r\n';
const body = line.repeat(Math.floor((bytes - 500) / line.length));
const message = (i) =>
  `From: Harbor Ledger <news@example.org>\r\nTo: reader${i}@people.example\r\nSubject: Morning Brief\r\nMessage-ID: <${i}@example.org>\r\n` +
  `MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n` +
  `<p>Good morning, Reader ${i}</p>\r\n${body}<a href=3D"https://example.org/u/${i}">leave</a>\r\n`;
const pool = nodemailer.createTransport({ pool: true, host: "127.0.0.1", port, ignoreTLS: true, maxConnections: connections, maxMessages: Infinity });
let given = 0, done = 0;
const feed = () => {
  while (given < count && pool.isIdle()) {
    const i = given++;
    pool.sendMail({ envelope: { from: `bounces+${i}@example.org`, to: [`reader${i}@people.example`] }, raw: message(i) }, (error) => {
      if (error) { console.error(error.message); process.exit(1); }
      if (++done === count) pool.close();
    });
  }
};
pool.on("idle", feed);
feed();
