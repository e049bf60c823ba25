/* Words that reports use for one thing. Compared by stem, so forms need not be listed. Only words whose exchange keeps
 * a statement true: "fell" and "rose" are not of one group, nor are "profit" and "revenue". */
#include "why/values.h"

static const char *const groups[] = {
    "killed dead died death deaths lives fatalities casualties perished",
    "injured wounded hurt injuries wounds",
    "arrested detained arrest custody apprehended",
    "evacuated evacuation displaced",
    "rescued saved",
    "missing unaccounted",
    "company firm group business corporation corporate",
    "workforce staff employees workers employs personnel jobs employ",
    "people persons residents inhabitants",
    "protesters demonstrators marchers protest demonstration march demonstrate",
    "shares stock stocks share",
    "fell dropped declined slumped slid tumbled drop fall decline plunged fallen",
    "rose climbed increased gained jumped surged grew increase rise risen",
    "begin began start started starting",
    "buy bought purchase purchased acquire acquired acquisition takeover",
    "sell sold sale",
    "build built building rebuild construct construction rebuilt rebuilding",
    "jailed prison imprisoned jail sentence sentenced",
    "guilty convicted conviction convict",
    "court judge tribunal",
    "resign resigned resignation quit",
    "leave left depart departed departure",
    "end ended finished",
    "explosion blast bomb bombing exploded",
    "fire blaze flames",
    "quake earthquake tremor epicentre epicenter centred centered",
    "sank sunk sink capsized",
    "ship vessel boat ferry freighter tanker",
    "plane aircraft jet airliner flight",
    "car vehicle cars vehicles automobile",
    "house home homes houses household",
    "electricity power",
    "football soccer",
    "police officer officers detective detectives policeman",
    "officials authorities government",
    "soldiers troops army military",
    "students pupils",
    "doctor doctors physician surgeon",
    "film movie",
    "money cash",
    "cost price costs worth value valued",
    "fine fined penalty",
    "deal agreement pact treaty accord",
    "sign signed signing",
    "meeting talks summit met meet negotiations negotiators",
    "vote voted voters ballot poll polls election",
    "turnout eligible",
    "support backed favour favor approval approved",
    "unemployment jobless",
    "inflation consumer",
    "quarter quarterly",
    "annual yearly",
    "month monthly",
    "stake holds owns holding owned",
    "promised pledged pledge promise committed",
    "gave given donated donation",
    "paid pay fee payment",
    "held hold",
    "struck hit strike",
    "disappeared vanished",
    "discovered found",
    "big large huge",
    "city town",
    "woods forest",
    "sick ill illness disease outbreak",
    "virus infection infected",
    "shooting shots fired gunfire shot gunman shooter",
    "attack attacked assault attacker",
    "closed shut closes closure",
    "opened opens opening",
    "cancelled canceled scrapped",
    "rejected dismissed",
    "criticised criticized criticism condemned",
    "praised welcomed pleased",
    "said told stated declared added reported announced according",
    "named identified",
    "child children kids",
    "temperature temperatures thermometer degrees",
    "hottest highest",
    "lowest coldest",
    "match game",
    "beat defeated won win victory",
    "team club",
    "striker player",
    "title trophy",
    "storm hurricane typhoon cyclone",
    "flood floods flooding flooded",
    "train trains railway rail",
    "passenger passengers travellers travelers",
    "hikers climbers walkers",
    "museum gallery",
    "paintings works pictures",
    "viewers audience",
    "recall recalled recalling",
    "faulty defective",
    "extinguish extinguished",
    "apologise apologize apologised apologized sorry",
    "chief boss leader chairman chair",
};

void concepts_read(struct arena *a, struct lexicon *l, struct concepts *out)
{
    enum { GROUPS = sizeof groups / sizeof *groups, MOST = 12 };
    uint32_t(*terms)[MOST] = arena_alloc(a, sizeof *terms * GROUPS);
    size_t count[GROUPS];
    *out = (struct concepts){.l = l};
    for (size_t g = 0; g < GROUPS; g++) {
        struct str rest = str_c(groups[g]), one;
        count[g] = 0;
        while (count[g] < MOST && str_cut(&rest, ' ', &one))
            terms[g][count[g]++] = lexicon_add(l, str_lit("en"), (struct word){.s = one, .kind = WORD_LETTERS});
    }
    out->n = lexicon_size(l);
    out->of = arena_array(a, uint32_t, out->n + 1);
    for (size_t i = 0; i < out->n; i++)
        out->of[i] = (uint32_t)i;
    for (size_t g = GROUPS; g-- > 0;) /* a word of two groups belongs to the first */
        for (size_t k = 0; k < count[g]; k++)
            out->of[terms[g][k]] = terms[g][0];
}

uint32_t concept_of(const struct concepts *c, uint32_t term)
{
    return term < c->n ? c->of[term] : term;
}
