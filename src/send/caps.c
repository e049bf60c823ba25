#include "send/smtp.h"

void smtp_caps_read(struct str lines, struct smtp_caps *out)
{
    *out = (struct smtp_caps){0};
    struct str line;
    for (bool first = true; str_line(&lines, &line); first = false) {
        if (first)
            continue; /* the server's name */
        struct str rest = str_trim(line), word;
        if (!str_cut(&rest, ' ', &word))
            continue;
        if (str_ieqc(word, "PIPELINING"))
            out->pipelining = true;
        else if (str_ieqc(word, "CHUNKING"))
            out->chunking = true;
        else if (str_ieqc(word, "8BITMIME"))
            out->eightbit = true;
        else if (str_ieqc(word, "SMTPUTF8"))
            out->utf8 = true;
        else if (str_ieqc(word, "DSN"))
            out->dsn = true;
        else if (str_ieqc(word, "ENHANCEDSTATUSCODES"))
            out->enhanced = true;
        else if (str_ieqc(word, "SIZE")) {
            out->size = true;
            if (!str_i64(str_trim(rest), &out->max_size) || out->max_size < 0)
                out->max_size = 0;
        }
    }
}
