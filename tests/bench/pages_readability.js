// Reads pages as @mozilla/readability does with jsdom: paths on stdin, "milliseconds TAB path" on stdout. Processor time, all threads.
const fs = require("fs");
const { JSDOM, VirtualConsole } = require("jsdom");
const { Readability } = require("@mozilla/readability");

const quiet = new VirtualConsole();
function read(path) {
  const html = fs.readFileSync(path, "utf8");
  const start = process.cpuUsage();
  const dom = new JSDOM(html, { url: "https://city.example/news/1", virtualConsole: quiet });
  const article = new Readability(dom.window.document).parse();
  const spent = process.cpuUsage(start);
  dom.window.close();
  return { ms: (spent.user + spent.system) / 1000, words: article ? article.textContent.split(/\s+/).length : 0 };
}

const paths = fs.readFileSync(0, "utf8").split("\n").filter(Boolean);
paths.slice(0, 5).forEach(read); // the engine compiles what is hot first
for (const path of paths) console.log(read(path).ms.toFixed(3) + "\t" + path);
