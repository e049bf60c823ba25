-- What a language model said of an article, so that the same question is paid for once. key: digest of who was asked and
-- of the question, byte for byte. text: its sentences as they came, before any check: the check is made anew each time.
CREATE TABLE answer (
    key TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_by_article ON answer (article, at);
CREATE INDEX answer_by_time ON answer (at);
