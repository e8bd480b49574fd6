import {
  AssumeRoleWithSAML$,
  AssumeRoleWithWebIdentity$,
  AssumeRoot$,
  DecodeAuthorizationMessage$,
  GetAccessKeyInfo$,
  GetDelegatedAccessToken$,
  GetFederationToken$,
  GetScopedCredentials$,
  GetSessionToken$,
  GetWebIdentityToken$,
} from "@aws-sdk/client-sts";
import { notOffered } from "../../operation.ts";

/** Operations of STS that are known here and answer by their names that they aren't offered. */
export const NOT_OFFERED = [
  AssumeRoleWithSAML$,
  AssumeRoleWithWebIdentity$,
  AssumeRoot$,
  DecodeAuthorizationMessage$,
  GetAccessKeyInfo$,
  GetDelegatedAccessToken$,
  GetFederationToken$,
  GetScopedCredentials$,
  GetSessionToken$,
  GetWebIdentityToken$,
].map(notOffered);
