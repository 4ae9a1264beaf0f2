-- Who holds what makes a deparse wait: ACCESS EXCLUSIVE on a relation of this database.
SELECT json_build_object('oid', l.relation::bigint, 'pid', l.pid, 'user', a.usename, 'application', a.application_name)
FROM pg_locks l
LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
