/* Sections, outlets, and the furniture around an article. */
#include "ingest/phrases_parts.h"

#include "base/utf8.h"
#include <string.h>

bool phrase_is_section(struct arena *a, struct str line)
{
    /* clang-format off */
    static const char *const names[] = {
        "politics", "world", "business", "sports", "sport", "opinion", "opinions", "science", "technology", "tech",
        "health", "culture", "national", "local", "us", "u.s", "u.s.", "uk", "international", "economy", "defense",
        "defence", "defense & security", "defence & security", "security", "education", "environment", "climate",
        "entertainment", "lifestyle", "life", "travel", "weather", "crime", "arts", "arts & culture", "books",
        "music", "film", "movies", "tv", "television", "style", "fashion", "food", "food & drink", "real estate",
        "housing", "finance", "markets", "money", "energy", "transport", "transportation", "cars", "automotive",
        "law", "courts", "justice", "religion", "society", "community", "communities", "media", "news",
        "world news", "us news", "u.s. news", "local news", "national news", "breaking news", "business news",
        "latest news", "top stories", "city", "metro", "regional", "region", "state", "asia", "europe", "africa",
        "americas", "middle east", "asia-pacific", "latin america", "north america", "elections", "election",
        "congress", "white house", "government", "public safety", "labor", "immigration", "innovation", "space",
        "nature", "agriculture", "farming", "shipping", "harbor", "harbour", "analysis", "editorial", "editorials",
        "commentary", "features", "feature", "investigations", "investigation", "obituaries", "letters",
        "podcasts", "video", "military", "foreign affairs", "diplomacy", "politik", "wirtschaft", "ausland",
        "inland", "kultur", "wissen", "wissenschaft", "panorama", "gesellschaft", "technik", "netzwelt",
        "gesundheit", "reise", "lokales", "meinung", "politique", "économie", "monde", "société", "santé",
        "environnement", "política", "economía", "mundo", "deportes", "cultura", "sociedad", "economia", "cronaca",
        "esteri", "politica", "정치", "경제", "사회", "국제", "문화", "스포츠", NULL,
    };
    /* clang-format on */
    return key_is(phrase_key(a, line), names);
}

bool phrase_is_outlet(struct str line)
{
    /* clang-format off */
    static const char *const words[] = {
        "news", "times", "post", "herald", "tribune", "gazette", "daily", "weekly", "journal", "ledger",
        "chronicle", "globe", "press", "wire", "today", "observer", "courier", "register", "sentinel", "star",
        "sun", "mail", "telegraph", "guardian", "review", "report", "bulletin", "broadcasting", "media", "network",
        "magazine", "mirror", "standard", "independent", "argus", "advertiser", "dispatch", "examiner", "inquirer",
        "enquirer", "mercury", "record", "reporter", "signal", "beacon", "monitor", "voice", "insider", "digest",
        "echo", "eagle", "citizen", "radio", "tv", "online", "zeitung", "nachrichten", "anzeiger", "tageblatt",
        "blatt", "kurier", "rundschau", "presse", "journal", "diario", "gazeta", "corriere", "giornale", "agency",
        "newswire", "outlook", "spectator", "banner", "leader", "messenger", "intelligencer", NULL,
    };
    /* clang-format on */
    line = str_trim(line);
    if (!line.n || line.n > 60 || word_count(line) > 6 || ends_sentence(line))
        return false;
    size_t dot = str_chr(line, '.');
    if (dot != STR_NONE && dot > 1 && dot + 2 < line.n && str_chr(line, ' ') == STR_NONE)
        return true; /* a domain */
    struct str rest = line, w;
    while (str_cut(&rest, ' ', &w)) {
        for (const char *const *x = words; *x; x++) {
            size_t n = strlen(*x);
            if (str_ieqc(w, *x))
                return true;
            /* "OpenVoiceNews": the word as the capitalized tail of a compound */
            if (w.n > n + 2 && str_ieqc(str_sub(w, w.n - n, w.n), *x) && w.s[w.n - n] >= 'A' && w.s[w.n - n] <= 'Z')
                return true;
        }
    }
    return false;
}

/* ---- furniture */

bool phrase_is_image_mark(struct arena *a, struct str line)
{
    /* clang-format off */
    static const char *const names[] = {
        "image", "images", "photo", "photos", "picture", "news image", "featured image", "feature image",
        "lead image", "article image", "main image", "hero image", "header image", "story image", "cover image",
        "cover photo", "lead photo", "featured photo", "news photo", "thumbnail", "image caption", "photo caption",
        "caption", "open image in gallery", "view image", "enlarge image", "enlarge", "bild", "foto",
        "photo d'illustration", "imagen", "immagine", "사진", NULL,
    };
    /* clang-format on */
    struct str key = phrase_key(a, line);
    if (!key.n || key.n > 40 || word_count(key) > 4)
        return false;
    if (key_is(key, names))
        return true;
    return word_count(key) <= 3 && (str_ends(key, " image") || str_ends(key, " photo") || str_ends(key, " picture"));
}

bool phrase_credit(struct arena *a, struct str line, struct str *text)
{
    /* clang-format off */
    static const char *const labels[] = {
        "photo", "photos", "photo credit", "photo by", "photograph", "photograph by", "photography", "image",
        "image credit", "image source", "images", "image by", "credit", "credits", "picture", "pictured",
        "caption", "photo caption", "image caption", "courtesy", "file photo", "illustration", "illustration by",
        "source", "graphic", "video", "screenshot", "foto", "fotos", "bild", "bildquelle", "bildnachweis",
        "quelle", "symbolbild", "crédit", "crédit photo", "photo d'illustration", "crédits", "foto de", "imagen",
        "fuente", "crédito", "사진", "출처", "사진 제공", NULL,
    };
    /* clang-format on */
    line = str_trim(line);
    if (!line.n || line.n > 400)
        return false;
    struct str key = phrase_key(a, line);
    bool bracket = line.s[0] == '(' || line.s[0] == '[';
    for (const char *const *l = labels; *l; l++) {
        size_t n = key_prefix(key, *l);
        if (!n)
            continue;
        struct str inner = bracket ? str_sub(line, 1, line.n) : line;
        size_t colon = str_chr(inner, ':'), slash = str_chr(inner, '/');
        bool by = str_ends(str_c(*l), " by") || key_prefix(str_sub(key, n < key.n ? n + 1 : n, key.n), "by") ||
                  key_prefix(str_sub(key, n < key.n ? n + 1 : n, key.n), "courtesy");
        if (colon != STR_NONE && colon <= n + 4) {
            struct str rest = str_trim(str_sub(inner, colon + 1, inner.n));
            bool caption = str_find(key, str_lit("caption")) != STR_NONE || (!bracket && word_count(rest) >= 6);
            if (caption || rest.n < 160) {
                *text = caption ? rest : line;
                return rest.n > 0;
            }
        }
        if ((by || bracket || (slash != STR_NONE && line.n < 80)) && line.n < 120 && word_count(line) <= 16) {
            *text = line;
            return true;
        }
    }
    if (str_starts(line, "\xC2\xA9") && line.n < 80 && str_ifind(line, str_lit("rights")) == STR_NONE &&
        !has_digit(line)) {
        *text = line;
        return true;
    }
    return false;
}

/* "Print Save Copy link": nothing but buttons. */
static bool only_buttons(struct str key)
{
    static const char words[] =
        " print save copy link share email e-mail tweet facebook twitter x linkedin whatsapp reddit telegram pinterest "
        "comment comments gift article bookmark listen download pdf drucken teilen merken imprimer partager compartir "
        "imprimir | / ";
    struct str one;
    size_t n = 0;
    while (str_cut(&key, ' ', &one)) {
        if (one.n && !str_listed(words, one))
            return false;
        n++;
    }
    return n >= 2 && n <= 10;
}

/* "4 min", "12 Minuten": how long it takes to read or to hear. */
static bool only_minutes(struct str key)
{
    static const char units[] = " min min. mins minute minutes minuten minuti minutos ";
    size_t space = str_chr(key, ' ');
    int64_t n;
    return space != STR_NONE && str_i64(str_sub(key, 0, space), &n) && n > 0 && n < 120 &&
           str_listed(units, str_sub(key, space + 1, key.n));
}

/* "Join 40,000 readers who ..." */
static bool counts_readers(struct str key)
{
    static const char *const whom[] = {"readers", "subscribers", "others", "professionals", "people", "members"};
    bool some = false;
    if (!key_prefix(key, "join") || !has_digit(str_sub(key, 0, 20)))
        return false;
    for (size_t i = 0; i < sizeof whom / sizeof *whom; i++)
        some |= key_has(str_sub(key, 0, 60), whom[i]);
    return some;
}

enum noise phrase_noise(struct arena *a, struct str line)
{
    /* clang-format off */
    static const char *const exact[] = {
        "advertisement", "advertising", "ad", "sponsored", "sponsored content", "promoted", "share", "share this",
        "tweet", "email", "print", "save", "like", "follow", "copy link", "link copied", "facebook", "twitter",
        "x", "linkedin", "whatsapp", "reddit", "pinterest", "telegram", "instagram", "youtube", "messenger",
        "flipboard", "bluesky", "threads", "tumblr", "menu", "search", "home", "login", "log in", "sign in",
        "sign up", "register", "subscribe", "subscribe now", "close", "back", "next", "previous", "loading",
        "play", "pause", "listen", "watch", "comment", "comments", "gift article", "skip to content",
        "skip to main content", "skip advertisement", "read more", "more", "show more", "load more", "see more",
        "see all", "view all", "toggle navigation", "accept", "accept all", "got it", "no thanks", "donate",
        "donate now", "continue reading", "click here", "learn more", "topics", "follow us", "contact us",
        "about us", "privacy policy", "terms of service", "terms of use", "cookie policy", "anzeige", "werbung",
        "teilen", "drucken", "merken", "kommentare", "menü", "suche", "publicité", "partager", "imprimer",
        "publicidad", "compartir", "pubblicità", "condividi", "publicidade", "compartilhar", "advertentie",
        "delen", "광고", "공유", "embed", "correction", "report an error", "report this ad", "remove ads", "cta image",
        "cta", "banner", "logo", "icon", "avatar", "author image", "profile picture", "newsletter", "follow topic",
        "follow author", "add to favorites", "bookmark", "expand", "collapse", "print this page", "text size",
        "font size", NULL,
    };
    /* clang-format on */
    /* clang-format off */
    static const char *const starts[] = {
        "share this", "share on", "share via", "share to", "share article", "share the article", "share story",
        "tweet this", "email this", "print this", "pin it", "send to a friend", "follow us on", "follow on",
        "find us on", "join the conversation", "join our", "sign up for", "sign up to", "sign up now",
        "subscribe to", "subscribe for", "subscribe here", "subscribe today", "get our", "get the latest news",
        "get breaking news", "download our app", "download the app", "click here to", "click to", "tap here to",
        "tap to", "listen to this", "watch the video", "advertisement -", "advertisement continue",
        "article continues", "story continues", "continue reading", "scroll to continue", "scroll down",
        "support our", "support independent", "become a member", "already a subscriber", "have a tip", "got a tip",
        "send tips", "this story was updated", "view comments", "show comments", "post a comment", "add a comment",
        "jump to comments", "newsletter:", "newsletter sign", "add us as", "make us preferred", "follow our",
        "artikel teilen", "diesen artikel", "jetzt teilen", "newsletter abonnieren", "partager cet",
        "partager sur", "abonnez-vous", "inscrivez-vous", "compartir en", "suscríbete", "suscríbase",
        "condividi su", "iscriviti", NULL,
    };
    /* clang-format on */
    /* clang-format off */
    static const char *const sections[] = {
        "related articles", "related article", "related stories", "related story", "related news",
        "related content", "related posts", "related topics", "related coverage", "related links",
        "related reading", "related", "read also", "also read", "see also", "further reading", "you may also like",
        "you might also like", "you may like", "you might like", "recommended", "recommended for you",
        "recommended reading", "recommended stories", "recommended articles", "more from", "more on this",
        "more on", "more stories", "more news", "more articles", "more like this", "more coverage", "most read",
        "most popular", "most viewed", "most shared", "popular now", "popular stories", "popular posts",
        "popular articles", "trending", "trending now", "trending stories", "trending news", "top stories",
        "latest news", "latest stories", "latest articles", "latest posts", "latest headlines", "in other news",
        "editor's picks", "editors' picks", "don't miss", "up next", "read next", "what to read next", "next up",
        "next article", "previous article", "next story", "previous story", "from our partners",
        "from around the web", "around the web", "paid content", "promoted stories", "sponsored stories",
        "today's top", "other stories", "keep reading", "in this series", "stories you may have missed",
        "people also read", "mehr zum thema", "zum thema", "auch interessant", "lesen sie auch",
        "das könnte sie auch interessieren", "das könnte sie interessieren", "das könnte dich auch interessieren",
        "weitere artikel", "weitere beiträge", "weitere themen", "weitere nachrichten", "meistgelesen",
        "meist gelesen", "ähnliche artikel", "ähnliche beiträge", "verwandte artikel", "verwandte themen",
        "mehr aus", "neueste beiträge", "passend zum thema", "empfehlungen", "à lire aussi", "lire aussi",
        "sur le même sujet", "les plus lus", "articles similaires", "articles liés", "dans la même rubrique",
        "noticias relacionadas", "artículos relacionados", "te puede interesar", "le puede interesar",
        "lea también", "lee también", "más noticias", "más leídas", "lo más leído", "leggi anche",
        "potrebbe interessarti", "articoli correlati", "ti potrebbe interessare", "leia também", "veja também",
        "lees ook", "관련 기사", "관련기사", "많이 본 뉴스", "인기 기사", "추천 기사", NULL,
    };
    /* clang-format on */
    /* clang-format off */
    static const char *const ends[] = {
        "all rights reserved", "leave a comment", "leave a reply", "post comment", "comments are closed",
        "about the author", "about the authors", "about us", "alle rechte vorbehalten", "tous droits réservés",
        "todos los derechos reservados", "tutti i diritti riservati", "kommentar verfassen", "kommentar schreiben",
        "schreibe einen kommentar", "hinterlasse einen kommentar", "laisser un commentaire", "deja un comentario",
        "deja una respuesta", "lascia un commento", "무단전재", "저작권자", NULL,
    };
    /* clang-format on */
    line = str_trim(line);
    if (!line.n || line.n > 240)
        return NOISE_NONE;
    struct str key = phrase_key(a, line);
    if (!key.n)
        return line.n < 12 ? NOISE_LINE : NOISE_NONE; /* only marks: "* * *", "|" */
    size_t words = word_count(key);
    if (key_starts(key, ends) && words <= 14)
        return NOISE_END;
    if (str_starts(key, "\xC2\xA9") || key_prefix(key, "copyright") ||
        str_find(key, str_lit("all rights reserved")) != STR_NONE)
        return has_digit(key) || key_prefix(key, "copyright") || str_find(key, str_lit("rights")) != STR_NONE
                   ? NOISE_END
                   : NOISE_NONE;
    if (key_is(key, exact) || only_buttons(key) || only_minutes(key) || counts_readers(key))
        return NOISE_LINE;
    if (words <= 8 && key_starts(key, sections)) {
        /* "More on ..." may begin a sentence; a heading does not end like one. "Read also: The title" stands alone. */
        size_t colon = str_chr(line, ':'), bar = str_chr(line, '|');
        if ((colon != STR_NONE && colon + 2 < line.n) || (bar != STR_NONE && bar + 2 < line.n))
            return NOISE_LINE;
        return ends_sentence(line) ? NOISE_NONE : NOISE_SECTION;
    }
    if (key_starts(key, sections)) {
        size_t colon = str_chr(line, ':');
        if (colon != STR_NONE && colon < 45 && words <= 30)
            return NOISE_LINE;
    }
    if (words <= 16 && key_starts(key, starts))
        return NOISE_LINE;
    /* "3 min read", "5 minute read", "12 comments", "1.2k shares", "4 Min. Lesezeit" */
    if (words <= 5 && key.s[0] >= '0' && key.s[0] <= '9') {
        /* clang-format off */
        static const char *const tails[] = {
            " min read", " mins read", " minute read", " minutes read", "-minute read", " min. read",
            " minutes to read", " comments", " comment", " shares", " share", " views", " likes", " reads",
            " min. lesezeit", " minuten lesezeit", " min de lecture", " min. de lectura", " kommentare",
            " followers", NULL,
        };
        /* clang-format on */
        for (const char *const *t = tails; *t; t++)
            if (str_ends(key, *t))
                return NOISE_LINE;
    }
    if (words <= 6 &&
        (key_prefix(key, "reading time") || key_prefix(key, "estimated reading") || key_prefix(key, "read time") ||
         key_prefix(key, "lesezeit") || key_prefix(key, "tiempo de lectura") || key_prefix(key, "temps de lecture")))
        return NOISE_LINE;
    return NOISE_NONE;
}

int phrase_pitch(struct arena *a, struct str paragraph)
{
    /* clang-format off */
    static const char *const strong[] = {
        "sign up", "newsletter", "subscribe", "subscription", "your inbox", "unsubscribe", "become a member",
        "join our community", "join us", "download our app", "download the app", "follow us", "we deliver",
        "get the latest", "stay informed", "keeping you informed", "keep you informed", "stay up to date",
        "stay connected", "keeping you connected", "support our journalism", "independent journalism",
        "make a donation", "donate", "never miss", "don't miss a", "delivered to you", "delivered straight",
        "straight to your", "free trial", "cancel anytime", "create an account", "register now",
        "register for free", "turn on notifications", "push notifications", "breaking news alerts",
        "daily briefing", "morning briefing", "our reporters", "our newsroom", "our journalists", "our readers",
        "our coverage", "our mission", "rely on readers", "your support", "support us", "contribute today",
        "follow our", "stay ahead", "stay in the loop", "in the know", "the stories that matter",
        "stories that matter", "news that matters", "most important updates", "bring you the", "brings you the",
        "your trusted source", "your source for", "trusted by", "join thousands", "join over", "join the",
        "abonnieren", "newsletter", "abonnez", "suscríbete", "iscriviti", "spenden", "unterstützen sie", "뉴스레터",
        "구독", "provide your email", "enter your email", "email address", "privacy policy", "terms of service",
        "send us a tip", "we'd love to hear", "let us know in the comments", "share your thoughts", NULL,
    };
    /* clang-format on */
    struct str key = phrase_key(a, paragraph);
    int n = 0;
    for (const char *const *p = strong; *p; p++)
        n += key_has(key, *p);
    /* speaking to the reader in the outlet's own voice, outside quotation marks */
    bool quoted = str_find(key, str_lit("\"")) != STR_NONE;
    /* clang-format off */
    static const char *const voice[] = {
        "we", "our", "us", "you", "your", "you're", "we're", "we've", NULL,
    };
    /* clang-format on */
    int v = 0;
    for (const char *const *p = voice; *p; p++)
        v += key_has(key, *p);
    if (!quoted && v >= 2)
        n++;
    return quoted && n ? n - 1 : n;
}

struct str phrase_outlet_in(struct arena *a, struct str paragraph)
{
    struct str none = {NULL, 0}, p = str_trim(paragraph);
    /* "(c) 2025 Harbor Ledger. All rights reserved." */
    size_t c = str_find(p, str_lit("\xC2\xA9"));
    size_t skip = 2;
    if (c == STR_NONE && str_istarts(p, "copyright"))
        c = 0, skip = 9;
    if (c != STR_NONE) {
        struct str rest = str_trim(str_sub(p, c + skip, p.n));
        for (bool more = true; more && rest.n;) {
            more = false;
            while (rest.n && (strchr(" ,-:", rest.s[0]) || (rest.s[0] >= '0' && rest.s[0] <= '9')))
                rest = str_sub(rest, 1, rest.n), more = true;
            if (str_starts(rest, "\xC2\xA9") || str_starts(rest, "\xE2\x80\x93"))
                rest = str_sub(rest, rest.s[0] == '\xC2' ? 2 : 3, rest.n), more = true;
            if (str_istarts(rest, "by "))
                rest = str_sub(rest, 3, rest.n), more = true;
        }
        size_t end = 0;
        while (end < rest.n && rest.s[end] != '.' && rest.s[end] != '|' && rest.s[end] != ',' && rest.s[end] != '\n')
            end++;
        size_t all = str_ifind(rest, str_lit(" all rights"));
        end = all != STR_NONE && all < end ? all : end;
        rest = str_trim(str_sub(rest, 0, end));
        if (rest.n > 2 && rest.n < 60 && has_letters(rest))
            return utf8_line(a, rest, 60);
        return none;
    }
    /* a run of capitalized words inside a sentence that begins with "The" or holds a newspaper's word */
    size_t i = 0;
    bool start = true; /* of a sentence */
    while (i < p.n) {
        size_t from = i;
        while (i < p.n && (unsigned char)p.s[i] > ' ')
            i++;
        struct str w = str_sub(p, from, i);
        bool upper = w.n && utf8_is_upper(utf8_next(w, &(size_t){0}));
        if (upper) {
            size_t end = i, j = i;
            bool stop =
                ends_sentence(w) || strchr(",;:!?", w.s[w.n - 1]) || str_find(w, str_lit("\xE2\x80\x94")) != STR_NONE;
            while (!stop && j < p.n) {
                while (j < p.n && (unsigned char)p.s[j] <= ' ')
                    j++;
                size_t k = j;
                while (j < p.n && (unsigned char)p.s[j] > ' ')
                    j++;
                struct str x = str_sub(p, k, j);
                if (!x.n || !(utf8_is_upper(utf8_next(x, &(size_t){0})) || str_eqc(x, "of") || str_eqc(x, "&")))
                    break;
                end = j;
                stop = ends_sentence(x) || strchr(",;:!?", x.s[x.n - 1]) ||
                       str_find(x, str_lit("\xE2\x80\x94")) != STR_NONE;
            }
            struct str run = str_sub(p, from, end);
            size_t dash = str_find(run, str_lit("\xE2\x80\x94"));
            if (dash != STR_NONE)
                run = str_sub(run, 0, dash);
            while (run.n && strchr(".,;:!?)\"'", run.s[run.n - 1]))
                run.n--;
            if (str_ends(run, " of"))
                run.n -= 3;
            bool the = !start && str_starts(run, "The ") && run.n > 6;
            size_t last = run.n;
            while (last && run.s[last - 1] != ' ')
                last--;
            bool named =
                last > 0 && phrase_is_outlet(str_sub(run, last, run.n)); /* "Harbor Ledger", not "Beacon Hill" */
            if (word_count(run) <= 5 && run.n < 60 && (the || named))
                return utf8_line(a, run, 60);
            i = !start && end > i ? end : i;
        }
        start = i > 0 && strchr(".!?", p.s[i - 1]) != NULL;
        while (i < p.n && (unsigned char)p.s[i] <= ' ')
            i++;
    }
    return none;
}
