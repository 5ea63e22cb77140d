export * from "everfetch/axios";
export { default } from "everfetch/axios";
