-- Work to be done outside of the request that asked for it. A job is open until it is done or dead;
-- an open one can be taken when it is due, and is due again when its lease ends.

CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  job_key TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  due_ms BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease TEXT,
  last_failure TEXT,
  added_ms BIGINT NOT NULL,
  ended_ms BIGINT,
  UNIQUE (kind, job_key)
);
CREATE INDEX job_due ON job (kind, due_ms, id) WHERE state = 'open';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';
CREATE INDEX job_ended ON job (ended_ms) WHERE state = 'done';
