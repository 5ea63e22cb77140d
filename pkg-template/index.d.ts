// placeholder until the types land
export type ErrorCode = "ERR_SESSION_ENDED" | "ERR_SESSION_CHANGED" | "ERR_REFRESH_UNAVAILABLE" | "ERR_REFRESH_LOOP" | "ERR_WAITER_TIMEOUT" | "ERR_BODY_USED";
