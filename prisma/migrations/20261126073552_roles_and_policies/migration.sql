-- CreateTable
CREATE TABLE "RoleInlinePolicy" (
    "accountId" TEXT NOT NULL,
    "roleName" TEXT NOT NULL,
    "policyName" TEXT NOT NULL,
    "documentJson" TEXT NOT NULL,

    PRIMARY KEY ("accountId", "roleName", "policyName"),
    CONSTRAINT "RoleInlinePolicy_accountId_roleName_fkey" FOREIGN KEY ("accountId", "roleName") REFERENCES "Role" ("accountId", "roleName") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RoleAttachedPolicy" (
    "accountId" TEXT NOT NULL,
    "roleName" TEXT NOT NULL,
    "policyArn" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "roleName", "policyArn"),
    CONSTRAINT "RoleAttachedPolicy_accountId_roleName_fkey" FOREIGN KEY ("accountId", "roleName") REFERENCES "Role" ("accountId", "roleName") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ManagedPolicy" (
    "arn" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "policyName" TEXT NOT NULL,
    "policyNameFolded" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "updatedAt" TEXT NOT NULL,
    "tagsJson" TEXT NOT NULL,
    "defaultVersionId" TEXT NOT NULL,
    "lastVersionNumber" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "ManagedPolicyVersion" (
    "policyArn" TEXT NOT NULL,
    "versionNumber" INTEGER NOT NULL,
    "documentJson" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,

    PRIMARY KEY ("policyArn", "versionNumber"),
    CONSTRAINT "ManagedPolicyVersion_policyArn_fkey" FOREIGN KEY ("policyArn") REFERENCES "ManagedPolicy" ("arn") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Role" (
    "accountId" TEXT NOT NULL,
    "roleName" TEXT NOT NULL,
    "roleNameFolded" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "roleId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "createdAt" TEXT NOT NULL,
    "maxSessionDurationSeconds" INTEGER NOT NULL,
    "tagsJson" TEXT NOT NULL,
    "managed" BOOLEAN NOT NULL,
    "trustPolicyJson" TEXT NOT NULL,

    PRIMARY KEY ("accountId", "roleName")
);
-- The path stands between ":role" and the name in the ARN. An id like AWS's is made up: AROA and 17 of A-F and 0-9.
INSERT INTO "new_Role" ("accountId", "roleName", "roleNameFolded", "arn", "roleId", "path", "description", "createdAt", "maxSessionDurationSeconds", "tagsJson", "managed", "trustPolicyJson")
SELECT "accountId", "roleName", lower("roleName"), "arn", 'AROA' || substr(hex(randomblob(9)), 1, 17),
    substr("arn", instr("arn", ':role/') + 5, length("arn") - instr("arn", ':role/') - 4 - length("roleName")),
    '', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 3600, '{}', "managed", "trustPolicyJson" FROM "Role";
-- What was the role's one policy is an inline policy now.
INSERT INTO "RoleInlinePolicy" ("accountId", "roleName", "policyName", "documentJson")
SELECT "accountId", "roleName", 'write-own-log', "policyJson" FROM "Role";
DROP TABLE "Role";
ALTER TABLE "new_Role" RENAME TO "Role";
CREATE UNIQUE INDEX "Role_accountId_roleNameFolded_key" ON "Role"("accountId", "roleNameFolded");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "RoleAttachedPolicy_accountId_policyArn_idx" ON "RoleAttachedPolicy"("accountId", "policyArn");

-- CreateIndex
CREATE UNIQUE INDEX "ManagedPolicy_accountId_policyNameFolded_key" ON "ManagedPolicy"("accountId", "policyNameFolded");
