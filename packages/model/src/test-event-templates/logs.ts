import type { CloudWatchLogsEvent } from "aws-lambda";
import type { TestEventTemplate } from "./test-event-template.ts";

export const LOG_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "cloudwatch-logs",
    title: "CloudWatch Logs subscription",
    group: "Logs",
    event: {
      awslogs: {
        // base64 of gzip of a DATA_MESSAGE with two log events of /aws/lambda/orders
        data: "H4sIAAAAAAACA6WQzWrDMBCEX0UsPTpYkv8S3Qx1c2kpxL4FU2RrEwSWbbRKQwh59+KU0lNLobeBHWa+nSs4JNJHbC4zgoLHsinfXqq6LrcVRDCdR/SgQMgkzfJiveFCQgTDdNz66TSDglifKR6064yOJ2/Q0+e9Dh61AwWSyzzmIhZZvH94LpuqbtrswPvkIMxGF12Ksl+bHIWWXdKnJsP8ABHQqaPe2znYaXyyQ1iC1R7Q+8nTKkyrz05o723VO45hMVzBGlCQLKDfyH9TnAuIIFiHFLSbQYkiX6eFkHwxRV9LgYJ9tdu97lp2f5gJnkrFZn1xOAZ21sQM9oMd0cAt+h+Q/AkozfJfgRLFtDEeiZgl5iyRHY9wa28fhcS5k/EBAAA=",
      },
    } satisfies CloudWatchLogsEvent,
  },
];
