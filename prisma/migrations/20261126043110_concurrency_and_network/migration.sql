-- AlterTable: columns added in place, so that a database of many functions is upgraded at once
ALTER TABLE "Function" ADD COLUMN "networkAccess" TEXT NOT NULL DEFAULT 'none';
ALTER TABLE "Function" ADD COLUMN "reservedConcurrentExecutions" INTEGER;
