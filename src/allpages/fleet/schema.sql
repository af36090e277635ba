CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE target (target INTEGER PRIMARY KEY, account TEXT, partition TEXT, name TEXT, path TEXT, way TEXT,
                     state TEXT, code TEXT, message TEXT, proved_ms INTEGER);
CREATE TABLE place (place INTEGER PRIMARY KEY, service TEXT, operation TEXT, region TEXT, host TEXT,
                    signing_region TEXT, params TEXT, rule TEXT, inferred INTEGER, table_name TEXT, schema_sha256 TEXT);
CREATE TABLE skip (target INTEGER, place INTEGER, reason TEXT, evidence TEXT, PRIMARY KEY (target, place));
CREATE TABLE shard (shard INTEGER PRIMARY KEY, state INTEGER NOT NULL, attempt INTEGER, pages INTEGER, items INTEGER,
                    bytes INTEGER, requests INTEGER, retries INTEGER, throttles INTEGER, waited_ms INTEGER,
                    began_ms INTEGER, ended_ms INTEGER, token TEXT, ended TEXT, code TEXT, message TEXT,
                    request_id TEXT, digest BLOB);
CREATE TABLE spool (name TEXT PRIMARY KEY, bytes INTEGER, frames INTEGER);
CREATE TABLE part (file TEXT PRIMARY KEY, table_name TEXT, rows INTEGER, bytes INTEGER, sha256 TEXT,
                   schema_sha256 TEXT);
CREATE TABLE bucket (key TEXT PRIMARY KEY, rate REAL, burst REAL, throttles INTEGER, at_ms INTEGER);
