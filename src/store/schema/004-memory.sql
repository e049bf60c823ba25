-- What readers have been sent: which stories and calls to action each mail of an edition had, and what each reader has of
-- them. The ledger says who got which mail; these tables say what was in it, and keep each reader's sum.

-- The stories of an edition. no: their bit in cohort_mail. again: only for readers who had not been sent it before.
CREATE TABLE carried_story (
    edition INTEGER NOT NULL REFERENCES edition (id), no INTEGER NOT NULL,
    story TEXT NOT NULL, headline TEXT, again INTEGER NOT NULL,
    PRIMARY KEY (edition, no)
) STRICT, WITHOUT ROWID;
ALTER TABLE carried ADD COLUMN print BLOB; -- what the article said then, as compose tells texts apart; NULL: not known

-- One row for the mail of a cohort. An edition without any (frozen before there was this table) counts as carried whole.
CREATE TABLE cohort_mail (
    edition INTEGER NOT NULL REFERENCES edition (id), no INTEGER NOT NULL,
    stories BLOB NOT NULL, updates BLOB NOT NULL, -- bit no % 8 of byte no / 8; updates: those marked so
    ctas TEXT,                                    -- in the running and shown: model/memory.h
    PRIMARY KEY (edition, no)
) STRICT, WITHOUT ROWID;
CREATE TABLE cta (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE) STRICT;

-- Readers with the same past share one memory, written as model/memory.h says. An id is never used twice.
CREATE TABLE memory (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE reader (key TEXT PRIMARY KEY, memory INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Rows of an edition below upto are in the readers' memories, but for those in not_yet, which had not been delivered then.
CREATE TABLE remembered (edition INTEGER PRIMARY KEY REFERENCES edition (id), upto INTEGER NOT NULL) STRICT;
CREATE TABLE not_yet (id INTEGER PRIMARY KEY) STRICT;
