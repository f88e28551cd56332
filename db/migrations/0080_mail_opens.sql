-- When a program alone loaded the picture of a mail: noted apart from its opens, and counted nowhere (sync-core.md B14).
ALTER TABLE "ma_send_recipient" ADD COLUMN "machine_opened_at" timestamp with time zone;
