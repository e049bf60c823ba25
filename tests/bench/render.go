// render.go DIR whole|filled COUNT: the same mail by Go's own means: html/template and text/template compiled once, executed for each
// reader, quoted-printable in a multipart/alternative. whole: the family's own template over the edition; filled: the finished mail with
// tags for the reader's words alone. Prints mails, CPU seconds, bytes. A last argument is a file for the last mail.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	html "html/template"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"os"
	"strconv"
	"syscall"
	text "text/template"
)

const token = "AQF1mFoyYzQxNjM0ODQ3MGUyMTZjNDIxMmM0YjE2ZTMwNDk1ZTYx" // as long as ours; making them is not Go's task here

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "render.go:", err)
		os.Exit(1)
	}
}

func cpu() float64 {
	var u syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

func part(m *multipart.Writer, kind string, fill func(q *quotedprintable.Writer) error) {
	w, err := m.CreatePart(textproto.MIMEHeader{"Content-Type": {kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}})
	check(err)
	q := quotedprintable.NewWriter(w)
	check(fill(q))
	check(q.Close())
}

func main() {
	dir, mode := os.Args[1], os.Args[2]
	count, err := strconv.Atoi(os.Args[3])
	check(err)
	read := func(name string) string {
		b, err := os.ReadFile(dir + "/" + name)
		check(err)
		return string(b)
	}
	h := html.Must(html.New("html").Parse(read(mode + ".html")))
	t := text.Must(text.New("text").Parse(read(mode + ".txt")))
	data := map[string]any{}
	check(json.Unmarshal([]byte(read("edition.json")), &data))
	subscriber := map[string]any{}
	data["subscriber"] = subscriber
	var out bytes.Buffer
	size := 0
	start := cpu()
	for i := 0; i < count; i++ {
		id := strconv.Itoa(i)
		name, address, leave := "Reader N\u00famero "+id, "reader"+id+"@people.example", "https://news.example.org/u/"+token+id
		subscriber["name"] = name
		data["unsubscribe"], data["unsubscribe_url"] = leave, leave
		data["view_url"], data["preferences_url"] = "https://news.example.org/v/"+token+id, "https://news.example.org/p/"+token+id
		out.Reset()
		m := multipart.NewWriter(&out)
		fmt.Fprintf(&out, "From: Harbor Ledger <news@example.org>\r\nTo: %s <%s>\r\nSubject: Breakwater vote, night buses return, and a syrup that works\r\n"+
			"Date: Thu, 31 Jul 2025 07:00:00 -0400\r\nMessage-ID: <%d@example.org>\r\nList-Unsubscribe: <%s>\r\nMIME-Version: 1.0\r\n"+
			"Content-Type: multipart/alternative; boundary=%s\r\n\r\n", mime.QEncoding.Encode("utf-8", name), address, i, leave, m.Boundary())
		part(m, "text/plain", func(q *quotedprintable.Writer) error { return t.Execute(q, data) })
		part(m, "text/html", func(q *quotedprintable.Writer) error { return h.Execute(q, data) })
		check(m.Close())
		size += out.Len()
	}
	if len(os.Args) > 4 {
		check(os.WriteFile(os.Args[4], out.Bytes(), 0644))
	}
	fmt.Printf("%d %.6f %d\n", count, cpu()-start, size/count)
}
