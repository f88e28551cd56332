-- Choices inside a bundle: so many of these, each with its difference in price.
CREATE TABLE "bundle_choice" (
	"bundle_id" bigint NOT NULL REFERENCES "product"("id") ON DELETE CASCADE,
	"code" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"names" jsonb DEFAULT '{}' NOT NULL,
	"minimum" integer DEFAULT 1 NOT NULL,
	"maximum" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "bundle_choice_pk" PRIMARY KEY ("bundle_id", "code"),
	CONSTRAINT "bundle_choice_count" CHECK ("minimum" >= 0 and "maximum" >= 1 and "maximum" >= "minimum")
);
ALTER TABLE "bundle_component" ADD COLUMN "choice" text;
ALTER TABLE "bundle_component" ADD COLUMN "is_usual" boolean DEFAULT false NOT NULL;
ALTER TABLE "bundle_component" ADD COLUMN "differences" jsonb DEFAULT '{}' NOT NULL;
ALTER TABLE "bundle_component" ADD CONSTRAINT "bundle_component_usual" CHECK ("choice" is not null or not "is_usual");
-- What was chosen of a bundle's line, by its products in ascending order; null: nothing can be chosen.
ALTER TABLE "order_line" ADD COLUMN "chosen" bigint[];
