-- The crawler's ledger (SQLite, WAL): every fetch, what is known of each portal, and how each run ended.
-- Times are UTC in ISO 8601; dates are ISO; evidence, headers and requests are JSON.

CREATE TABLE IF NOT EXISTS run (
    run_id TEXT NOT NULL, portal_id TEXT NOT NULL, platform TEXT, mode TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT, status TEXT, requests INTEGER, report TEXT,
    PRIMARY KEY (run_id, portal_id)
);

-- one exchange with a server: retries, redirects, robots.txt and failures included
CREATE TABLE IF NOT EXISTS capture (
    seq INTEGER PRIMARY KEY,
    capture_id TEXT NOT NULL UNIQUE,
    run_id TEXT, portal_id TEXT, kind TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '',
    list_url TEXT, article_url TEXT, url TEXT NOT NULL, method TEXT NOT NULL DEFAULT 'GET',
    article_title TEXT, link_text TEXT, publisher TEXT, index_number TEXT, published_on TEXT, evidence TEXT,
    captured_at TEXT NOT NULL, http_status INTEGER, headers TEXT, etag TEXT, last_modified TEXT, media_type TEXT,
    file_name TEXT, file_sha256 TEXT, page_sha256 TEXT, byte_size INTEGER
);
CREATE INDEX IF NOT EXISTS capture_by_file ON capture (file_sha256) WHERE file_sha256 IS NOT NULL;
CREATE INDEX IF NOT EXISTS capture_by_portal ON capture (portal_id, captured_at);

-- raw bytes of list and article pages, zlib-compressed, one row per distinct page
CREATE TABLE IF NOT EXISTS page (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;

-- the last good answer of each address: for conditional requests and for replay
CREATE TABLE IF NOT EXISTS answer (
    portal_id TEXT NOT NULL, request_key TEXT NOT NULL, kind TEXT NOT NULL, request TEXT NOT NULL, final_url TEXT NOT NULL,
    content_type TEXT NOT NULL, etag TEXT, last_modified TEXT, sha256 TEXT NOT NULL, checked_at TEXT NOT NULL,
    PRIMARY KEY (portal_id, request_key)
) WITHOUT ROWID;

-- one list (a column of the portal): how far its walk came
CREATE TABLE IF NOT EXISTS walk (
    portal_id TEXT NOT NULL, column_key TEXT NOT NULL, request TEXT NOT NULL, label TEXT NOT NULL DEFAULT '',
    depth INTEGER NOT NULL DEFAULT 0, started_at TEXT NOT NULL, visited_at TEXT NOT NULL, completed_at TEXT, deep_at TEXT, resume TEXT,
    last_run TEXT NOT NULL,
    PRIMARY KEY (portal_id, column_key)
) WITHOUT ROWID;

-- one row ever seen in a list; state: new | done | rejected | failed | gone
CREATE TABLE IF NOT EXISTS item (
    seq INTEGER PRIMARY KEY,
    portal_id TEXT NOT NULL, item_key TEXT NOT NULL, kind TEXT NOT NULL, column_key TEXT NOT NULL, list_url TEXT NOT NULL,
    request TEXT NOT NULL, title TEXT NOT NULL, label TEXT NOT NULL DEFAULT '', row_date TEXT, evidence TEXT, article_title TEXT,
    decision TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,
    published_on TEXT, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, last_run TEXT NOT NULL,
    checked_at TEXT, missing_since TEXT,
    UNIQUE (portal_id, item_key)
);
CREATE INDEX IF NOT EXISTS item_by_state ON item (portal_id, state, seq);
CREATE INDEX IF NOT EXISTS item_by_column ON item (portal_id, column_key);

-- one file linked by an item; state: new | done | failed | gone
CREATE TABLE IF NOT EXISTS attachment (
    seq INTEGER PRIMARY KEY,
    portal_id TEXT NOT NULL, item_key TEXT NOT NULL, file_key TEXT NOT NULL, request TEXT NOT NULL, name TEXT NOT NULL,
    name_evidence TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, checked_at TEXT, missing_since TEXT,
    UNIQUE (portal_id, item_key, file_key)
);
CREATE INDEX IF NOT EXISTS attachment_by_state ON attachment (portal_id, state, seq);
CREATE INDEX IF NOT EXISTS attachment_by_file ON attachment (portal_id, file_key);

-- one row per portal: when it may be asked again after it blocked us, and how its last run went
CREATE TABLE IF NOT EXISTS portal_health (
    portal_id TEXT PRIMARY KEY, run_id TEXT, checked_at TEXT, status TEXT, rows INTEGER, new_items INTEGER, last_new_at TEXT,
    blocked_kind TEXT, blocked_count INTEGER NOT NULL DEFAULT 0, open_until TEXT
) WITHOUT ROWID;
