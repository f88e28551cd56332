-- Who of another system is who of the house: owners travel by it.
CREATE TABLE "sync_user_map" (
	"connection_id" bigint NOT NULL REFERENCES "sync_connection"("id") ON DELETE CASCADE,
	"outside_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"is_active" boolean NOT NULL,
	"user_id" bigint REFERENCES "crm_user"("id"),
	"is_manual" boolean DEFAULT false NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	PRIMARY KEY ("connection_id", "outside_id"),
	CONSTRAINT "sync_user_map_user" UNIQUE ("connection_id", "user_id")
);
