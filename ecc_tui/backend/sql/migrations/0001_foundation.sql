-- Amounts are INTEGER counts of 10^-9 units, instants INTEGER microseconds UTC, days TEXT YYYY-MM-DD.
-- Every text here is already clean. A request's key is its issue instant (the next free one), so that key order is
-- date order whatever is loaded when.

CREATE TABLE store (
  name TEXT PRIMARY KEY CHECK (name IN ('id', 'created', 'demo', 'provider')),
  value TEXT NOT NULL
) STRICT;

CREATE TABLE companies (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  password_level TEXT NOT NULL DEFAULT 'strong' CHECK (password_level IN ('medium', 'strong'))
) STRICT;

CREATE TABLE offers (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind TEXT NOT NULL CHECK (kind IN ('infrastructure', 'managed'))
) STRICT;

CREATE TABLE contract_types (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  invoices_here INTEGER NOT NULL CHECK (invoices_here IN (0, 1))
) STRICT;

CREATE TABLE platforms (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  region TEXT NOT NULL
) STRICT;

CREATE TABLE health_events (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  platform_id TEXT NOT NULL REFERENCES platforms (id),
  state TEXT NOT NULL CHECK (state IN ('degraded', 'outage', 'maintenance', 'unknown')),
  starts INTEGER NOT NULL,
  ends INTEGER CHECK (ends IS NULL OR ends > starts),
  title TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX health_events_by_platform ON health_events (platform_id, starts);

CREATE TABLE users (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  login TEXT NOT NULL CHECK (length(login) BETWEEN 8 AND 64 AND login NOT GLOB '*[^A-Za-z0-9._-]*'),
  email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  title TEXT CHECK (title IN ('mr', 'mrs')),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  name_key TEXT NOT NULL,  -- folded "last first", the order of lists
  phone TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  company_id TEXT NOT NULL REFERENCES companies (id),
  administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
  password_hash TEXT
) STRICT;
CREATE UNIQUE INDEX users_by_login ON users (lower(login));
CREATE UNIQUE INDEX users_by_email ON users (lower(email));
CREATE UNIQUE INDEX users_by_name ON users (name_key, id);
CREATE INDEX users_by_company ON users (company_id);

-- The referent: `contracts` names exactly one, the foreign key makes him hold rights marked `referent`, the CHECK of
-- `rights` makes those the highest roles, the partial index allows no second one.
CREATE TABLE contracts (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  name_key TEXT NOT NULL,
  company_id TEXT NOT NULL REFERENCES companies (id),
  offer_id TEXT NOT NULL REFERENCES offers (id),
  contract_type_id TEXT NOT NULL REFERENCES contract_types (id),
  platform_id TEXT REFERENCES platforms (id),
  started TEXT NOT NULL CHECK (started GLOB '????-??-??'),
  ends TEXT CHECK (ends IS NULL OR ends >= started),
  support_level TEXT NOT NULL DEFAULT 'standard' CHECK (support_level IN ('standard', 'bronze', 'silver', 'gold')),
  billing_zone TEXT NOT NULL DEFAULT 'Europe/Paris',
  referent_id TEXT NOT NULL REFERENCES users (id),
  referent INTEGER NOT NULL DEFAULT 1 CHECK (referent = 1),
  FOREIGN KEY (id, referent_id, referent) REFERENCES rights (contract_id, user_id, referent) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX contracts_by_company ON contracts (company_id);
CREATE INDEX contracts_by_platform ON contracts (platform_id);
CREATE INDEX contracts_by_referent ON contracts (referent_id);

CREATE TABLE rights (
  user_id TEXT NOT NULL REFERENCES users (id),
  contract_id TEXT NOT NULL REFERENCES contracts (id) DEFERRABLE INITIALLY DEFERRED,
  contracts INTEGER NOT NULL DEFAULT 0 CHECK (contracts IN (0, 1, 2)),
  documents INTEGER NOT NULL DEFAULT 0 CHECK (documents IN (0, 1, 2)),
  invoices INTEGER NOT NULL DEFAULT 0 CHECK (invoices IN (0, 1, 2)),
  orders INTEGER NOT NULL DEFAULT 0 CHECK (orders IN (0, 1, 2)),
  services INTEGER NOT NULL DEFAULT 0 CHECK (services IN (0, 1, 2)),
  support INTEGER NOT NULL DEFAULT 0 CHECK (support IN (0, 1)),
  users INTEGER NOT NULL DEFAULT 0 CHECK (users IN (0, 1, 2)),
  dashboard INTEGER NOT NULL DEFAULT 0 CHECK (dashboard IN (0, 1)),
  referent INTEGER NOT NULL DEFAULT 0 CHECK (referent IN (0, 1)),
  PRIMARY KEY (user_id, contract_id),
  UNIQUE (contract_id, user_id, referent),
  CHECK (contracts + documents + invoices + orders + services + support + users + dashboard > 0),
  CHECK (referent = 0 OR contracts + documents + invoices + orders + services + support + users + dashboard = 14)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX rights_one_referent ON rights (contract_id) WHERE referent = 1;
CREATE INDEX rights_grantors ON rights (contract_id, referent) WHERE users = 2;

CREATE TABLE budgets (
  contract_id TEXT PRIMARY KEY REFERENCES contracts (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  period TEXT NOT NULL CHECK (period IN ('month', 'quarter', 'year')),
  basis TEXT NOT NULL DEFAULT 'net-after-discount' CHECK (basis IN ('net-before-discount', 'net-after-discount')),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE budget_thresholds (
  contract_id TEXT NOT NULL REFERENCES budgets (contract_id),
  percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 1000),
  PRIMARY KEY (contract_id, percent)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_consumption (
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  day TEXT NOT NULL CHECK (day GLOB '????-??-??'),
  before_discount INTEGER NOT NULL,
  after_discount INTEGER NOT NULL,
  PRIMARY KEY (contract_id, currency, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
  issued INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
  customer_reference TEXT NOT NULL DEFAULT '',
  tool_reference TEXT NOT NULL DEFAULT '',
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  kind TEXT NOT NULL CHECK (kind IN ('order', 'incident', 'change')),
  status TEXT NOT NULL CHECK (status IN ('submitted', 'in-progress', 'completed')),
  outcome TEXT CHECK (outcome IN ('delivered', 'rejected', 'cancelled')),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,  -- the folded name's first 40 characters, for sorting
  description TEXT NOT NULL DEFAULT '',
  requester_id TEXT NOT NULL REFERENCES users (id),
  changed INTEGER NOT NULL,
  CHECK ((status = 'completed') = (outcome IS NOT NULL))
) STRICT;
CREATE INDEX requests_by_contract ON requests (contract_id, issued);
CREATE INDEX requests_by_kind ON requests (kind, issued);
-- Backwards by letter is the order of life: submitted, in-progress, completed.
CREATE INDEX requests_by_status ON requests (status DESC, issued);
CREATE INDEX requests_by_name ON requests (name_key, issued);
CREATE INDEX requests_by_changed ON requests (changed, issued);
CREATE INDEX requests_by_requester ON requests (requester_id, issued);
CREATE INDEX requests_open ON requests (contract_id) WHERE status <> 'completed';

CREATE TABLE request_timeline (
  request INTEGER NOT NULL REFERENCES requests (issued),
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('submitted', 'in-progress', 'completed')),
  outcome TEXT CHECK (outcome IN ('delivered', 'rejected', 'cancelled')),
  author TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (request, position),
  CHECK ((status = 'completed') = (outcome IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE request_comments (
  request INTEGER NOT NULL REFERENCES requests (issued),
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (request, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_lines (
  request INTEGER NOT NULL REFERENCES requests (issued),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  quantity TEXT NOT NULL,
  unit TEXT NOT NULL DEFAULT '',
  unit_price INTEGER,
  currency TEXT CHECK (currency IS NULL OR length(currency) = 3),
  monthly INTEGER NOT NULL DEFAULT 0 CHECK (monthly IN (0, 1)),
  PRIMARY KEY (request, position),
  CHECK ((unit_price IS NULL) = (currency IS NULL))
) STRICT, WITHOUT ROWID;

-- Id and name, folded; contract names are matched in `contracts`, so that renaming one touches no request.
CREATE VIRTUAL TABLE requests_text USING fts5 (
  id, name, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
);

CREATE TABLE external_accounts (
  user_id TEXT NOT NULL REFERENCES users (id),
  tool TEXT NOT NULL CHECK (length(tool) BETWEEN 1 AND 64),
  account TEXT NOT NULL,
  PRIMARY KEY (user_id, tool)
) STRICT, WITHOUT ROWID;

CREATE TABLE preferences (
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_views (
  user_id TEXT NOT NULL REFERENCES users (id),
  letter TEXT NOT NULL CHECK (letter GLOB '[A-Z]'),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  link TEXT NOT NULL,
  PRIMARY KEY (user_id, letter)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  host TEXT NOT NULL DEFAULT '',
  started INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  ended INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);

-- By login as typed (folded), whether or not it exists, so that delays tell nothing.
CREATE TABLE login_failures (
  login_key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL CHECK (failures > 0),
  last_failed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per write that a person confirmed, made in the same transaction: the same key gives the same answer again.
CREATE TABLE confirmed_writes (
  user_id TEXT NOT NULL REFERENCES users (id),
  key TEXT NOT NULL CHECK (length(key) BETWEEN 16 AND 128),
  action TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
