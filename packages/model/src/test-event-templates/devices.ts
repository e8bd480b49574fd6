import type { TestEventTemplate } from "./test-event-template.ts";

export const DEVICE_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "iot-rule-message",
    title: "IoT rule on an MQTT topic",
    group: "Devices",
    // A rule's SELECT result is the event itself, without a wrapper: SELECT *, topic() AS topic, clientid() AS clientId …
    event: {
      celsius: 21.4,
      humidity: 48,
      topic: "sensors/kitchen/reading",
      clientId: "sensor-0042",
      timestamp: 1768471200000,
    },
  },
];
