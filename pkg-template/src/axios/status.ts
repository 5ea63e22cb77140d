// axios's `HttpStatusCode`: the HTTP statuses by name and by number.

/** `Name` or `Name=status`. Without a status, a name gets the previous status plus one. */
const NAMES =
  "Continue=100 SwitchingProtocols Processing EarlyHints Ok=200 Created Accepted NonAuthoritativeInformation NoContent ResetContent PartialContent MultiStatus AlreadyReported ImUsed=226 MultipleChoices=300 MovedPermanently Found SeeOther NotModified UseProxy Unused TemporaryRedirect PermanentRedirect BadRequest=400 Unauthorized PaymentRequired Forbidden NotFound MethodNotAllowed NotAcceptable ProxyAuthenticationRequired RequestTimeout Conflict Gone LengthRequired PreconditionFailed PayloadTooLarge ContentTooLarge=413 UriTooLong UnsupportedMediaType RangeNotSatisfiable ExpectationFailed ImATeapot MisdirectedRequest=421 UnprocessableEntity UnprocessableContent=422 Locked FailedDependency TooEarly UpgradeRequired PreconditionRequired=428 TooManyRequests RequestHeaderFieldsTooLarge=431 UnavailableForLegalReasons=451 InternalServerError=500 NotImplemented BadGateway ServiceUnavailable GatewayTimeout HttpVersionNotSupported VariantAlsoNegotiates InsufficientStorage LoopDetected NotExtended=510 NetworkAuthenticationRequired WebServerReturnsAnUnknownError=520 WebServerIsDown ConnectionTimedOut OriginIsUnreachable TimeoutOccurred SslHandshakeFailed InvalidSslCertificate";

export const HttpStatusCode: Record<string, string | number> =
  /* @__PURE__ */ (() => {
    const codes: Record<string, string | number> = {};
    let next = 0;
    for (const entry of NAMES.split(" ")) {
      const [name = "", status = next] = entry.split("=");
      codes[name] = +status;
      codes[+status] = name;
      next = +status + 1;
    }
    return codes;
  })();
