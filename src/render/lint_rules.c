/* Every rule, for `lint --explain`: why it matters, and what to do. A unit test holds this table against the checks. */
#include "render/render.h"

const struct lint_rule render_lint_rules[] = {
    {"E101",
     "Gmail shows the first 102 kB of the HTML part and hides the rest behind a link, the way to unsubscribe with it. "
     "Carry fewer stories, or move the last ones to \"More headlines\"."},
    {"W101", "Close to where Gmail cuts. A longer link or two in the next edition, and the footer is gone."},
    {"E102", "A page nested this deeply is broken somewhere: look for elements that are opened and never closed."},
    {"E103", "Gmail ignores a mail's styles when they are longer than 16 kB: dark mode and phone sizes are lost."},
    {"E104", "Gmail and Yahoo cannot read an @-rule inside another and drop the whole <style> element. Write two rules "
             "side by side."},
    {"E105",
     "Servers may break a longer line anywhere, also inside a tag. Quoted-printable or base64 keeps lines short."},
    {"N106", "On the wire every line ends in CR LF (RFC 5321). A file on disk may have LF; a program that sends it "
             "must convert."},
    {"W107", "Every reader downloads it, on a phone too, and the relay sends it once for each. Link pictures, or make "
             "them smaller."},
    {"W201", "A page without <!doctype html> is shown by older rules, with other sizes and distances. Begin with it."},
    {"E202", "Write <html lang=\"en\"> with the mail's language, and again on the outermost element inside <body>: "
             "webmail drops <html>."},
    {"N203", "Without dir, right-to-left words and full stops land on the wrong side in some clients. Write "
             "dir=\"ltr\" or dir=\"rtl\" on <html> and on the outermost element inside <body>."},
    {"E204", "Screen readers and browser tabs say the page's <title>. The subject makes a good one."},
    {"E205", "Without a charset, letters beyond ASCII turn into marks. <meta charset=\"utf-8\"> as the first element "
             "of <head>."},
    {"W206", "Without a viewport phones lay the page out as on a wide screen, and shrink it: <meta name=\"viewport\" "
             "content=\"width=device-width,initial-scale=1\">."},
    {"W207", "<meta name=\"color-scheme\" content=\"light dark\"> says that the mail has colours for both."},
    {"W208", "Readers find their way by headings. The name of the newsletter is the <h1>, sections are <h2>, stories "
             "<h3>."},
    {"W209", "Two <h1> read like two mails. One for the newsletter's name; the rest are <h2> and below."},
    {"E210", "A heading without words is announced by screen readers and says nothing. Leave it out."},
    {"W211", "Readers jump from heading to heading; a skipped level looks like a missing part."},
    {"E212", "A screen reader announces rows and columns of every table that does not say it only lays things out: "
             "role=\"presentation\" on those."},
    {"E213", "A picture without alt is read out by its file name. alt=\"what it shows\", or alt=\"\" when it is "
             "decoration."},
    {"W214", "An alt text that is a file name says nothing about the picture. Say what it shows; even alt=\"\" is "
             "better."},
    {"W215", "Word's engine in Outlook reads the size of a picture from its attribute alone: width=\"600\", not only "
             "in the style."},
    {"E216", "A picture without an address is a broken box. Give it one or take it out."},
    {"E217", "Gmail and Outlook show no picture whose bytes stand in its address (data:). Link it by absolute https, "
             "or attach it and use cid:."},
    {"W218", "Clients load a picture only from a full address, and many only over https. Write it with https://."},
    {"W219", "user-scalable=no and maximum-scale keep people from making the text larger. Take them out."},
    {"W220", "Few clients show SVG. Use PNG or JPEG at twice the size it is shown in."},
    {"E221", "A list without items is announced as a list of nothing. Leave it out."},
    {"W222", "Mail clients remove forms, frames, films and pages that reload themselves. Link to a page that has it."},
    {"E223", "Clients remove scripts, and filters distrust mails that have them. Take it out; nothing in a mail runs."},
    {"W224", "Screen readers say how many items a list has, and count wrong. Put <li> into <ul> or <ol>, and all else "
             "into <li>."},
    {"E225",
     "A language is written as \"en\", \"pt-BR\" or \"zh-Hant\" (BCP 47): two or three letters first. Screen readers "
     "choose their voice by it."},
    {"W226", "The words are read twice. Give the picture alt=\"\" where the link says the same."},
    {"E227", "Use a role of WAI-ARIA, or none: HTML elements have their own."},
    {"E228", "WAI-ARIA knows no such attribute or value; what was meant is not said."},
    {"E229", "Somebody who moves by keys lands on a link that is not announced. Take aria-hidden away, or the link."},
    {"W230", "tabindex above 0 tears the order of the page apart. Put things in the order they are read in."},
    {"W231",
     "scope is \"row\", \"col\", \"rowgroup\" or \"colgroup\", and a <th> has words; an empty corner is a <td>."},
    {"W232", "A table of figures without role=\"presentation\", a layout without <th>, <caption> and scope."},
    {"E233", "Give each its own id, or none: links, labels and styles find only the first."},
    {"E301", "A link without words is announced as \"link\" and no more. Give it words, or its picture an alt text."},
    {"W302",
     "Screen readers list links by their words alone: \"Read at Harbor Times\" says what \"read more\" does not."},
    {"E303", "A link without an address leads nowhere. Give it one or take the link away."},
    {"W304", "Over http, everybody on the way sees what the reader opens, and some clients warn of it. Use https."},
    {"E305", "Only http, https, mailto, tel and sms lead anywhere from a mail."},
    {"E306", "A relative link has no page to be relative to in a mail. Write the full address, with https://."},
    {"W307", "Filters and readers take a link that shows one site and opens another for fraud. Use words instead of an "
             "address."},
    {"W308", "Filters distrust shortened links, because nobody sees where they lead. Link to the page itself."},
    {"W309", "Links within the page (#part) fail in Gmail on iOS and elsewhere. Leave a table of contents out, or "
             "link to the web version."},
    {"W310", "By its colour alone many cannot tell a link from the text around it. text-decoration:underline, or "
             "leave the browser's own underline alone."},
    {"E401", "Text that hardly differs from its background cannot be read in sunlight or by tired eyes. Darker text "
             "or a lighter background: 4.5 to 1 at least, for every size, at a desk and on a phone."},
    {"E402", "In dark mode text and background change, and not always together. 4.5 to 1 at least there, too."},
    {"W403", "Letters below 13 px cannot be read on a phone. 13 px at least; body text 16 px."},
    {"W404", "16 px for body text: on a phone 14 px is read at arm's length."},
    {"W405", "Lines that stand too close run into each other. About 1.5 times the letter size for text, 1.2 for "
             "headlines."},
    {"W406", "A button lower than 44 px is missed by fingers. Give its link more padding."},
    {"N407",
     "Without rules of its own a mail is darkened by the client, each in its own way, or shines white in a dark room."},
    {"W408",
     "It stands in a style attribute, so the look depends on it. Percentages are of 18 major clients, not of readers."},
    {"N409", "It stands where it only adds to the look; fine as long as the mail reads well without."},
    {"E501", "Some people read text alone, and filters distrust mails without it. Send a text part beside the HTML."},
    {"W502", "Clients break longer lines of the text part anywhere. 72 columns, counting wide characters as two; "
             "links may be longer."},
    {"W503", "Mail programs put > before \"From \", double a dot, and show > as a quotation. Begin the line with a "
             "space or another word."},
    {"N504", "White space at the end of a line is lost or shown as a mark on the way."},
    {"W505", "Programs take a line of \"-- \" for the beginning of a signature and hide what follows. Use a row of "
             "dashes instead."},
    {"N506", "More than two empty lines in a row look as if something were missing. Two are enough."},
    {"N507", "Inboxes preview the first line of the text part, and it is empty. Begin with the newsletter's name."},
    {"E508", "Both parts tell the same stories; people who read text miss this one."},
    {"W509", "A link of the HTML part is not in the text part: people who read text cannot follow it. Put the address "
             "there."},
    {"E510", "Readers of the text part need a way to leave, too: put the unsubscribe link into it."},
    {"E601", "Mails without a subject are taken for spam, and all look alike in the inbox."},
    {"W602", "A short subject says little, a long one is cut: 30 to 70 characters, the news in the first 35, since "
             "phones show no more."},
    {"W603", "Whole words in capitals shout, and filters count them. Write them in lower case; names like NATO are "
             "fine."},
    {"W604", "A subject with Re: or Fwd: pretends to be an answer. Only answers begin so."},
    {"N605", "Older clients show a box, and screen readers read its name aloud."},
    {"W606", "Several exclamation or question marks are what spam has. One mark is enough."},
    {"W607", "Inboxes show the first words of the mail beside the subject, be it \"View in browser\". Put a hidden "
             "sentence first in <body>."},
    {"W608", "A preheader that is too short is filled up with the masthead, a long one is cut. Between 40 and 140 "
             "characters, a whole sentence."},
    {"W609", "The preheader stands beside the subject in the inbox. Say something that the subject does not."},
    {"E701", "Fields such as From, Subject and Date stand once (RFC 5322); a mail that has two is refused, or read in "
             "two ways."},
    {"E702", "A mail without a sender is refused. Set `from` in bulletin.yaml."},
    {"E703", "RFC 5322 requires a Date field, and filters count its absence. Add one."},
    {"E704", "By the Message-ID a receiver tells a second copy from a new mail. Add one that stays the same when the "
             "mail is sent again."},
    {"W705", "Without MIME-Version: 1.0 some programs show the parts as they are, boundaries and all. Add it."},
    {"E706", "An address that cannot be read gets the mail refused. Write \"Name <name@example.org>\"."},
    {"W707", "Answers that go to another domain than the sender's look like fraud. Use an address of the sender's own "
             "domain."},
    {"W708", "A signature of another domain does not count for the sender's (DMARC alignment). Sign with the domain "
             "of the sender's address, or a domain above it."},
    {"W709", "One-click unsubscribe is only trusted when the signature covers List-Unsubscribe and "
             "List-Unsubscribe-Post. List both in h=."},
    {"E710", "Gmail and Yahoo want bulk mail to be left by one click (RFC 2369, RFC 8058). Add a List-Unsubscribe "
             "field with a mailto and an https address."},
    {"W711", "One-click unsubscribe needs an https address (RFC 8058). Set unsubscribe.url in bulletin.yaml to a page "
             "that takes one-click POSTs."},
    {"W712", "Without it the https address of List-Unsubscribe is no one-click one (RFC 8058). Add "
             "List-Unsubscribe-Post: List-Unsubscribe=One-Click."},
    {"E713", "List-Unsubscribe holds addresses in angle brackets, with commas between them: <https://...>, "
             "<mailto:...> (RFC 2369)."},
    {"N714", "Readers and webmail sort mail by its list. Add a List-Id field (RFC 2919)."},
    {"E715", "Clients show the last part that they can, so the text is seen where the HTML should be. Put text/plain "
             "first."},
    {"E716", "Without a boundary in Content-Type no program finds the parts of the mail."},
    {"W717", "Letters beyond ASCII in a header arrive as question marks. Encode it as RFC 2047 says."},
    {"E801", "A tag of a template was not filled: a wrong name, or text that was not meant to be a template."},
    {"W801", "The braces come from an article. That is fine when it writes about templates."},
    {"W802", "A word such as undefined, null or NaN stands where a value was missing when the text was made. Look "
             "where it comes from."},
    {"E803", "The words of a page's button (\"CTA Image\") were read as the article's text. Take them out of the "
             "article."},
    {"W804", "An empty paragraph is read as a pause by some and left out by others. Leave it out; use margins for "
             "distance."},
    {"W805", "A separator stands at the beginning or end of a line, or doubled: one of the parts it stood between is "
             "missing. Leave the separator out with it."},
    {"W806", "Where a fifth of the longer words are in capitals, a mail shouts, and filters count it. Use bold or a "
             "larger size for what matters."},
    {"E807", "Who cannot leave reports the mail as spam. Put a link whose words say so into the footer."},
    {"E808", "The way to unsubscribe stands behind the place where Gmail cuts. Make the mail shorter, or put the link "
             "near the top."},
    {"W809", "The visible way to leave is a mailto link: many press it in vain on a phone without a mail program. Set "
             "unsubscribe.url in bulletin.yaml."},
    {"E810", "Law in many countries wants the sender's postal address in bulk mail. Set `address` in bulletin.yaml."},
    {"E811", "The postal address of bulletin.yaml is not in the mail. Put {{address}} into the template's footer."},
    {"E901",
     "A call to action whose time is over would be sent. Take it out of the plan, or move `until` in its file."},
    {"W902", "The same story stands in the mail twice. Take one of them out of the plan."},
    {"E903", "Put {{#differs}} into the template: where outlets contradict each other, readers see both."},
    {"N904", "An article of your own needs `url` in its front matter to be linked."},
    {"W905", "Write `url: https://...` or `url: mailto:...` in its front matter."},
    {"N951", "An image of one pixel, or one whose address differs from reader to reader, reports who opens the mail, "
             "when and where."},
    {"N952", "A link with a token says who clicked. Links to leave the list need one; links to articles do not."},
    {"N953", "An address in a link ends up in the logs of every server on the way."},
    {"N954",
     "Whoever serves the pictures learns which address opened the mail; Apple and Gmail hide it, others do not."},
    {0}};
