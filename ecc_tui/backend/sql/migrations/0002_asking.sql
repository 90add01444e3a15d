-- What asking for things needs: the catalogue with its forms, subscriptions, what a request was asked with, files,
-- notifications, and the mails that wait to leave. Texts in several languages are JSON objects by language code.

CREATE TABLE categories (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  position INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL CHECK (json_valid(name))
) STRICT;

-- `prices` and `form` are the lists of `domain.catalogue.PriceLine` and `domain.forms.Field` as JSON; one_off and monthly
-- what they make with the form's defaults. `version` grows when form or price change. `name_key` is the folded name and
-- summary in every language, for searching.
CREATE TABLE services (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
  category_id TEXT NOT NULL REFERENCES categories (id),
  position INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL CHECK (json_valid(name)),
  summary TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(summary)),
  description TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(description)),
  conditions TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(conditions)),
  delay_days INTEGER CHECK (delay_days IS NULL OR delay_days >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  one_off INTEGER NOT NULL DEFAULT 0,
  monthly INTEGER NOT NULL DEFAULT 0,
  prices TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(prices)),
  form TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(form)),
  name_key TEXT NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1))
) STRICT;
CREATE INDEX services_by_category ON services (category_id, position);

-- Which contracts can order it: those of these offers.
CREATE TABLE service_offers (
  service_id TEXT NOT NULL REFERENCES services (id),
  offer_id TEXT NOT NULL REFERENCES offers (id),
  PRIMARY KEY (offer_id, service_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_offers_by_service ON service_offers (service_id);

CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  name TEXT NOT NULL CHECK (json_valid(name)),
  quantity TEXT NOT NULL DEFAULT '1',
  unit TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(unit)),
  unit_price INTEGER,
  currency TEXT CHECK (currency IS NULL OR length(currency) = 3),
  started TEXT NOT NULL CHECK (started GLOB '????-??-??'),
  ends TEXT CHECK (ends IS NULL OR ends >= started),
  commitment_ends TEXT CHECK (commitment_ends IS NULL OR commitment_ends >= started),
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'ending', 'ended')),
  request_id TEXT,
  CHECK ((unit_price IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX subscriptions_by_contract ON subscriptions (contract_id, id);

-- The next number of what people see counted: `request` (3-00286023), `order-year-2026` (#DEM-2026-000123).
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A line's label and unit in every language, where the catalogue had them.
ALTER TABLE request_lines ADD COLUMN label_texts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(label_texts));
ALTER TABLE request_lines ADD COLUMN unit_texts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(unit_texts));

CREATE TABLE request_answers (
  request INTEGER NOT NULL REFERENCES requests (issued),
  position INTEGER NOT NULL,
  field TEXT NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(label)),
  "values" TEXT NOT NULL CHECK (json_valid("values")),
  unit TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(unit)),
  PRIMARY KEY (request, position)
) STRICT, WITHOUT ROWID;

-- Who is told of a request beside its requester: commenters and those who asked. A requester who doesn't want to be
-- told has follows = 0.
CREATE TABLE request_followers (
  request INTEGER NOT NULL REFERENCES requests (issued),
  user_id TEXT NOT NULL REFERENCES users (id),
  follows INTEGER NOT NULL DEFAULT 1 CHECK (follows IN (0, 1)),
  since INTEGER NOT NULL,
  PRIMARY KEY (user_id, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_followers_by_request ON request_followers (request);

-- Files, by what is in them: chunks of 1 MiB, the last one shorter.
CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  size INTEGER NOT NULL CHECK (size >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE blob_chunks (
  sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  position INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (sha256, position)
) STRICT;

CREATE TABLE request_attachments (
  request INTEGER NOT NULL REFERENCES requests (issued),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
  sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (request, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_attachments_by_blob ON request_attachments (sha256);

-- One row per event, never one per recipient (N1). `person_id` is whom it concerns first: who ordered, the requester;
-- followers of the request find it through `request`. What it says is kept, because the request goes on.
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES users (id),
  author_id TEXT REFERENCES users (id),
  author TEXT NOT NULL DEFAULT '',
  contract_id TEXT REFERENCES contracts (id),
  request INTEGER REFERENCES requests (issued),
  status TEXT,
  outcome TEXT,
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX notifications_by_person ON notifications (person_id, id);
CREATE INDEX notifications_by_request ON notifications (request, id);

-- All up to `read_up_to` are read, except those that say otherwise.
CREATE TABLE notification_marks (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  read_up_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE notification_reads (
  user_id TEXT NOT NULL REFERENCES users (id),
  notification INTEGER NOT NULL REFERENCES notifications (id),
  read INTEGER NOT NULL CHECK (read IN (0, 1)),
  PRIMARY KEY (user_id, notification)
) STRICT, WITHOUT ROWID;

-- The outbox (N2). A row is sent by whoever claims it; a claim that is not kept expires.
CREATE TABLE mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  address TEXT NOT NULL,
  language TEXT NOT NULL,
  request INTEGER REFERENCES requests (issued),
  notification INTEGER REFERENCES notifications (id),
  parameters TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(parameters)),
  created INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  claimed_by TEXT,
  claimed_until INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  sent INTEGER
) STRICT;
CREATE INDEX mails_to_send ON mails (next_try) WHERE state = 'waiting';

-- The next reference is asked by the highest one, old keys are forgotten by age.
CREATE INDEX requests_by_reference ON requests (customer_reference) WHERE customer_reference <> '';
CREATE INDEX confirmed_writes_by_age ON confirmed_writes (at);
