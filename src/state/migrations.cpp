#include "state/database.h"

namespace sextant::state {

// A connection's `settings` and `result` are JSON texts, whose form src/connect owns; a cell's
// `key` is that of src/sync.
const std::vector<Migration>& migrations() {
  static const auto* steps = new std::vector<Migration>{
      {"connections", R"sql(
        CREATE TABLE connections (
          name TEXT PRIMARY KEY,
          cloud TEXT NOT NULL,              -- "aws"
          method TEXT NOT NULL,             -- "profile" or "role"
          profile TEXT NOT NULL DEFAULT '', -- the profile, or the base profile of a role ("" = the default chain)
          role_arn TEXT NOT NULL DEFAULT '',
          external_id TEXT NOT NULL DEFAULT '',
          account_id TEXT NOT NULL DEFAULT '',
          account_name TEXT NOT NULL DEFAULT '',
          organization_id TEXT NOT NULL DEFAULT '',
          account_kind TEXT NOT NULL DEFAULT '', -- "payer", "member", "standalone" or "" where not known
          is_organization_setup INTEGER NOT NULL DEFAULT 0,
          regions TEXT NOT NULL DEFAULT '',      -- comma-separated; "" = all enabled
          is_on INTEGER NOT NULL DEFAULT 1,
          note TEXT NOT NULL DEFAULT '',
          state TEXT NOT NULL,              -- "pending" (set-up shown, no ARN yet) or "connected"
          created_at TEXT NOT NULL,
          expires_at TEXT NOT NULL DEFAULT '',   -- of a pending set-up
          last_check_at TEXT NOT NULL DEFAULT '',
          last_check TEXT NOT NULL DEFAULT ''    -- JSON of the report
        );
      )sql"},
      {"sync", R"sql(
        CREATE TABLE runs (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          started_at TEXT NOT NULL,
          ended_at TEXT NOT NULL DEFAULT '',
          status TEXT NOT NULL,             -- "running", "done", "partly", "failed", "stopped"
          requests_planned INTEGER NOT NULL DEFAULT 0
        );
        -- A cell is one query of one sync: the unit that succeeds or fails alone.
        CREATE TABLE cells (
          key TEXT PRIMARY KEY,             -- payer account / view / face / grain / window
          connection TEXT NOT NULL,
          account_id TEXT NOT NULL,
          face TEXT NOT NULL,
          grain TEXT NOT NULL,
          window_start TEXT NOT NULL,
          window_end TEXT NOT NULL,
          run_id INTEGER NOT NULL REFERENCES runs(id),
          status TEXT NOT NULL,  -- planned running done denied not_enabled no_data throttled failed
          pages INTEGER NOT NULL DEFAULT 0,
          rows INTEGER NOT NULL DEFAULT 0,
          attempts INTEGER NOT NULL DEFAULT 0,
          error_code TEXT NOT NULL DEFAULT '',
          error_detail TEXT NOT NULL DEFAULT '',
          next_try_at TEXT NOT NULL DEFAULT '',
          updated_at TEXT NOT NULL
        );
        CREATE INDEX cells_by_account ON cells(account_id, face, grain);
        -- Every attempt at a paid API, entered before it is made: an upper bound of what AWS charges.
        CREATE TABLE ledger (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          run_id INTEGER,
          at TEXT NOT NULL,
          connection TEXT NOT NULL,
          account_id TEXT NOT NULL,
          service TEXT NOT NULL,
          operation TEXT NOT NULL,
          purpose TEXT NOT NULL,            -- "sync", "check", "call", "forecast"
          price_usd TEXT NOT NULL
        );
        CREATE INDEX ledger_by_account ON ledger(account_id, at);
      )sql"},
      {"cells of a view", R"sql(
        ALTER TABLE cells ADD COLUMN view TEXT NOT NULL DEFAULT 'primary';
        ALTER TABLE cells ADD COLUMN elapsed_ms INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE cells ADD COLUMN is_full INTEGER NOT NULL DEFAULT 0;  -- its window is the whole history that is kept
      )sql"},
      {"server", R"sql(
        -- Tokens, links and cookies are known by the SHA-256 of their texts; the texts are nowhere.
        CREATE TABLE tokens (
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          scope TEXT NOT NULL,              -- "read" or "operate"
          hash TEXT NOT NULL UNIQUE,
          created_at TEXT NOT NULL,
          expires_at TEXT NOT NULL DEFAULT '',
          last_used_at TEXT NOT NULL DEFAULT ''
        );
        CREATE TABLE login_links (
          hash TEXT PRIMARY KEY,
          expires_at TEXT NOT NULL
        );
        CREATE TABLE sessions (
          hash TEXT PRIMARY KEY,
          created_at TEXT NOT NULL,
          last_used_at TEXT NOT NULL
        );
        CREATE TABLE settings (
          name TEXT PRIMARY KEY,
          value TEXT NOT NULL
        );
        ALTER TABLE runs ADD COLUMN origin TEXT NOT NULL DEFAULT 'person';  -- or "schedule" or "assistant"
      )sql"},
      {"audit", R"sql(
        -- What programs that speak for a person have asked for. Rows are only added; each holds a digest of
        -- itself and of the one before, so that a change or a gap is noticed.
        CREATE TABLE audit (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          at TEXT NOT NULL,
          caller TEXT NOT NULL,             -- "local", or the id of a token
          client TEXT NOT NULL,             -- what the program calls itself
          action TEXT NOT NULL,
          detail TEXT NOT NULL,             -- JSON
          outcome TEXT NOT NULL,            -- "begun", "ok", or the code of an error
          elapsed_ms INTEGER NOT NULL,
          cost_usd TEXT NOT NULL,           -- at most
          ends INTEGER,                     -- the row that this one ends; what was begun costs no more than its end says
          chain TEXT NOT NULL
        );
        CREATE INDEX audit_by_caller ON audit(caller, at);
      )sql"},
      {"role name of a set-up", R"sql(
        ALTER TABLE connections ADD COLUMN role_name TEXT NOT NULL DEFAULT '';  -- '' where it is the suggested one
      )sql"},
  };
  return *steps;
}

}  // namespace sextant::state
