-- Until when only who waits for an answer may call the other side: its calls of the day are used up (sync-core.md B8, B12).
ALTER TABLE "sync_connection" ADD COLUMN "live_paused_until" timestamp with time zone;
