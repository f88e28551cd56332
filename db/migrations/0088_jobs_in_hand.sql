-- In whose hands a job is, apart from whether it was asked for again meanwhile: a mark takes the lease, and nobody takes the job (sync-core.md B7).
ALTER TABLE "sync_job" ADD COLUMN "taken_until" timestamp with time zone;
