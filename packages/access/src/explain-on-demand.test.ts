import type { PolicyStatement } from "@lambent/model";
import { describe, expect, test } from "vitest";
import type { Caller } from "./caller.ts";
import { explainAccessOnDemand, requestTagKeys, resourceTagKeys } from "./explain-on-demand.ts";

const HELLO = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const statement = (Condition?: PolicyStatement["Condition"]): PolicyStatement => ({
  Effect: "Allow",
  Action: "lambda:InvokeFunction",
  Resource: "*",
  ...(Condition && { Condition }),
});

/** Whether it is allowed, and how often tags were looked up. */
async function judge(policy: PolicyStatement[], tags: Record<string, string>) {
  const caller: Caller = { principalArn: "arn:aws:iam::000000000000:user/ana", name: "Ana", policy };
  let lookUps = 0;
  const { decision } = await explainAccessOnDemand(caller, "lambda:InvokeFunction", HELLO, {}, async () => {
    lookUps += 1;
    return resourceTagKeys(tags);
  });
  return [decision.allowed, lookUps];
}
const ofTeam = (value: string, key = "aws:ResourceTag/team") => ({ StringEquals: { [key]: value } });

describe("tags of a resource", () => {
  test("are looked up when a policy asks for them, and not else", async () => {
    expect(await judge([statement()], {})).toEqual([true, 0]);
    expect(await judge([statement({ Bool: { "aws:PrincipalIsAWSService": "true" } })], {})).toEqual([false, 0]);
    expect(await judge([statement(ofTeam("blue"))], { team: "blue" })).toEqual([true, 1]);
    expect(await judge([statement(ofTeam("blue"))], { team: "red" })).toEqual([false, 1]);
    expect(await judge([statement(ofTeam("blue"))], {})).toEqual([false, 1]);
    const variable = { ...statement(), Resource: HELLO.replace("hello", "$" + "{aws:ResourceTag/name}") };
    const caller: Caller = {
      ...{ principalArn: "arn:aws:iam::000000000000:user/ana", name: "Ana", policy: [] },
      policies: [{ name: "by-name", document: { Version: "2012-10-17", Statement: [variable] } }],
    };
    const lookUp = async () => resourceTagKeys({ name: "hello" });
    const { decision } = await explainAccessOnDemand(caller, "lambda:InvokeFunction", HELLO, {}, lookUp);
    expect(decision.allowed).toBe(true);
  });

  test("deny as well", async () => {
    const deny: PolicyStatement = { ...statement(ofTeam("red")), Effect: "Deny" };
    expect(await judge([statement(), deny], { team: "red" })).toEqual([false, 1]);
    expect(await judge([statement(), deny], { team: "blue" })).toEqual([true, 1]);
  });

  test("are found in whatever case, but for another that fits better", async () => {
    const asked = (key: string) => [statement(ofTeam("blue", key))];
    expect(await judge(asked("AWS:resourcetag/TEAM"), { team: "blue" })).toEqual([true, 1]);
    for (const tags of [
      { team: "red", Team: "blue" },
      { Team: "blue", team: "red" },
    ]) {
      expect(await judge(asked("aws:ResourceTag/team"), tags)).toEqual([false, 1]);
      expect(await judge(asked("aws:ResourceTag/Team"), tags)).toEqual([true, 1]);
    }
  });
});

test("a request without tags has no keys of them", () => {
  expect(requestTagKeys(undefined)).toEqual({});
  expect(requestTagKeys({ team: "blue", stage: "" })).toEqual({
    "aws:RequestTag/team": "blue",
    "aws:RequestTag/stage": "",
    "aws:TagKeys": ["team", "stage"],
  });
});
