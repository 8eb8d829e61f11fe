-- What the rows of a chain take, kept beside its head: about, see RowBytes.
ALTER TABLE audit_chain ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;

UPDATE audit_chain SET bytes = (
  SELECT COALESCE(SUM(
    260 + 2 * octet_length(chain) + 3 * COALESCE(octet_length(actor), 0) + octet_length(action)
    + 3 * COALESCE(octet_length(server), 0) + COALESCE(octet_length(tool), 0) + octet_length(outcome)
    + COALESCE(octet_length(detail), 0)), 0)
  FROM audit WHERE audit.chain = audit_chain.chain);
