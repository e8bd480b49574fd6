-- CreateTable
CREATE TABLE "EventInvokeConfig" (
    "functionId" INTEGER NOT NULL,
    "qualifier" TEXT NOT NULL,
    "lastModified" TEXT NOT NULL,
    "maximumRetryAttempts" INTEGER,
    "maximumEventAgeInSeconds" INTEGER,
    "onSuccessDestination" TEXT,
    "onFailureDestination" TEXT,

    PRIMARY KEY ("functionId", "qualifier"),
    CONSTRAINT "EventInvokeConfig_functionId_fkey" FOREIGN KEY ("functionId") REFERENCES "Function" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
