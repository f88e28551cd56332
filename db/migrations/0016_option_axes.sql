-- The attributes by which the variants of a parent differ, in the order in which they are chosen.
ALTER TABLE "product" ADD COLUMN "option_axes" text[] DEFAULT '{}' NOT NULL;
CREATE INDEX "product_attributes" ON "product" USING gin ("attributes" jsonb_path_ops);
