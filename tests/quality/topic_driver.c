/* Topics of the articles on standard input, best first: {"id","topics"} a line.
 *
 *   topic_driver                    by the rules below
 *   topic_driver TRUTH [N]          learned from N examples a topic (20), named by the lines {"id","topic"} of the file
 * TRUTH. No example is judged by the model it trained; articles without a label train both. */
#include "jsonl.h"
#include "select/select.h"

static const struct {
    const char *key;
    const char *any;
} rules[] = {
    {"business", "shares;shareholder;investor;profit;bank;economy;economic growth;market;stock;stock "
                 "exchange;dollar;euro;interest rate;inflation;"
                 "oil price;sales;retailer;analyst;takeover;merger;bankruptcy;chief "
                 "executive;turnover;export;unemployment;gdp;trade deficit;firm;"
                 "company;earnings;revenue;quarter;fraud;currency;airline;carmaker;manufacturer;fund;debt;crude;barrel;"
                 "accounting;central bank;"
                 "consumer spending;imf;world bank;creditor;budget deficit;deutsche;yukos;bid"},
    {"entertainment",
     "film;movie;actor;actress;album;singer;band;box office;oscar;award;nomination;best "
     "film;director;hollywood;chart;song;single;"
     "music;musical;theatre;festival;tv "
     "show;drama;comedy;celebrity;star;premiere;audience;rock;rapper;concert;tour;novel;author;"
     "soap;sitcom;bafta;grammy;golden globe;screenplay;comic;artist;stage;opera;guitarist;record label;exhibition;book;"
     "viewers;presenter"},
    {"politics",
     "labour;tory;tories;conservative party;conservatives;lib dem;liberal democrat;mp;prime minister;blair;gordon "
     "brown;michael howard;"
     "charles kennedy;election;parliament;commons;house of lords;minister;cabinet;home "
     "secretary;chancellor;manifesto;voter;poll;campaign;"
     "policy;government;whitehall;downing street;party;leader;bill;asylum;immigration;council "
     "tax;peer;backbench;constituency;ukip;"
     "referendum;legislation;white paper;shadow;general election;opposition;home office;id card;hunting ban"},
    {"sport", "match;cup;league;player;coach;championship;champion;season;goal;injury;striker;midfielder;defender;win;"
              "victory;team;squad;rugby;"
              "football;cricket;tennis;athletics;olympic;medal;final;semi-final;grand "
              "slam;premiership;club;referee;chelsea;arsenal;manchester united;"
              "liverpool;six nations;wimbledon;seed;sprint;race;marathon;half;penalty;captain;wicket;tournament;fa "
              "cup;indoor;transfer;stadium;"
              "fly-half;world record"},
    {"tech", "software;computer;pc;internet;online;broadband;mobile "
             "phone;phone;mobile;handset;microsoft;apple;ipod;google;website;web;net;e-mail;"
             "email;spam;virus;hacker;security;user;download;file "
             "sharing;peer-to-peer;game;gamer;console;playstation;xbox;nintendo;gadget;device;"
             "digital;technology;chip;server;search "
             "engine;blog;data;dvd;high-definition;camera;windows;linux;browser;wireless;wi-fi;network;operator;"
             "robot;program;piracy;video game;screen"},
};

static void add_rules(struct arena *a, struct topics *out)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct topic *t = vec_push(a, out);
        struct str rest = str_c(rules[i].any), word;
        t->key = t->title = str_c(rules[i].key);
        while (str_cut(&rest, ';', &word))
            vec_add(a, &t->any, str_dup(a, word));
    }
}

/* Sets topic[i] from the file's lines; unknown where there is none. */
static void read_truth(struct arena *a, const char *path, const struct articles *all, struct str *topic)
{
    struct err e = {0};
    struct str text, line;
    if (file_read(a, path, 64 << 20, &text, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        exit(e.code);
    }
    while (str_line(&text, &line)) {
        struct json *j = json_parse(line, str_c(path), &e);
        struct str id = json_str(json_get(j, "id"));
        for (size_t i = 0; j && i < all->n; i++)
            if (str_eq(all->v[i].id, id))
                topic[i] = copied(a, j, "topic");
        if (j)
            json_end(j);
    }
}

/* The first `n` of each topic go to the first model, the next n to the second; `set[i]` is 1, 2 or 0. */
static void deal(struct arena *a, const struct articles *all, const struct str *topic, size_t n,
                 struct topic_examples sets[2], int *set)
{
    struct strs met = {0};
    size_t counts[64] = {0};
    for (size_t i = 0; i < all->n; i++) {
        size_t k = 0;
        if (!topic[i].n)
            continue;
        while (k < met.n && !str_eq(met.v[k], topic[i]))
            k++;
        if (k == met.n && k < 64)
            vec_add(a, &met, topic[i]);
        if (k == 64 || counts[k] >= 2 * n)
            continue;
        set[i] = counts[k]++ < n ? 1 : 2;
        vec_add(a, &sets[set[i] - 1], ((struct topic_example){topic[i], &all->v[i]}));
    }
}

static void print_topics(struct buf *b, const struct article *x, const struct topic_fits *fits, size_t most)
{
    struct json_out o = {.b = b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "id", x->id);
    json_open(&o, "topics", '[');
    for (size_t i = 0; i < fits->n && i < most; i++)
        json_put_str(&o, NULL, fits->v[i].topic);
    json_close(&o, ']');
    json_close(&o, '}');
    print_line(b);
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct articles all = {0};
    struct strs sets = {0};
    struct topics topics = {0};
    struct topic_examples examples[2] = {{0}, {0}};
    struct topic_model *models[2] = {NULL, NULL};
    struct buf b;
    read_articles(&a, &all, &sets);
    int *set = arena_array(&a, int, all.n + 1);
    add_rules(&a, &topics);
    if (argc > 1) {
        struct str *topic = arena_array(&a, struct str, all.n + 1);
        read_truth(&a, argv[1], &all, topic);
        deal(&a, &all, topic, argc > 2 ? strtoul(argv[2], NULL, 10) : 20, examples, set);
        struct article_refs others = {0};
        for (size_t i = 0; i < all.n; i++)
            if (topic[i].n && !set[i])
                vec_add(&a, &others, &all.v[i]);
        for (int k = 0; k < 2; k++)
            models[k] = select_learn(&a, &examples[k], &others);
    }
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < all.n; i++) {
        struct topic_fits fits = {0};
        struct topic_model *m = models[set[i] == 1];
        if (!str_eqc(sets.v[i], "bbc"))
            continue;
        if (m)
            select_learned_fits(&a, m, &all.v[i], &fits);
        else
            select_topic_fits(&a, &topics, &all.v[i], &fits);
        print_topics(&b, &all.v[i], &fits, m ? 1 : 5);
    }
    buf_end(&b);
    arena_end(&a);
    return 0;
}
