#include "render/vars.h"
#include "render/render.h"

static const struct var date_vars[] = {
    {"long", VAR_TEXT, NULL, "weekday, month, day and year", "Thursday, July 31, 2025"},
    {"short", VAR_TEXT, NULL, "month and day, with the year when it is not this edition's", "July 31"},
    {"full", VAR_TEXT, NULL, "month, day and year", "July 31, 2025"},
    {"iso", VAR_TEXT, NULL, "for machines", "2025-07-31"},
    {"weekday", VAR_TEXT, NULL, "the day's name", "Thursday"},
    {"month_name", VAR_TEXT, NULL, "the month's name", "July"},
    {"day", VAR_TEXT, NULL, "day of the month", "31"},
    {"month", VAR_TEXT, NULL, "number of the month", "7"},
    {"year", VAR_TEXT, NULL, "the year", "2025"},
    {0}};

static const struct var word_vars[] = {
    {"email", VAR_TEXT, NULL, "what this is, for screen readers", "email"},
    {"view_in_browser", VAR_TEXT, NULL, "words of a link", "View in browser"},
    {"top_story", VAR_TEXT, NULL, "heading of the first story", "Top story"},
    {"top_story_upper", VAR_TEXT, NULL, "the same in capitals, for the text part", "TOP STORY"},
    {"note", VAR_TEXT, NULL, "before the editor's note", "Editor's note:"},
    {"updated", VAR_TEXT, NULL, "on a story that was updated since", "Updated"},
    {"also", VAR_TEXT, NULL, "before the other outlets", "Also covered by"},
    {"differ", VAR_TEXT, NULL, "heading of what the outlets disagree on", "Sources differ"},
    {"more", VAR_TEXT, NULL, "heading of what there was no room for", "More headlines"},
    {"more_upper", VAR_TEXT, NULL, "the same in capitals", "MORE HEADLINES"},
    {"unsubscribe", VAR_TEXT, NULL, "words of a link", "Unsubscribe"},
    {"preferences", VAR_TEXT, NULL, "words of a link", "Change topics or frequency"},
    {"comma", VAR_TEXT, NULL, "between the items of a list, with its space", ", "},
    {0}};

static const struct var image_vars[] = {
    {"url", VAR_URL, NULL, "address of the picture, https", "https://news.example.org/ferry.jpg"},
    {"alt", VAR_TEXT, NULL, "what it shows, as the article says; may be empty", "A white ferry leaving a pier"},
    {"caption", VAR_TEXT, NULL, "the line under it in the article", "The Aurora on her last night crossing"},
    {0}};

static const struct var meta_vars[] = {{"text", VAR_TEXT, NULL, "outlet, byline, date or reading time", "Harbor Times"},
                                       {"reading", VAR_FLAG, NULL, "set on the reading time", NULL},
                                       {"last", VAR_FLAG, NULL, "set on the last part: no separator after it", NULL},
                                       {0}};

static const struct var why_vars[] = {
    {"bullets", VAR_LIST, NULL, "one to three sentences; {{.}} inside", "Fares could rise by 4 to 6 percent."},
    {"editor", VAR_FLAG, NULL, "set when our editor wrote them", NULL},
    {"page", VAR_FLAG, NULL, "set when they are the outlet's own bullets", NULL},
    {"derived", VAR_FLAG, NULL, "set when the sentences were picked from the article", NULL},
    {"model", VAR_FLAG, NULL, "set when a language model wrote them", NULL},
    {"label", VAR_TEXT, NULL, "their heading, which says where they come from", "Why it matters, from the article"},
    {"outlet", VAR_TEXT, NULL, "whose words they are, when they are an outlet's", "The Bostonian"},
    {0}};

static const struct var other_vars[] = {{"outlet", VAR_TEXT, NULL, "who else covered it", "Coast Wire"},
                                        {"url", VAR_URL, NULL, "their article", "https://coast.example/ferries"},
                                        {"number", VAR_TEXT, NULL, "its number in the text part's list of links", "4"},
                                        {"last", VAR_FLAG, NULL, "set on the last one", NULL},
                                        {0}};

static const struct var also_vars[] = {
    {"outlets", VAR_LIST, other_vars, "up to four other outlets", NULL},
    {"others", VAR_TEXT, NULL, "how many more there are", "and 3 more"},
    {"stopped", VAR_FLAG, NULL, "set when its last word, an outlet's name, ends in a full stop", NULL},
    {0}};

static const struct var claim_vars[] = {{"value", VAR_TEXT, NULL, "what this outlet says", "January 31"},
                                        {"outlet", VAR_TEXT, NULL, "who says it", "Open Wire"},
                                        {"last", VAR_FLAG, NULL, "set on the last one", NULL},
                                        {0}};

static const struct var differ_vars[] = {{"about", VAR_TEXT, NULL, "what is in question", "Date of the call"},
                                         {"claims", VAR_LIST, claim_vars, "each value with its outlet", NULL},
                                         {"last", VAR_FLAG, NULL, "set on the last one", NULL},
                                         {0}};

static const struct var button_vars[] = {{"label", VAR_TEXT, NULL,
                                          "the words of a call to action, or of the story's own link",
                                          "Read the full story at Harbor Times"},
                                         {"url", VAR_URL, NULL, "where it leads", "https://news.example.org/join"},
                                         {0}};

static const struct var cta_vars[] = {
    {"heading", VAR_TEXT, NULL, "the headline of the call", "Reporting like this is paid for by readers"},
    {"text", VAR_TEXT, NULL, "one sentence", "Members get the weekend long read."},
    {"button", VAR_TEXT, NULL, "the words of its button or link", "Support local reporting"},
    {"url", VAR_URL, NULL, "where it leads", "https://news.example.org/join"},
    {"sponsor", VAR_TEXT, NULL, "who pays, in a sponsor block", "Harbor Coffee"},
    {"sponsored", VAR_TEXT, NULL, "the line that says so", "Sponsored by Harbor Coffee"},
    {0}};

static const struct var link_vars[] = {
    {"number", VAR_TEXT, NULL, "as it stands in brackets in the text", "3"},
    {"url", VAR_URL, NULL, "where it leads", "https://news.example.org/ferry-safety"},
    {0}};

static const struct var story_vars[] = {
    {"headline", VAR_TEXT, NULL, "the headline", "Senate panel advances ferry safety bill"},
    {"url", VAR_URL, NULL, "the article", "https://harbor.example/ferry-safety"},
    {"lang", VAR_TEXT, NULL, "its language, when that is not the mail's", "es"},
    {"outlet", VAR_TEXT, NULL, "who published it", "Harbor Times"},
    {"read", VAR_TEXT, NULL, "the words of its link", "Read at Harbor Times"},
    {"byline", VAR_TEXT, NULL, "its authors", "M. Ortega"},
    {"date", VAR_MAP, date_vars, "when it was published", NULL},
    {"minutes", VAR_TEXT, NULL, "minutes to read it", "3"},
    {"meta", VAR_LIST, meta_vars, "outlet, byline, date and reading time: what is known, in that order", NULL},
    {"kicker", VAR_TEXT, NULL, "its category, when that is not the section's title", "Elections"},
    {"dek", VAR_TEXT, NULL, "one or two sentences", "The bill would require two licensed officers."},
    {"note", VAR_TEXT, NULL, "the editor's note from the plan", "We have followed this since May."},
    {"update", VAR_FLAG, NULL, "set when an earlier edition had it and it was updated since", NULL},
    {"news", VAR_TEXT, NULL, "what is new in an update, when its headline does not say it",
     "The master was held on Friday."},
    {"image", VAR_MAP, image_vars, "its picture", NULL},
    {"why", VAR_MAP, why_vars, "why it matters", NULL},
    {"also", VAR_MAP, also_vars, "other outlets on the same event", NULL},
    {"differs", VAR_LIST, differ_vars, "what the outlets disagree on", NULL},
    {"disputed", VAR_FLAG, NULL, "set when `differs` has items", NULL},
    {"number", VAR_TEXT, NULL, "its number in the text part's list of links", "3"},
    {"button", VAR_MAP, button_vars, "the primary button; on the lead only", NULL},
    {"primary", VAR_MAP, cta_vars, "the call to action that is the lead's button, for mails without buttons", NULL},
    {"banner", VAR_MAP, cta_vars, "a banner that follows; on the lead only, and seldom", NULL},
    {"sponsored", VAR_MAP, cta_vars, "a sponsor block that follows; on the lead only, and seldom", NULL},
    {"links", VAR_LIST, link_vars, "the links of its text part; on the lead only", NULL},
    {"last", VAR_FLAG, NULL, "set on the last of a list", NULL},
    {0}};

static const struct var section_vars[] = {
    {"topic", VAR_TEXT, NULL, "the topic's key", "politics"},
    {"title", VAR_TEXT, NULL, "its title", "Politics"},
    {"title_upper", VAR_TEXT, NULL, "its title in capitals, for the text part", "POLITICS"},
    {"stories", VAR_LIST, story_vars, "its stories, without the lead", NULL},
    {"banner", VAR_MAP, cta_vars, "the banner that follows this section", NULL},
    {"sponsored", VAR_MAP, cta_vars, "the sponsor block that follows this section", NULL},
    {"links", VAR_LIST, link_vars, "the links of the section's text part", NULL},
    {"last", VAR_FLAG, NULL, "set on the last section", NULL},
    {0}};

static const struct var more_vars[] = {{"stories", VAR_LIST, story_vars, "headline, outlet and link only", NULL},
                                       {"links", VAR_LIST, link_vars, "their links, for the text part", NULL},
                                       {0}};

static const struct var style_vars[] = {
    {"accent", VAR_CSS, NULL, "the newsroom's accent, when set", "#0b57a4"},
    {"accent_dark", VAR_CSS, NULL, "the accent in dark mode, when set", "#8dbcff"},
    {"panel", VAR_CSS, NULL, "a tint of that accent, for boxes", "#eef3f9"},
    {"panel_dark", VAR_CSS, NULL, "the same in dark mode", "#212833"},
    {"page", VAR_CSS, NULL, "the colour around the column, when set", "#f3f4f6"},
    {"headline_font", VAR_CSS, NULL, "the font of headlines, when set", "Georgia,serif"},
    {0}};

static const struct var subscriber_vars[] = {{"name", VAR_FIELD, NULL, "the reader's name", "Dana"},
                                             {"first_name", VAR_FIELD, NULL, "the first word of it", "Dana"},
                                             {"email", VAR_FIELD, NULL, "the reader's address", "dana@example.net"},
                                             {"lang", VAR_FIELD, NULL, "the reader's language", "en"},
                                             {0}};

const struct var vars[] = {
    {"title", VAR_TEXT, NULL, "the digest's title", "Morning Brief"},
    {"title_upper", VAR_TEXT, NULL, "the same in capitals, for the text part", "MORNING BRIEF"},
    {"outlet", VAR_TEXT, NULL, "the newsroom", "Harbor Ledger"},
    {"url", VAR_URL, NULL, "the newsroom's site", "https://news.example.org"},
    {"host", VAR_TEXT, NULL, "the same without https", "news.example.org"},
    {"address", VAR_TEXT, NULL, "the postal address", "1 Wharf Street, Springfield"},
    {"intro", VAR_TEXT, NULL, "one or two sentences from the plan or the configuration", "The vote came late."},
    {"lang", VAR_TEXT, NULL, "language of the mail", "en"},
    {"dir", VAR_TEXT, NULL, "ltr or rtl", "ltr"},
    {"start", VAR_CSS, NULL, "the side reading starts from", "left"},
    {"end", VAR_CSS, NULL, "the other side", "right"},
    {"tracking", VAR_CSS, NULL, "the space between the letters of a kicker: none where letters are joined", ".5px"},
    {"rtl", VAR_FLAG, NULL, "set when reading goes from right to left", NULL},
    {"logo", VAR_MAP, image_vars, "the logo, when there is one", NULL},
    {"subject", VAR_TEXT, NULL, "the mail's subject", "Ferry bill advances, rates on hold"},
    {"preheader", VAR_TEXT, NULL, "the line inboxes show beside the subject", "What the central bank signalled."},
    {"preheader_pad", VAR_LIST, NULL, "as many items as the preheader needs invisible characters", NULL},
    {"date", VAR_MAP, date_vars, "the edition's date", NULL},
    {"number", VAR_TEXT, NULL, "how manyeth edition this is", "214"},
    {"number_label", VAR_TEXT, NULL, "the same as it is written", "No. 214"},
    {"greeting", VAR_TEXT, NULL, "by the hour: Good morning, Good afternoon or Good evening", "Good morning"},
    {"greeting_before", VAR_TEXT, NULL, "what stands before the reader's name", "Good morning, "},
    {"greeting_after", VAR_TEXT, NULL, "what stands after it", ". "},
    {"words", VAR_MAP, word_vars, "words of the mail itself, in its language", NULL},
    {"count", VAR_TEXT, NULL, "how many stories", "10"},
    {"count_words", VAR_TEXT, NULL, "the same in words up to twelve", "Ten"},
    {"single", VAR_FLAG, NULL, "set when there is one story only", NULL},
    {"minutes", VAR_TEXT, NULL, "minutes to read all of them", "31"},
    {"summary", VAR_TEXT, NULL, "how much there is to read", "Ten stories, 31 min to read."},
    {"topics", VAR_TEXT, NULL, "the topics of this mail", "Politics, Business and Science"},
    {"issue", VAR_TEXT, NULL, "the same as a sentence", "In this issue: Politics, Business and Science."},
    {"reason", VAR_TEXT, NULL, "why the reader gets this",
     "You get this because you subscribed to Morning Brief at news.example.org."},
    {"style", VAR_MAP, style_vars, "settings of the newsroom that override the family's colours", NULL},
    {"lead", VAR_MAP, story_vars, "the first story", NULL},
    {"sections", VAR_LIST, section_vars, "one for each topic, in the reader's order", NULL},
    {"more", VAR_MAP, more_vars, "what there was no room for", NULL},
    {"unsubscribe", VAR_FIELD, NULL, "link to leave the list: the https one, or mail when there is none",
     "https://news.example.org/u/..."},
    {"unsubscribe_url", VAR_FIELD, NULL, "the https link to leave the list, when configured",
     "https://news.example.org/u/..."},
    {"unsubscribe_mail", VAR_FIELD, NULL, "the mailto link to leave the list", "mailto:leave@example.org"},
    {"preferences_url", VAR_FIELD, NULL, "link to change topics, when configured", "https://news.example.org/p/..."},
    {"view_url", VAR_FIELD, NULL, "link to the mail in a browser, when configured", "https://news.example.org/v/..."},
    {"message_id", VAR_FIELD, NULL, "the mail's Message-ID", "<3f2a@example.org>"},
    {"subscriber", VAR_MAP, subscriber_vars, "the reader; any further column of the list too", NULL},
    {0}};

const struct var *vars_find(const struct var *table, struct str name)
{
    for (; table && table->name; table++)
        if (str_eqc(name, table->name))
            return table;
    return NULL;
}

static const char *kind_name(enum var_kind kind)
{
    static const char *const names[] = {"text", "link", "color", "yes/no", "list", "group", "reader"};
    return names[kind];
}

static void list(struct arena *a, const struct var *table, struct str prefix, struct render_variables *out)
{
    for (; table && table->name; table++) {
        struct render_variable *v = vec_push(a, out);
        struct str name = str_fmt(a, STR_FMT "%s%s", STR_ARG(prefix), prefix.n ? "." : "", table->name);
        *v = (struct render_variable){name, kind_name(table->kind), table->about, table->example};
        list(a, table->members, name, out);
    }
}

void render_variable_list(struct arena *a, struct render_variables *out)
{
    list(a, vars, (struct str){0}, out);
}
