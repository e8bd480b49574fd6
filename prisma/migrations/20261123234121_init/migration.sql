-- CreateTable
CREATE TABLE "Function" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "functionName" TEXT NOT NULL,
    "functionNameFolded" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "descriptionFolded" TEXT NOT NULL,
    "runtime" TEXT NOT NULL,
    "architecture" TEXT NOT NULL,
    "packageType" TEXT NOT NULL,
    "handler" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "roleName" TEXT NOT NULL,
    "roleManaged" BOOLEAN NOT NULL,
    "memoryMb" INTEGER NOT NULL,
    "timeoutSeconds" INTEGER NOT NULL,
    "ephemeralStorageMb" INTEGER NOT NULL,
    "environmentSealed" BLOB NOT NULL,
    "codeSha256" TEXT NOT NULL,
    "codeSizeBytes" INTEGER NOT NULL,
    "logGroupName" TEXT NOT NULL,
    "lastModified" TEXT NOT NULL,
    "revisionId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stateReason" TEXT,
    "lastUpdateStatus" TEXT
);

-- CreateTable
CREATE TABLE "FunctionTag" (
    "functionId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "valueFolded" TEXT NOT NULL,

    PRIMARY KEY ("functionId", "key"),
    CONSTRAINT "FunctionTag_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Draft" (
    "functionId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "baseCodeSha256" TEXT NOT NULL,
    "changesJson" TEXT NOT NULL,
    "updatedAt" TEXT NOT NULL,
    "draftRevision" TEXT NOT NULL,
    CONSTRAINT "Draft_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TestEvent" (
    "functionId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "eventJson" TEXT NOT NULL,
    "updatedAt" TEXT NOT NULL,

    PRIMARY KEY ("functionId", "name"),
    CONSTRAINT "TestEvent_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Role" (
    "accountId" TEXT NOT NULL,
    "roleName" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "managed" BOOLEAN NOT NULL,
    "policyJson" TEXT NOT NULL,
    "trustPolicyJson" TEXT NOT NULL,

    PRIMARY KEY ("accountId", "roleName")
);

-- CreateTable
CREATE TABLE "StoreProperty" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Function_accountId_region_functionNameFolded_functionName_descriptionFolded_idx" ON "Function"("accountId", "region", "functionNameFolded", "functionName", "descriptionFolded");

-- CreateIndex
CREATE INDEX "Function_accountId_region_lastModified_idx" ON "Function"("accountId", "region", "lastModified");

-- CreateIndex
CREATE INDEX "Function_codeSha256_idx" ON "Function"("codeSha256");

-- CreateIndex
CREATE UNIQUE INDEX "Function_accountId_region_functionName_key" ON "Function"("accountId", "region", "functionName");

-- CreateIndex
CREATE INDEX "FunctionTag_key_value_valueFolded_functionId_idx" ON "FunctionTag"("key", "value", "valueFolded", "functionId");
