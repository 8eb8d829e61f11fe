-- Who did what to one server.
CREATE INDEX audit_actor_server ON audit (actor, server, at);

-- The few among the many: what is no call of a tool, and what failed.
CREATE INDEX audit_acts ON audit (at) WHERE action <> 'mcp.tool.call';
CREATE INDEX audit_failed ON audit (outcome, at) WHERE outcome <> 'ok';
