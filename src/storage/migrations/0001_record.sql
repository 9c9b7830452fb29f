-- What is recorded: events, exhibits, legal holds. Ids are UUIDs of version 7 as text, bytes are
-- lower-case hexadecimal text, times are milliseconds since 1970 in UTC.

CREATE TABLE event (
  position {position},
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  stream TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  time_ms BIGINT NOT NULL,
  body TEXT NOT NULL,
  salt TEXT,
  commitment TEXT NOT NULL,
  log_index BIGINT
);
CREATE INDEX event_by_stream ON event (tenant, stream, position);
CREATE INDEX event_by_commitment ON event (commitment);
CREATE UNIQUE INDEX event_by_log_index ON event (log_index) WHERE log_index IS NOT NULL;
CREATE INDEX event_unlogged ON event (position) WHERE log_index IS NULL;

CREATE TABLE exhibit (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  claim TEXT NOT NULL,
  subject TEXT NOT NULL,
  derived_from TEXT,
  sha256 TEXT NOT NULL,
  sm3 TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  blob TEXT NOT NULL,
  wrapped_key TEXT NOT NULL,
  retention_class TEXT NOT NULL,
  received_ms BIGINT NOT NULL,
  quarantine_reason TEXT,
  quarantine_since_ms BIGINT,
  erased_ms BIGINT
);
CREATE INDEX exhibit_by_claim ON exhibit (tenant, claim, id);
CREATE INDEX exhibit_by_subject ON exhibit (tenant, subject, id);

CREATE TABLE legal_hold (
  tenant TEXT NOT NULL,
  claim TEXT NOT NULL,
  subject TEXT NOT NULL,
  order_reference TEXT NOT NULL,
  since_ms BIGINT NOT NULL,
  PRIMARY KEY (tenant, claim, subject)
);
CREATE INDEX legal_hold_by_subject ON legal_hold (tenant, subject, claim);

-- Updated by whoever places, lifts or relies on a hold of a tenant, so that they take turns.
CREATE TABLE legal_hold_turn (
  tenant TEXT PRIMARY KEY,
  turn BIGINT NOT NULL
);

-- Keys, each wrapped by the one above it.
CREATE TABLE master_key_check (
  master_key TEXT PRIMARY KEY,
  known_value TEXT NOT NULL
);

CREATE TABLE tenant_key (
  tenant TEXT NOT NULL,
  key_use TEXT NOT NULL,
  generation BIGINT NOT NULL,
  master_key TEXT NOT NULL,
  wrapped TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  PRIMARY KEY (tenant, key_use, generation)
);
CREATE INDEX tenant_key_by_master_key ON tenant_key (master_key);

CREATE TABLE subject_key (
  tenant TEXT NOT NULL,
  subject TEXT NOT NULL,
  generation BIGINT NOT NULL,
  wrapped TEXT NOT NULL,
  made_ms BIGINT NOT NULL,
  erasure_asked_ms BIGINT,
  destroyed_ms BIGINT,
  PRIMARY KEY (tenant, subject)
);
CREATE INDEX subject_key_by_generation ON subject_key (tenant, generation)
  WHERE destroyed_ms IS NULL;
