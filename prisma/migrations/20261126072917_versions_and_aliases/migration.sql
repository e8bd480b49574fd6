-- CreateTable
CREATE TABLE "FunctionVersion" (
    "functionId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "settingsJson" TEXT NOT NULL,
    "environmentSealed" BLOB NOT NULL,
    "codeSha256" TEXT NOT NULL,
    "sourceSha256" TEXT NOT NULL,
    "lastModified" TEXT NOT NULL,
    "revisionId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stateReason" TEXT,
    "lastUpdateStatus" TEXT,
    "updateRuntimeOn" TEXT NOT NULL,
    "runtimeVersionArn" TEXT,

    PRIMARY KEY ("functionId", "version"),
    CONSTRAINT "FunctionVersion_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Alias" (
    "functionId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "functionVersion" TEXT NOT NULL,
    "additionalVersion" TEXT,
    "additionalWeight" REAL,
    "revisionId" TEXT NOT NULL,

    PRIMARY KEY ("functionId", "name"),
    CONSTRAINT "Alias_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ResourcePolicy" (
    "functionId" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "statementsJson" TEXT NOT NULL,

    PRIMARY KEY ("functionId", "qualifier"),
    CONSTRAINT "ResourcePolicy_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ProvisionedConcurrency" (
    "functionId" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "concurrentExecutions" INTEGER NOT NULL,
    "lastModified" TEXT NOT NULL,

    PRIMARY KEY ("functionId", "qualifier"),
    CONSTRAINT "ProvisionedConcurrency_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable: columns added in place, so that a database of many functions is upgraded at once
ALTER TABLE "Function" ADD COLUMN "lastPublishedVersion" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Function" ADD COLUMN "recursiveLoop" TEXT NOT NULL DEFAULT 'Terminate';
ALTER TABLE "Function" ADD COLUMN "updateRuntimeOn" TEXT NOT NULL DEFAULT 'Auto';
ALTER TABLE "Function" ADD COLUMN "runtimeVersionArn" TEXT;

-- CreateIndex
CREATE INDEX "FunctionVersion_codeSha256_idx" ON "FunctionVersion"("codeSha256");
