-- CreateTable
CREATE TABLE "Layer" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "layerName" TEXT NOT NULL,
    "latestVersion" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "LayerVersion" (
    "layerId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "compatibleRuntimesJson" TEXT NOT NULL,
    "compatibleArchitecturesJson" TEXT NOT NULL,
    "licenseInfo" TEXT,
    "codeSha256" TEXT NOT NULL,
    "codeSizeBytes" INTEGER NOT NULL,
    "unzippedBytes" INTEGER NOT NULL,
    "createdDate" TEXT NOT NULL,
    "permissionsJson" TEXT NOT NULL DEFAULT '[]',
    "policyRevisionId" TEXT,

    PRIMARY KEY ("layerId", "version"),
    CONSTRAINT "LayerVersion_layerId_fkey" FOREIGN KEY ("layerId") REFERENCES "Layer" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FunctionUrl" (
    "urlId" TEXT NOT NULL PRIMARY KEY,
    "functionId" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "authType" TEXT NOT NULL,
    "corsJson" TEXT,
    "invokeMode" TEXT NOT NULL,
    "creationTime" TEXT NOT NULL,
    "lastModifiedTime" TEXT NOT NULL,
    CONSTRAINT "FunctionUrl_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable: a column added in place, so that a database of many functions is upgraded at once
ALTER TABLE "Function" ADD COLUMN "layersJson" TEXT NOT NULL DEFAULT '[]';

-- CreateIndex
CREATE UNIQUE INDEX "Layer_accountId_region_layerName_key" ON "Layer"("accountId", "region", "layerName");

-- CreateIndex
CREATE INDEX "LayerVersion_codeSha256_idx" ON "LayerVersion"("codeSha256");

-- CreateIndex
CREATE UNIQUE INDEX "FunctionUrl_functionId_qualifier_key" ON "FunctionUrl"("functionId", "qualifier");
